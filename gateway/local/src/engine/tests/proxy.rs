//! Proxy integrations.

use super::{ask, document, error, operation, payload, post};
use http::Request;
use serde_json::{Value, json};

#[tokio::test]
async fn an_answer_is_taken_as_it_is() {
    let answer = payload(
        r#"{"statusCode": 201, "headers": {"Location": "/x/1", "N": 1}, "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]}, "body": "YQ==", "isBase64Encoded": true}"#,
    );
    let answered = ask(operation("aws_proxy", "", ""), Some(answer), post("{}")).await;
    assert_eq!((answered.status(), answered.body()), (201, "a"));
    assert_eq!(answered.header("location"), Some("/x/1"));
    assert_eq!(answered.header("n"), Some("1"));
    assert_eq!(
        answered
            .response
            .headers()
            .get_all("set-cookie")
            .iter()
            .count(),
        2
    );
    assert_eq!(answered.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn function_errors_and_malformed_answers_are_502() {
    for outcome in [
        error("Not Found: x"),
        payload("1"),
        payload("\"text\""),
        payload(r#"{"statusCode": "x"}"#),
        payload(r#"{"statusCode": 42}"#),
        payload(r#"{"statusCode": 200, "body": {}}"#),
        payload(r#"{"statusCode": 200, "headers": []}"#),
        payload(r#"{"statusCode": 200, "headers": {"a": {}}}"#),
        payload(r#"{"statusCode": 200, "unknown": 1}"#),
    ] {
        let answered = ask(
            operation("aws_proxy", "", ""),
            Some(outcome.clone()),
            post("{}"),
        )
        .await;
        assert_eq!(answered.status(), 502, "{outcome}");
        assert_eq!(answered.body(), r#"{"message": "Internal server error"}"#);
    }
}

#[tokio::test]
async fn the_event_is_that_of_a_rest_api() {
    let paths = "  /carts/{cart}:\n    x-amazon-apigateway-any-method:\n      x-amazon-apigateway-integration: {type: AWS_PROXY, httpMethod: POST, uri: URI}\n";
    let request = Request::post("/carts/c%201?a=1&a=2&b=%C3%A9")
        .header("X-Foo", "1")
        .header("X-Foo", "2")
        .body("text")
        .unwrap();
    let answered = ask(document(paths), Some(payload("{}")), request).await;
    let event: Value = serde_json::from_str(&answered.recorder.event()).unwrap();
    assert_eq!(event["resource"], "/carts/{cart}");
    assert_eq!(event["path"], "/carts/c%201");
    assert_eq!(event["httpMethod"], "POST");
    assert_eq!(event["headers"], json!({"X-Foo": "2"}));
    assert_eq!(event["multiValueHeaders"], json!({"X-Foo": ["1", "2"]}));
    assert_eq!(event["queryStringParameters"], json!({"a": "2", "b": "é"}));
    assert_eq!(
        event["multiValueQueryStringParameters"],
        json!({"a": ["1", "2"], "b": ["é"]})
    );
    assert_eq!(event["pathParameters"], json!({"cart": "c 1"}));
    assert_eq!(event["stageVariables"], json!({"fn": "echo"}));
    assert_eq!(event["body"], "text");
    assert_eq!(event["isBase64Encoded"], false);
    assert_eq!(event["requestContext"]["httpMethod"], "POST");
    assert_eq!(event["requestContext"]["path"], "/local/carts/c%201");
    assert_eq!(event["requestContext"]["resourcePath"], "/carts/{cart}");
    assert_eq!(event["requestContext"].get("responseOverride"), None);
}

#[tokio::test]
async fn what_is_absent_is_null() {
    let answered = ask(
        operation("aws_proxy", "", ""),
        Some(payload("{}")),
        post(""),
    )
    .await;
    let event: Value = serde_json::from_str(&answered.recorder.event()).unwrap();
    for key in ["headers", "queryStringParameters", "pathParameters", "body"] {
        assert_eq!(event[key], Value::Null, "{key}");
    }
    assert_eq!(answered.status(), 200);
    assert!(answered.is_unverified());
}

#[tokio::test]
async fn binary_media_types_arrive_in_base64() {
    let document = super::read(
        "x-amazon-apigateway-binary-media-types: [image/*]\npaths:\n  /x:\n    post:\n      x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, uri: URI}\n",
    );
    let request = Request::post("/x")
        .header("content-type", "image/png")
        .body("a")
        .unwrap();
    let answered = ask(document, Some(payload("{}")), request).await;
    let event: Value = serde_json::from_str(&answered.recorder.event()).unwrap();
    assert_eq!(event["body"], "YQ==");
    assert_eq!(event["isBase64Encoded"], true);
}
