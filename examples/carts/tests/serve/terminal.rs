//! The program on a terminal, which is where pipes hide faults. `script` of util-linux makes the terminal.

use crate::server::{carts, file};
use std::{
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
};

/// What Ctrl-C and Ctrl-D send.
const CTRL_C: &[u8] = b"\x03";
const CTRL_D: &[u8] = b"\x04";
const ESCAPE: char = '\u{1b}';

/// A command that runs in a pseudo-terminal.
struct Terminal {
    script: Child,
    output: BufReader<ChildStdout>,
    screen: String,
}

impl Terminal {
    fn open(command: &str, folder: &Path, environment: &[(&str, &str)]) -> Self {
        // Without `exec`, a shell such as dash stays in between, and ends with a status of its own on Ctrl-C.
        let command = format!("exec {command}");
        let mut script = Command::new("script")
            .args(["--quiet", "--return", "--command", &command, "/dev/null"])
            .current_dir(folder)
            .env_remove("NO_COLOR")
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("script is needed for this test: apt-get install bsdutils");
        Self {
            output: BufReader::new(script.stdout.take().expect("a pipe")),
            script,
            screen: String::new(),
        }
    }

    fn press(&mut self, keys: &[u8]) {
        let keyboard = self.script.stdin.as_mut().expect("a pipe");
        keyboard.write_all(keys).expect("a keyboard");
        keyboard.flush().expect("a keyboard");
    }

    /// Reads until the server has said that it serves, or the command has ended. The result is whether it serves.
    fn serves(&mut self) -> bool {
        while self.output.read_line(&mut self.screen).expect("text") > 0 {
            if self.screen.ends_with("stops\r\n") && self.screen.contains("Ctrl-C finishes") {
                return true;
            }
        }
        false
    }

    /// How the command ended, and all that was on the screen.
    fn end(mut self) -> (ExitStatus, String) {
        self.output.read_to_string(&mut self.screen).expect("text");
        let status = self.script.wait().expect("a status");
        (status, self.screen.replace("\r\n", "\n"))
    }
}

/// Runs a command in a terminal, types `keys`, and stops it with Ctrl-C once it serves.
pub(crate) fn run(
    command: &str,
    folder: &Path,
    environment: &[(&str, &str)],
    keys: &[u8],
) -> (ExitStatus, String) {
    let mut terminal = Terminal::open(command, folder, environment);
    terminal.press(keys);
    if terminal.serves() {
        terminal.press(CTRL_C);
    }
    terminal.end()
}

/// The settings of colour that a terminal's user has, and whether the log is coloured then.
pub(crate) const COLOURS: [(&[(&str, &str)], bool); 3] = [
    (&[], true),
    (&[("NO_COLOR", "")], true),
    (&[("NO_COLOR", "1")], false),
];

/// Runs `carts` with and without a terminal, and compares the statuses and what stands on the screen.
#[track_caller]
fn check(arguments: &[&str], input: &str, logs: bool) {
    let mut piped = carts();
    piped.args(arguments).stdin(Stdio::piped());
    let mut piped = piped
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("carts starts");
    let mut keyboard = piped.stdin.take().expect("a pipe");
    keyboard.write_all(input.as_bytes()).expect("a pipe");
    drop(keyboard);
    let piped = piped.wait_with_output().expect("an output");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    let (out, log) = (text(&piped.stdout), text(&piped.stderr));
    assert!(!out.contains(ESCAPE) && !log.contains(ESCAPE), "{out}{log}");
    let levels = [" INFO ", " WARN ", " ERROR "];
    let has_logged = levels.iter().any(|level| log.contains(level));
    assert_eq!(has_logged, logs, "{arguments:?} {log}");

    let keys = [input.as_bytes(), CTRL_D].concat();
    for (environment, coloured) in COLOURS {
        let command = command_line(arguments);
        let (status, screen) = run(&command, Path::new("."), environment, &keys);
        assert_eq!(status.code(), piped.status.code(), "{command}: {screen}");
        let plain = without_colours(&screen);
        let mut lines = plain.lines();
        for line in out.lines() {
            assert!(
                lines.any(|shown| shown == line),
                "{line}\n is not in order in\n{screen}"
            );
        }
        let has_colours = screen.contains(ESCAPE);
        assert!(
            coloured || !has_colours,
            "{command} {environment:?}: {screen}"
        );
        assert!(
            !(coloured && logs) || has_colours,
            "{command} {environment:?}: {screen}"
        );
    }
}

/// The text without its colours: `ESC [`, numbers, `m`.
fn without_colours(screen: &str) -> String {
    let mut parts = screen.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain += part.split_once('m').map_or(part, |(_, rest)| rest);
    }
    plain
}

fn command_line(arguments: &[&str]) -> String {
    let program = carts();
    let words = [program.get_program().to_str().expect("UTF-8")];
    let words = words.iter().chain(arguments);
    let quoted: Vec<_> = words.map(|word| format!("'{word}'")).collect();
    quoted.join(" ")
}

#[test]
fn each_command_prints_the_same_with_and_without_a_terminal() {
    check(&["--help"], "", false);
    check(&["serve", "--help"], "", false);
    check(&["contract"], "", false);
    check(&["contract", "get_cart", "CartNotFound"], "", false);
    check(&["contract", "--json"], "", false);
    check(&["contract", "no_such_operation"], "", false);
    check(&["completions", "bash"], "", false);
    check(&["openapi"], "", false);
    check(&["openapi", "--yaml", "--cors", "*"], "", false);
    let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/custom.yaml");
    check(&["check", committed], "", false);
    check(&["check", committed, "--integration", "proxy"], "", false);
    check(&["check", "no-such-file.json"], "", false);
    check(&["unknown"], "", false);
    check(&["serve", "--port", "none"], "", false);
}

#[test]
fn a_request_is_explained() {
    for (environment, _) in COLOURS {
        let command = command_line(&["explain", "GET", "/carts/77"]);
        let (status, screen) = run(&command, Path::new("."), environment, b"");
        assert!(status.success(), "{status} {screen}");
        let screen = without_colours(&screen);
        let first = screen.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("404 Not Found: pattern 2 of 5"),
            "{screen}"
        );
        assert!(screen.contains("\"code\":\"CartNotFound\""), "{screen}");
    }
}

#[test]
fn events_are_typed() {
    let event = r#"{"lambdaApiErrors":1,"operation":"get_cart","path":{"cart":"0"}}"#;
    check(&["invoke"], &format!("{event}\nno event\n"), true);
}

#[test]
fn the_server_stops_at_the_terminals_ctrl_c() {
    let document = file("terminal.yaml", include_str!("../../openapi/custom.yaml"));
    for options in [
        &[][..],
        &["--integration", "proxy", "--explain"],
        &["--document", &document],
        &["--function", "http://127.0.0.1:9"],
    ] {
        for (environment, coloured) in COLOURS {
            let arguments = [&["serve", "--port", "0"], options].concat();
            let (status, screen) = run(&command_line(&arguments), Path::new("."), environment, b"");
            assert!(status.success(), "{arguments:?} {status}: {screen}");
            let stopped = screen.contains("stopped, all requests are finished");
            assert!(stopped, "{arguments:?}: {screen}");
            assert_eq!(screen.contains(ESCAPE), coloured, "{arguments:?}: {screen}");
        }
    }
}
