//! The function of `examples/javascript` in Rust: it fails in each way in which a function can, with the message of the style that the request names.

use lambda_api_errors::lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};
use std::{future, process};

#[tokio::main]
async fn main() -> Result<(), Error> {
    run(service_fn(handle)).await
}

fn message(style: &str) -> &'static str {
    match style {
        "result" => r#"{"result":"validation error","errors":["name is missing"]}"#,
        "plain" => "Bad Request: name is missing",
        "status" => r#"{"status":400,"errors":[{"code":"NameMissing"}]}"#,
        "details" => r#"{"error":{"httpStatusCode":500,"details":[{"code":"NameMissing"}]}}"#,
        _ => "name is missing",
    }
}

async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    // A proxy's event has the request in it; a custom integration passes the body on.
    let is_proxy = event.payload["requestContext"].is_object();
    let request: Value = match event.payload["body"].as_str() {
        Some(body) if is_proxy => serde_json::from_str(body)?,
        _ => event.payload,
    };
    let message = message(request["style"].as_str().unwrap_or_default());
    match request["how"].as_str().unwrap_or_default() {
        "answers the error" if is_proxy => {
            let body = json!({ "message": message }).to_string();
            Ok(json!({ "statusCode": 400, "body": body }))
        }
        "returns" | "answers the error" => Err(message.into()),
        "panics" => panic!("{message}"),
        "hangs" => future::pending().await,
        "exits" => process::exit(1),
        _ if is_proxy => Ok(json!({ "statusCode": 200, "body": "\"done\"" })),
        _ => Ok("done".into()),
    }
}
