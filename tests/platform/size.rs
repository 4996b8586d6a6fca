//! How large a program is beside the same one in axum on `lambda_http`.

use crate::emulator::{run, workspace};
use std::{fs, path::Path, process::Command};

const MANIFEST: &str = r#"
[package]
name = "programs"
version = "0.0.0"
edition = "2024"
[workspace]
[[bin]]
name = "ours"
path = "{programs}/ours.rs"
[[bin]]
name = "peer"
path = "{programs}/peer.rs"
[dependencies]
axum = { version = "0.8", default-features = false, features = ["form", "json", "matched-path", "original-uri", "query"] }
lambda-api-errors.path = "{runtime}"
lambda_http = { version = "1.3", default-features = false, features = ["alb", "apigw_http", "apigw_rest", "tracing", "vpc_lattice"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
thiserror = "2"
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
[profile.release]
codegen-units = 1
lto = "fat"
strip = true
"#;

/// Its guide's page of figures says what the difference is.
#[test]
fn a_program_is_hardly_larger_than_axums() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("programs");
    fs::create_dir_all(&folder).expect("a folder");
    let path = |path: &str| workspace().join(path).display().to_string();
    let manifest = MANIFEST
        .replace("{programs}", &path("tests/platform/programs"))
        .replace("{runtime}", &path("runtime"));
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).expect("a lock file");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--release", "--target-dir", "target"]);
    run(cargo.current_dir(&folder));
    let [ours, peer] = ["ours", "peer"].map(|name| {
        let program = folder.join("target/release").join(name);
        fs::metadata(program).expect("a program").len()
    });
    println!("{ours} bytes, and {peer} in axum");
    assert!(ours * 100 <= peer * 108, "{ours} bytes, and {peer} in axum");
}
