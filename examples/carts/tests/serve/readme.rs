//! The README's commands, word for word.

use crate::{server::Server, welcome::try_the_printed_commands};
use std::{fs, path::Path, process::Command};

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The lines of the README's consoles.
fn commands() -> Vec<String> {
    let readme = fs::read_to_string(Path::new(WORKSPACE).join("README.md")).unwrap();
    let consoles = readme.split("```console\n").skip(1);
    let consoles = consoles.map(|rest| rest.split_once("```").expect("an end").0);
    consoles.flat_map(str::lines).map(str::to_owned).collect()
}

/// One test, since all of them take the port 8700.
#[test]
fn the_commands_work() {
    let commands = commands();
    serves(&commands[0]);
    #[cfg(target_os = "linux")]
    work_in_a_terminal(&commands);
}

fn serves(command: &str) {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec {command}")]);
    let server = Server::spawn({
        shell.current_dir(WORKSPACE);
        shell
    });
    assert_eq!(server.url, "http://127.0.0.1:8700");
    assert_eq!(try_the_printed_commands(&server), 3);
    server.press_ctrl_c();
    let (status, log) = server.end();
    assert!(status.success(), "{status} {log:?}");
}

/// `.ci/run` runs the tests in a terminal.
#[cfg(target_os = "linux")]
fn work_in_a_terminal(commands: &[String]) {
    let (tests, commands): (Vec<_>, Vec<_>) = commands
        .iter()
        .partition(|command| command.starts_with("cargo test"));
    assert_eq!((tests.len(), commands.len()), (1, 6), "{commands:?}");
    // The commands write and read files in their folder. Cargo finds the workspace from any folder below it.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    fs::create_dir_all(&folder).unwrap();
    for (environment, _) in crate::terminal::COLOURS {
        for command in &commands {
            let (status, screen) = crate::terminal::run(command, &folder, environment, b"");
            assert!(status.success(), "{command}: {status} {screen}");
            assert!(!screen.contains("panicked"), "{command}: {screen}");
        }
        fs::remove_file(folder.join("carts.json")).expect("the document that a command wrote");
    }
}
