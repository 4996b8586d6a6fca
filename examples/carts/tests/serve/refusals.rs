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
        "carts: `nowhere.yaml` cannot be read: No such file or directory (os error 2)\n"
    );
    let document = file("newer.yaml", &FUNCTIONS.replacen("3.0.1", "3.1.0", 1));
    let (status, message) = refused(&["--document", &document]);
    assert_eq!(status, Some(1));
    assert!(
        message.contains("\"/openapi\": this is OpenAPI 3.1.0"),
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
    assert!(
        server.startup.contains("`other` is not one of"),
        "{}",
        server.startup
    );
    assert_eq!(server.curl(&[], "/a").status(), 501);
}

#[test]
fn functions_that_are_not_there() {
    fn with<'a>(document: &'a str, options: &[&'a str]) -> Vec<&'a str> {
        [&["--document", document], options].concat()
    }
    let document = file("functions.yaml", FUNCTIONS);
    let variable = with(&document, &["--stage-variable", "=two"]);
    assert_eq!(refused(&variable).0, Some(2));
    let two = ["--stage-variable", "fn=two", "--function"];
    let unknown = with(
        &document,
        &[two.as_slice(), &["three=http://127.0.0.1:9"]].concat(),
    );
    let (status, message) = refused(&unknown);
    assert_eq!(
        (status, message.as_str()),
        (
            Some(1),
            "carts: `three` is not a function of the document; it has `one`, `two`\n"
        )
    );
    let server = Server::start(&with(&document, &["--function", "one=http://127.0.0.1:9"]));
    assert!(
        server.startup.contains("add `--stage-variable fn=VALUE`"),
        "{}",
        server.startup
    );
    assert_eq!(server.curl(&[], "/b").status(), 500);
    let server = Server::start(&with(
        &document,
        &[two.as_slice(), &["one=http://127.0.0.1:9"]].concat(),
    ));
    assert!(
        server.startup.contains(
            "1 operation answers 500: add `--function two=COMMAND` or `--function two=URL`"
        ),
        "{}",
        server.startup
    );
    assert_eq!(server.curl(&[], "/b").status(), 500);
}

#[test]
fn arguments_that_are_wrong() {
    for (options, problem) in [
        (
            &["--function", "ftp://127.0.0.1"][..],
            "`ftp://127.0.0.1` is neither URL nor NAME=URL, with a URL such as http://127.0.0.1:9000",
        ),
        (
            &["serve", "--port", "many"],
            "invalid value 'many' for '--port <N>'",
        ),
        (&["--timeout", "901"], "901 is not in 1..=900"),
        (&["server"], "a similar subcommand exists: 'serve'"),
        (
            &["contract", "no_operation"],
            "`no_operation` is not an operation of the API\nthe API has `create_cart`",
        ),
    ] {
        let (status, message) = refused(options);
        assert_eq!(status, Some(2), "{message}");
        assert!(message.contains(problem), "{message}");
    }
}
