//! Streams of a function behind cargo-lambda's Runtime API, through the local gateway.

use crate::emulator::Function;
use lambda_api_errors::local::LambdaFunctions;
use lambda_api_errors_tests::streams::{Gateway, gate, read_to, rest};
use serde_json::json;
use std::io::Write;

#[test]
fn a_stream_reaches_the_client_while_it_is_made() {
    let function = Function::start("lambda-api-errors-tests", "worker", "", &[]);
    let functions = LambdaFunctions::new([&*function.url]).expect("an address");
    let gateway = Gateway::start(functions, "STREAM");
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
