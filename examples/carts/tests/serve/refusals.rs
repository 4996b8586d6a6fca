//! What the server does not start with, and what it says then.

use crate::server::{Server, carts, file};
use std::net::TcpListener;

/// The exit status, and what stands on standard error.
fn refused(options: &[&str]) -> (Option<i32>, String) {
    let output = carts().args(options).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

const FUNCTIONS: &str = "
openapi: 3.0.1
info: {title: two, version: '1'}
paths:
  /a:
    get:
      responses: {200: {description: d}}
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:one/invocations
  /b:
    get:
      responses: {200: {description: d}}
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:${stageVariables.fn}/invocations
";

#[test]
fn a_port_that_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let expected = format!(
        "carts: another program listens on port {port} of 127.0.0.1; `--port N` takes another one, and `--port 0` any that is free\n"
    );
    assert_eq!(refused(&["--port", &port]), (Some(1), expected));
}

#[test]
fn a_document_that_cannot_be_read_or_run() {
    let (status, message) = refused(&["--document", "nowhere.yaml"]);
    assert_eq!(status, Some(1));
    assert_eq!(
        message,
        "carts: `nowhere.yaml` cannot be read: No such file or directory (os error 2); `carts openapi --output FILE` writes one\n"
    );
    let document = file("broken.yaml", &FUNCTIONS.replacen("3.0.1", "3.1.0", 1));
    let (status, message) = refused(&["--document", &document]);
    assert_eq!(status, Some(1));
    let lines: Vec<_> = message.lines().collect();
    assert!(
        lines[0].ends_with(
            "is not a document that the local gateway can run. The problems, by JSON pointer:"
        ),
        "{message}"
    );
    assert!(
        lines[1].starts_with("\"/openapi\": this is OpenAPI 3.1.0"),
        "{message}"
    );
    let (_, message) = refused(&["--document", &file("nonsense.yaml", "{")]);
    assert!(
        message.contains("the document cannot be read: "),
        "{message}"
    );
}

/// What cannot be run refuses nothing else.
#[test]
fn an_operation_that_cannot_be_run() {
    let document = FUNCTIONS.replacen("aws_proxy", "other", 1);
    let document = file("partly.yaml", &document);
    let server = Server::start(&["--document", &document, "--stage-variable", "fn=two"]);
    assert_eq!(server.curl(&[], "/a").status(), 501);
    server.log_until("GET /a 501, not run here, ");
}

#[test]
fn functions_that_are_not_there() {
    let document = file("functions.yaml", FUNCTIONS);
    let with = |options: &[&str]| refused(&[&["--document", &document], options].concat());
    let variable = "--stage-variable=";
    assert_eq!(with(&[variable]).0, Some(2));
    assert_eq!(
        with(&[]).1,
        "carts: the document names a function by the stage variable `fn`: add `--stage-variable fn=VALUE`\n"
    );
    let two = ["--stage-variable", "fn=two", "--function"];
    let given = |function| with(&[two.as_slice(), &[function]].concat()).1;
    assert_eq!(
        given("three=http://127.0.0.1:9"),
        "carts: `three` is not a function of the document; it has `one`, `two`\n"
    );
    assert_eq!(
        given("one=http://127.0.0.1:9"),
        "carts: the function `two` has no URL: add `--function two=URL`\n"
    );
    let both = [
        "--document",
        &document,
        "--stage-variable",
        "fn=two",
        "--function",
        "two=http://127.0.0.1:9",
        "--function",
        "http://127.0.0.1:9",
    ];
    let server = Server::start(&both);
    assert_eq!(server.curl(&[], "/a").status(), 500);
}

#[test]
fn options_that_are_none() {
    for (options, problem) in [
        (
            &["--function", "ftp://127.0.0.1"][..],
            "`ftp://127.0.0.1` is neither URL nor NAME=URL, with a URL such as http://127.0.0.1:9000",
        ),
        (
            &["serve", "--port", "many"],
            "`--port` is a whole number from 0 to 65535, and `many` is not",
        ),
        (
            &["server"],
            "unexpected argument `server`, accepted is one of `serve`, `tour`, `invoke`, `contract`, `openapi`, `check`, `--help`",
        ),
    ] {
        assert_eq!(refused(options), (Some(2), format!("carts: {problem}\n")));
    }
}
