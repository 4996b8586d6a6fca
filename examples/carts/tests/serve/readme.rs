//! The README's first command, word for word.

use crate::{server::Server, welcome::try_the_printed_commands};
use std::{fs, path::Path, process::Command};

#[test]
fn the_first_command_serves() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = fs::read_to_string(workspace.join("README.md")).unwrap();
    let (_, console) = readme.split_once("```console\n").expect("a command");
    let command = console.lines().next().unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec {command}")]);
    let server = Server::spawn({
        shell.current_dir(workspace);
        shell
    });
    assert_eq!(server.url, "http://127.0.0.1:8700");
    assert_eq!(try_the_printed_commands(&server), 3);
    server.press_ctrl_c();
    let (status, log) = server.end();
    assert!(status.success(), "{status} {log:?}");
}
