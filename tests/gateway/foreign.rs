//! Long texts without a space, which the function's place may answer: patterns and templates of our documents end on each, with the
//! opaque failure of the operation.

use futures_util::{FutureExt, future::BoxFuture};
use lambda_api_errors::{
    axum::body::Bytes,
    http::Request,
    local::{Document, Function, Invocation, LocalGateway, Outcome, ServiceFunction},
};
use lambda_api_errors_tests::formats::{self, Asked, PANIC};
use serde_json::{Value, json};
use std::{fmt::Display, time::Duration};

const LONG: usize = 1_000_000;

/// A format in each style, and plain text.
const PATHS: [&str; 3] = ["/json-api", "/status-errors.json", "/message"];

struct Foreign(Outcome);

impl Function for Foreign {
    fn invoke(&self, _: Invocation) -> BoxFuture<'_, Outcome> {
        let outcome = self.0.clone();
        async move { outcome }.boxed()
    }
}

fn document() -> Document {
    let document = formats::api().openapi().document().expect("a document");
    let document = serde_json::to_value(document).expect("JSON");
    Document::from_value(&document).expect("a document that runs")
}

fn outcomes() -> Vec<(&'static str, Outcome)> {
    let long = "a".repeat(LONG);
    let failed = |message: String| Outcome::failed("x", &message);
    let envelope = |headers: Value| {
        let envelope =
            format!(r#"{{"lambdaApiErrors":1,"status":201,"headers":{headers},"body":"{long}"}}"#);
        Outcome::Payload(envelope)
    };
    vec![
        ("a message", failed(long.clone())),
        ("an id", failed(format!("RequestId: {long}"))),
        (
            "an id and a timeout",
            failed(format!(
                "RequestId: {long} Error: Task timed out after 3.00 seconds"
            )),
        ),
        (
            "a time and a timeout",
            failed(format!("{long} {long} Task timed out after 3.00 seconds")),
        ),
        (
            "many seconds",
            failed(format!(
                "a b Task timed out after {} seconds",
                "9".repeat(LONG)
            )),
        ),
        (
            "an object",
            failed(format!("{{\"status\":{}", "4".repeat(LONG))),
        ),
        ("a success", Outcome::Payload(json!(long).to_string())),
        ("a header that is not text", envelope(json!({ "X-A": 7 }))),
        (
            "a long header, and one that is not text",
            envelope(json!({ "X-A": long, "X-B": null })),
        ),
        (
            "a failure that middleware of others describes",
            Outcome::FunctionError(json!({ "errorMessage": { "a": long } }).to_string()),
        ),
    ]
}

/// The status and the body of the answer to a request for a panic, with what the gateway did.
async fn answer(gateway: &LocalGateway, path: &str) -> (u16, String, impl Display + use<>) {
    let asked = Asked {
        variant: PANIC,
        text: String::new(),
    };
    let request = Request::post(path).header("content-type", "application/json");
    let request = request.body(Bytes::from(json!(asked).to_string()));
    let (response, trace) = gateway.answer(request.expect("a request")).await;
    let body = String::from_utf8(response.body().to_vec()).expect("a text");
    (response.status().as_u16(), body, trace)
}

/// The start of each line.
fn shortened(trace: &impl Display) -> String {
    let trace = trace.to_string();
    let lines = trace.lines().map(|line| line.chars().take(200));
    lines.flat_map(|line| line.chain(['\n'])).collect()
}

#[tokio::test]
async fn a_long_text_without_a_space_is_the_operations_opaque_failure() {
    let service = formats::api().service().expect("an API");
    let function = ServiceFunction::new(service, Duration::from_secs(5));
    let ours = LocalGateway::new(document(), function);
    for (what, outcome) in outcomes() {
        let foreign = LocalGateway::new(document(), Foreign(outcome));
        for path in PATHS {
            let (status, body, _) = answer(&ours, path).await;
            assert_eq!(status, 500);
            let (status, foreign, trace) = answer(&foreign, path).await;
            assert_eq!(
                (status, foreign),
                (500, body),
                "{what} {path}\n{}",
                shortened(&trace)
            );
        }
    }
}
