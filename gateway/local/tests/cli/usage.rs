//! Mistakes, and what the program says of them.

use crate::{
    run,
    support::{DOCUMENT, file},
};
use std::net::TcpListener;

#[track_caller]
fn refused(arguments: &[&str], status: i32, parts: &[&str]) {
    let (ended, printed, log) = run(arguments);
    assert_eq!((ended, printed.as_str()), (status, ""), "{log}");
    for part in parts {
        assert!(log.contains(part), "{part} is not in\n{log}");
    }
    assert!(!log.contains('\u{1b}'), "{log:?}");
}

#[test]
fn misspelt_words_are_guessed() {
    refused(&["serv", "x.yaml"], 2, &["'serv'", "'serve'"]);
    refused(&["explain", "x.yaml", "GTE", "/x"], 2, &["'GTE'", "`GET`"]);
    refused(
        &["serve", "x.yaml", "--explan"],
        2,
        &["'--explan'", "'--explain'"],
    );
}

#[test]
fn arguments_that_make_no_sense() {
    let url = "http://127.0.0.1:9";
    for (arguments, part) in [
        (vec!["--port", "65536"], "65536"),
        (vec!["--stage", "a b"], "letters, digits"),
        (vec!["--stage-variable", "=1"], "NAME=VALUE"),
        (
            vec!["--function", "https://a.example"],
            "`https://a.example` is neither",
        ),
        (vec!["--function", url, "--function", url], "need names"),
    ] {
        let arguments = [vec!["serve", "x.yaml"], arguments].concat();
        refused(&arguments, 2, &[part, "--help"]);
    }
    refused(
        &["serve", "-", "--watch"],
        2,
        &["`--watch` needs a file", "Usage: apigw-local serve"],
    );
}

#[test]
fn files_that_are_no_documents() {
    refused(
        &["routes", "nowhere.yaml"],
        1,
        &["apigw-local: `nowhere.yaml` cannot be read: "],
    );
    refused(
        &["routes", "/dev/zero"],
        1,
        &["`/dev/zero` has more than 16 MiB"],
    );
    let nonsense = file("nonsense.yaml", "{");
    refused(
        &["routes", nonsense.to_str().unwrap()],
        1,
        &["the problems, by JSON pointer:\n"],
    );
}

#[test]
fn a_port_and_a_function_that_cannot_be_had() {
    let document = file("port.yaml", DOCUMENT);
    let document = document.to_str().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    refused(
        &["serve", document, "--port", &port],
        1,
        &["another program listens on port", "`--port 0`"],
    );
    let other = "other=http://127.0.0.1:9";
    refused(
        &["serve", document, "--function", other],
        1,
        &["`other` is not a function of the document; it has `greet`"],
    );
}
