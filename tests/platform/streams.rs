//! Streams of a function behind cargo-lambda's Runtime API, through the local gateway.

use crate::emulator::Function;
use lambda_api_errors::local::LambdaFunctions;
use lambda_api_errors_tests::streams::Gateway;
use serde_json::json;

/// The gateway in front of the function `worker`, which runs for as long as it is held.
fn start() -> (Gateway, Function) {
    let function = Function::start("lambda-api-errors-tests", "worker", "", &[]);
    let functions = LambdaFunctions::new([&*function.url]).expect("an address");
    (Gateway::start(functions, "STREAM"), function)
}

#[test]
fn a_stream_reaches_the_client_while_it_is_made() {
    let (gateway, _function) = start();
    gateway.assert_sends_chunks_as_they_are_made();
}

/// The emulator answers with the function's own status, and with 404 to an unknown function too.
#[test]
fn an_error_of_a_stream_is_its_answer_or_its_end() {
    let (gateway, _function) = start();
    gateway.assert_answers_errors_in_front_of_the_first_byte("/lines");
    let plan = json!({ "count": 9, "length": 3, "fails_at": 2, "end": "missing" });
    let answer = gateway.answer("/lines", &plan);
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains(r#""code":"Missing""#), "{answer}");
}
