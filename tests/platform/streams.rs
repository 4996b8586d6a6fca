//! Streams of a function behind cargo-lambda's Runtime API, through the local gateway.

use crate::emulator::Function;
use lambda_api_errors::local::LambdaFunctions;
use lambda_api_errors_tests::streams::{Gateway, gate, read_to, rest};
use serde_json::json;
use std::io::Write;

/// The gateway in front of the function `worker`, which runs for as long as it is held.
fn start() -> (Gateway, Function) {
    let function = Function::start("lambda-api-errors-tests", "worker", "", &[]);
    let functions = LambdaFunctions::new([&*function.url]).expect("an address");
    (Gateway::start(functions, "STREAM"), function)
}

#[test]
fn a_stream_reaches_the_client_while_it_is_made() {
    let (gateway, _function) = start();
    let (gate, wait) = gate();
    let plan = json!({ "count": 2, "length": 3, "wait": wait });
    let mut client = gateway.post("/lines", &plan);
    let head = read_to(&mut client, "6\r\n\"xxx\"\n\r\n");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert!(
        head.contains("content-type: application/x-ndjson\r\n"),
        "{head}"
    );
    let mut handler = gate.accept().expect("the handler waits").0;
    handler.write_all(b"!").expect("it reads");
    assert_eq!(rest(&mut client), "6\r\n\"xxx\"\n\r\n0\r\n\r\n");
}

/// The emulator answers with the function's own status, and with 404 to an unknown function too.
#[test]
fn an_error_of_a_stream_is_its_answer_or_its_end() {
    let (gateway, _function) = start();
    for (end, status, code) in [
        ("missing", "404 Not Found", "Missing"),
        ("hidden", "500 Internal Server Error", "Hidden"),
        ("panic", "500 Internal Server Error", "InternalServerError"),
    ] {
        let plan = json!({ "count": 2, "length": 3, "fails_at": 0, "end": end });
        let answer = gateway.answer("/lines", &plan);
        let status = format!("HTTP/1.1 {status}\r\n");
        assert!(answer.starts_with(&status), "{answer}");
        let code = format!(r#""code":"{code}""#);
        assert!(answer.contains(&code), "{answer}");
    }
    let plan = json!({ "count": 9, "length": 3, "fails_at": 2, "end": "missing" });
    let answer = gateway.answer("/lines", &plan);
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains(r#""code":"Missing""#), "{answer}");
}
