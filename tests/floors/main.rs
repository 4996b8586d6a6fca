//! Each module knows only modules that stand above it in the map of ARCHITECTURE.md, and each crate only crates above it.
//!
//! The map is read from ARCHITECTURE.md, and the paths from the sources, re-exports resolved. So a circle fails, an arrow
//! upwards fails, and so does a module that the map does not have. Tests may know everything.

mod arrows;
mod map;
mod names;
mod packages;
mod refused;
mod resolve;
mod tree;

use std::{fs, path::Path};

/// Pairs of crates: only the first may name the second. Nothing outside of the local gateway renders a mapping template.
const PRIVATE: &[(&str, &str)] = &[("apigw_local", "apigw_velocity")];

#[test]
fn modules_and_crates_know_only_those_above_them() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| fs::read_to_string(repository.join(path)).ok();
    let map = map::read(&read("ARCHITECTURE.md").expect("ARCHITECTURE.md"));
    let faults = arrows::faults(&map, PRIVATE, &read);
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_map_has_every_crate_that_others_can_depend_on() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| fs::read_to_string(repository.join(path)).expect("a manifest");
    let map = map::read(&read("ARCHITECTURE.md"));
    let manifest = read("Cargo.toml");
    let published = manifest.lines().filter_map(|line| {
        let (name, rest) = line.split_once(" = { path = \"")?;
        Some((name, rest.split_once('"')?.0))
    });
    let mut count = 0;
    for (name, folder) in published {
        let source = format!("{folder}/src");
        assert!(
            map.iter().any(|floors| floors.source == source),
            "ARCHITECTURE.md has no map of `{name}`: write `{source}/` and its modules below it"
        );
        count += 1;
    }
    assert_eq!(count, map.len());
}
