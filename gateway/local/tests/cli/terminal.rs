//! The program on a terminal, which `script` of util-linux makes.

use crate::support::{DOCUMENT, file};
use std::process::{Command, Stdio};

/// What is on the screen, which is as wide as said.
fn screen(arguments: &str, columns: u16, no_color: Option<&str>) -> String {
    let program = env!("CARGO_BIN_EXE_apigw-local");
    let command = format!("stty rows 24 columns {columns}; '{program}' {arguments}");
    let mut script = Command::new("script");
    script.env_remove("NO_COLOR").env("TERM", "xterm-256color");
    if let Some(value) = no_color {
        script.env("NO_COLOR", value);
    }
    let output = script
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .stdin(Stdio::null())
        .output()
        .expect("script is needed for this test: apt-get install bsdutils");
    String::from_utf8(output.stdout)
        .unwrap()
        .replace("\r\n", "\n")
}

#[test]
fn colours_on_a_terminal_only_and_not_where_they_are_not_wanted() {
    let document = file("colours.yaml", DOCUMENT);
    for arguments in [
        "--help".to_owned(),
        "serve".to_owned(),
        format!("routes '{}'", document.display()),
        format!("explain '{}' GET /health", document.display()),
        "routes nowhere.yaml".to_owned(),
    ] {
        let coloured = screen(&arguments, 100, None);
        assert!(coloured.contains('\u{1b}'), "{arguments}: {coloured}");
        let plain = screen(&arguments, 100, Some("1"));
        assert!(!plain.contains('\u{1b}'), "{arguments}: {plain:?}");
        assert!(!plain.is_empty());
    }
}

#[test]
fn lines_are_cut_to_the_terminal_and_it_is_said() {
    let document = file("cut.yaml", DOCUMENT);
    let name = "x".repeat(500);
    let arguments = format!("explain '{}' GET /greeting/{name}", document.display());
    let shown = screen(&arguments, 60, Some("1"));
    let event = shown
        .lines()
        .find(|line| line.starts_with("  event"))
        .unwrap();
    assert_eq!(event.chars().count(), 60, "{event}");
    assert!(event.ends_with(" characters"), "{event}");
}
