//! How many packages a program gets with each feature of the runtime: what people wait for, and have to trust.

use std::{collections::BTreeSet, path::Path, process::Command};

/// Features that are switched on together, and how many packages there may be then, with the runtime and its macros.
const LIMITS: &[(&str, usize)] = &[
    ("", 41),
    ("emf", 41),
    ("utoipa", 46),
    ("garde", 48),
    ("aide", 56),
    ("http", 59),
    ("validator", 72),
    ("openapi", 79),
    ("lambda", 113),
    ("graceful-shutdown", 120),
    ("local", 141),
    ("cli", 184),
];

#[test]
fn no_feature_brings_more_packages_than_it_needs() {
    for (features, limit) in LIMITS {
        let packages = packages(features);
        let count = packages.len();
        let listed: Vec<_> = packages.iter().map(String::as_str).collect();
        assert!(
            count <= *limit,
            "{count} packages with {features:?}, and {limit} are expected. Is each of them needed?\n{}",
            listed.join("\n")
        );
    }
}

/// The packages on this platform, as `Cargo.lock` has them.
fn packages(features: &str) -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    cargo.args(
        "tree --locked --offline --package lambda-api-errors --edges normal --prefix none"
            .split(' '),
    );
    cargo.args([
        "--no-default-features",
        "--format",
        "{p}",
        "--features",
        features,
    ]);
    let output = cargo.output().expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    let packages = lines.lines().filter_map(|line| {
        let mut words = line.split(' ');
        Some(format!("{} {}", words.next()?, words.next()?))
    });
    packages.collect()
}
