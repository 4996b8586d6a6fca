//! `carts check` as a command: what it prints, and its exit status.
#![cfg(feature = "cli")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn check(file: &Path, options: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_carts"))
        .arg("check")
        .arg(file)
        .args(options)
        .output()
        .unwrap()
}

fn committed(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("openapi")
        .join(name)
}

/// A file with these bytes, of a name that no other test uses.
fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).unwrap();
    path
}

#[track_caller]
fn assert_output(output: &Output, status: i32, lines: &[&str], error: &str) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (out, errors) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(status), "{out}{errors}");
    assert_eq!(out.lines().collect::<Vec<_>>(), lines);
    assert!(errors.contains(error), "{errors}");
}

#[test]
fn the_committed_documents_are_those_of_the_types() {
    for (name, options) in [
        ("custom.yaml", &[][..]),
        ("proxy.yaml", &["--integration", "proxy"]),
    ] {
        let path = committed(name);
        let compared = assert_agrees(&check(&path, options), &path);
        assert!(compared.contains("operations"), "{compared}");
    }
}

/// The last line, which says how much was compared.
#[track_caller]
fn assert_agrees(output: &Output, path: &Path) -> String {
    let out = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(output.status.success(), "{out}");
    let last = out.lines().last().unwrap();
    let start = format!("`{}` agrees with the types: ", path.display());
    let compared = last.strip_prefix(&start).unwrap_or_else(|| panic!("{out}"));
    compared.to_owned()
}

#[test]
fn a_document_for_the_other_integration_is_one_line_that_names_the_option() {
    let output = check(&committed("proxy.yaml"), &[]);
    assert_output(&output, 2, &[], "check it with `--integration proxy`");
    let output = check(&committed("custom.yaml"), &["--integration", "proxy"]);
    assert_output(&output, 2, &[], "check it with `--integration custom`");
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(errors.lines().count(), 1, "{errors}");
}

#[test]
fn what_only_the_deployment_knows_is_a_note() {
    let document = fs::read_to_string(committed("custom.yaml")).unwrap();
    let changed = document.replace(
        "        httpMethod: \"POST\"\n",
        "        httpMethod: \"POST\"\n        timeoutInMillis: 5000\n",
    );
    assert_ne!(changed, document);
    let path = file("timeout.yaml", changed.as_bytes());
    let output = check(&path, &[]);
    assert_agrees(&output, &path);
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(
        out.contains("note: `timeoutInMillis` is `5000` in "),
        "{out}"
    );
}

#[test]
fn each_drift_is_a_line_that_names_the_operation_and_says_what_to_do() {
    let document = fs::read_to_string(committed("custom.yaml")).unwrap();
    let changed = document.replacen("statusCode: \"429\"", "statusCode: \"428\"", 1);
    assert_ne!(changed, document);
    let path = file("changed.yaml", changed.as_bytes());
    let lines = [
        "checkout (POST /carts/{cart}/checkout): `TooManyAttempts` should answer 429, and the pattern `^(?:Too Many Requests: )\\{[\\s\\S]*` answers 428; give this pattern the status 429",
    ];
    assert_output(&check(&path, &[]), 1, &lines, "in one place");
}

#[test]
fn the_help_names_what_the_file_may_be() {
    let mut carts = Command::new(env!("CARGO_BIN_EXE_carts"));
    let help = carts.args(["check", "--help"]).output().unwrap();
    assert_output_contains(&help, "The document, in JSON or YAML");
}

#[track_caller]
fn assert_output_contains(output: &Output, part: &str) {
    let out = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(output.status.success() && out.contains(part), "{out}");
}

#[test]
fn what_cannot_be_read_is_told() {
    let missing = check(Path::new("no-such-file.json"), &[]);
    assert_output(&missing, 2, &[], "`no-such-file.json` cannot be read");
    let not_utf8 = file("not-utf8.yaml", b"openapi: \"3.0.1\"\ntitle: \xff\xfe\n");
    assert_output(&check(&not_utf8, &[]), 2, &[], "valid UTF-8");
    let swagger = file("swagger.json", br#"{"swagger":"2.0","paths":{}}"#);
    assert_output(&check(&swagger, &[]), 2, &[], "is not one for API Gateway");
}
