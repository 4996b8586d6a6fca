//! Runs tools, and tells what it runs.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// A tool on the `PATH`, which gets no AWS account and sends nothing about itself.
pub(crate) fn tool(program: &str) -> Command {
    let mut command = Command::new(program);
    command
        .envs([
            ("AWS_ACCESS_KEY_ID", "none"),
            ("AWS_SECRET_ACCESS_KEY", "none"),
            ("AWS_DEFAULT_REGION", "eu-west-1"),
            ("AWS_REGION", "eu-west-1"),
            ("CDK_DISABLE_CLI_TELEMETRY", "true"),
            ("CDK_DISABLE_VERSION_CHECK", "1"),
            ("CHECKPOINT_DISABLE", "1"),
            ("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"),
            ("REDOCLY_TELEMETRY", "off"),
            ("SAM_CLI_TELEMETRY", "0"),
            ("SLS_NOTIFICATIONS_MODE", "off"),
            ("SLS_TELEMETRY_DISABLED", "1"),
        ])
        .stdin(Stdio::null());
    command
}

/// What a tool prints; fails when the tool does.
#[track_caller]
pub(crate) fn run(command: &mut Command) -> String {
    let output = output(command);
    let printed = String::from_utf8(output.stdout).expect("text");
    assert!(
        output.status.success(),
        "`{}` failed: {}\n{printed}\n{}",
        shown(command),
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    printed
}

/// How a tool ends.
#[track_caller]
pub(crate) fn output(command: &mut Command) -> Output {
    println!("== {}", shown(command));
    command
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", shown(command)))
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![program.file_name().expect("a program").to_string_lossy()];
    words.extend(
        command
            .get_args()
            .map(|argument| argument.to_string_lossy()),
    );
    words.join(" ")
}

/// The npm packages that `tests/tools/install` installed for the `package.json` in `folder`.
pub(crate) fn node_modules(folder: &str) -> PathBuf {
    workspace()
        .join("target/tools/npm")
        .join(folder)
        .join("node_modules")
}

/// A tool that `tests/tools/install` installed from npm.
pub(crate) fn npm_tool(folder: &str, program: &str) -> Command {
    let program = node_modules(folder).join(".bin").join(program);
    tool(program.to_str().expect("a path in UTF-8"))
}

pub(crate) fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("a parent").to_owned()
}

/// `cargo`, for the workspace, from any folder.
pub(crate) fn cargo(subcommand: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(subcommand)
        .arg("--manifest-path")
        .arg(workspace().join("Cargo.toml"));
    command
}
