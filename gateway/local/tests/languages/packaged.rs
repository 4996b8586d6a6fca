//! What the tools make of a small project, by their own programs: one command from there to the first answer.
//!
//! The tests need what `tests/tools/install` installs, with `target/tools/bin` on the PATH.

use crate::server::{Server, get};
use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

/// A copy of the project `name`, with the code that all of them share.
fn project(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("packaged")
        .join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the last run's copy goes");
    }
    let projects = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/languages/projects");
    copy(&projects.join(name), &folder);
    copy(&projects.join("src"), &folder.join("src"));
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for file in fs::read_dir(from).expect("a folder") {
        let file = file.expect("a file");
        fs::copy(file.path(), to.join(file.file_name())).expect("a copy");
    }
}

/// The tool of npm that is installed for the example of deployment `example`.
fn npm_tool(folder: &Path, example: &str, program: &str) -> PathBuf {
    let modules = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../target/tools/npm/examples/deploy")
        .join(example)
        .join("node_modules");
    symlink(&modules, folder.join("node_modules")).expect("a link");
    modules.join(".bin").join(program)
}

/// Runs a tool that gets no AWS account and sends nothing about itself.
#[track_caller]
fn run(folder: &Path, program: impl AsRef<Path>, arguments: &[&str]) {
    let program = program.as_ref();
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .envs([
            ("AWS_ACCESS_KEY_ID", "none"),
            ("AWS_SECRET_ACCESS_KEY", "none"),
            ("CDK_DISABLE_CLI_TELEMETRY", "true"),
            ("SAM_CLI_TELEMETRY", "0"),
            ("SLS_NOTIFICATIONS_MODE", "off"),
            ("SLS_TELEMETRY_DISABLED", "1"),
        ])
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    assert!(
        output.status.success(),
        "{}\n{}\n{}",
        program.display(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Serves what the tool wrote, and asks both functions.
fn answers(folder: &Path, output: &str) {
    let begun = Instant::now();
    let server = Server::start_in(folder, &[output]);
    let mut stream = server.connect();
    let (status, cart) = get(&mut stream, "/carts/7");
    println!("{output}: the first answer after {:?}", begun.elapsed());
    assert_eq!(status, "HTTP/1.1 200 OK", "{cart}");
    assert_eq!(cart, r#"{"id":"7","currency":"EUR"}"#);
    let (status, price) = get(&mut stream, "/prices/7");
    assert_eq!(status, "HTTP/1.1 200 OK", "{price}");
    assert_eq!(price, r#"{"id": "7", "currency": "EUR"}"#);
    let (status, missing) = get(&mut stream, "/carts/missing");
    assert_eq!(status, "HTTP/1.1 404 Not Found", "{missing}");
    // The client learns nothing of the cause, and the log has it.
    let (status, broken) = get(&mut stream, "/carts/broken");
    assert_eq!(status, "HTTP/1.1 502 Bad Gateway");
    assert_eq!(broken, r#"{"message": "Internal server error"}"#);
    let log = server.log_until("GET /carts/broken 502");
    if !log.contains("the database is away") {
        // What the function writes to its standard error comes by another way than its answer.
        server.log_until("the database is away");
    }
    assert!(log.contains("5s for each invocation"), "{log}");
}

#[test]
fn what_sam_builds() {
    let folder = project("sam");
    let version = Command::new("python3").arg("--version").output();
    let version = String::from_utf8(version.expect("Python").stdout).expect("text");
    let version = version.trim().to_ascii_lowercase().replace(' ', "");
    let (runtime, _) = version.rsplit_once('.').expect("three numbers");
    let template = folder.join("template.yaml");
    let text = fs::read_to_string(&template).expect("the template");
    fs::write(&template, text.replace("PYTHON", runtime)).expect("the template");
    run(&folder, "sam", &["build"]);
    answers(&folder, ".aws-sam/build/template.yaml");
}

#[test]
fn what_the_cdk_synthesises() {
    let folder = project("cdk");
    let cdk = npm_tool(&folder, "cdk", "cdk");
    run(&folder, cdk, &["synth", "--quiet", "--no-notices"]);
    answers(&folder, "cdk.out/Shop.template.json");
}

#[test]
fn what_serverless_packages() {
    let folder = project("serverless");
    let osls = npm_tool(&folder, "serverless", "osls");
    run(&folder, osls, &["package"]);
    answers(
        &folder,
        ".serverless/cloudformation-template-update-stack.json",
    );
}
