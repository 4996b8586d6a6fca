//! Times and defaults.

use super::{Endless, ask, custom, document, payload, post, read};
use crate::LocalGateway;
use bytes::Bytes;
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test(start_paused = true)]
async fn an_integration_has_29_seconds_unless_it_says_otherwise() {
    for (integration, seconds) in [
        ("responses: {default: {statusCode: 200}}", 29),
        (
            "timeoutInMillis: 7000\nresponses: {default: {statusCode: 200}}",
            7,
        ),
    ] {
        let gateway = LocalGateway::new(custom("200", integration), Endless);
        let started = Instant::now();
        let (response, _) = gateway.answer(post("{}").map(Bytes::from)).await;
        assert_eq!(response.status(), 504);
        assert_eq!(started.elapsed().as_secs(), seconds);
        assert!(started.elapsed() < Duration::from_secs(seconds + 1));
    }
}

#[tokio::test]
async fn response_headers_have_a_limit() {
    let answer = |length: usize| {
        let headers = serde_json::json!({"statusCode": 200, "headers": {"a": "v".repeat(length)}});
        Some(payload(&headers.to_string()))
    };
    let proxy = || super::operation("aws_proxy", "", "");
    assert_eq!(ask(proxy(), answer(9_000), post("")).await.status(), 200);
    let answered = ask(proxy(), answer(10_241), post("")).await;
    assert_eq!(answered.status(), 500);
    assert!(answered.is_unverified());
}

/// As many as make a `HeaderMap` panic.
#[tokio::test]
async fn any_number_of_headers_is_refused_and_does_no_harm() {
    let names = |from: usize| {
        let pairs = (from..from + 40_000).map(|n| (format!("h{n}"), serde_json::json!("v")));
        pairs.collect::<serde_json::Map<_, _>>()
    };
    for headers in [
        serde_json::json!({"headers": names(0)}),
        serde_json::json!({"multiValueHeaders": {"h": vec!["v"; 40_000]}, "headers": names(1)}),
    ] {
        let answer = Some(payload(&headers.to_string()));
        let answered = ask(super::operation("aws_proxy", "", ""), answer, post("")).await;
        assert_eq!(answered.status(), 500);
        assert!(answered.is_unverified());
    }
    let template = "responses: {default: {statusCode: 200, responseTemplates: {application/json: '#foreach($i in [1..1000])#foreach($j in [1..40])#set($context.responseOverride.header[\"h${i}x$j\"] = \"v\")#end#end'}}}";
    let answered = ask(custom("200", template), Some(payload("{}")), post("")).await;
    assert_eq!(answered.status(), 500);
}

#[tokio::test]
async fn bodies_pass_through_an_integration_that_says_nothing_of_them() {
    let document = document(
        "  /x:\n    post:\n      responses: {200: {description: d}}\n      x-amazon-apigateway-integration: {type: aws, httpMethod: POST, uri: URI, responses: {'': {statusCode: '200'}}}\n",
    );
    let mut request = post("7");
    request
        .headers_mut()
        .insert("content-type", "text/xml".parse().unwrap());
    let answered = ask(document, None, request).await;
    assert_eq!((answered.status(), answered.body()), (200, "7"));
    assert_eq!(answered.trace.selection.unwrap().pattern, None);
}

/// The types that AWS was recorded to have.
#[test]
fn every_recorded_gateway_response_can_be_written() {
    const TYPES: &str = "REQUEST_TOO_LARGE RESOURCE_NOT_FOUND AUTHORIZER_CONFIGURATION_ERROR MISSING_AUTHENTICATION_TOKEN BAD_REQUEST_BODY INVALID_SIGNATURE INVALID_API_KEY BAD_REQUEST_PARAMETERS AUTHORIZER_FAILURE UNAUTHORIZED INTEGRATION_TIMEOUT ACCESS_DENIED DEFAULT_4XX DEFAULT_5XX WAF_FILTERED QUOTA_EXCEEDED THROTTLED API_CONFIGURATION_ERROR UNSUPPORTED_MEDIA_TYPE INTEGRATION_FAILURE EXPIRED_TOKEN";
    let written: Vec<_> = TYPES
        .split(' ')
        .map(|kind| format!("  {kind}: {{statusCode: 499}}\n"))
        .collect();
    let document = read(&format!(
        "x-amazon-apigateway-gateway-responses:\n{}paths: {{/x: {{get: {{x-amazon-apigateway-integration: {{type: mock}}}}}}}}",
        written.concat()
    ));
    assert_eq!(document.gateway_responses.len(), 21);
}

/// A body below the gateway's limit can be above Lambda's.
#[tokio::test]
async fn an_event_that_lambda_does_not_take_reaches_no_function() {
    let body: &'static str = "1".repeat(6 * 1024 * 1024 + 1).leak();
    let proxy = ask(super::operation("aws_proxy", "", ""), None, post(body)).await;
    assert_eq!(proxy.status(), 413);
    let answered = ask(
        custom("200", "responses: {default: {statusCode: 200}}"),
        None,
        post(body),
    )
    .await;
    assert_eq!(
        answered.body(),
        r#"{"Type":"User","message":"Request must be smaller than 6291456 bytes for the InvokeFunction operation"}"#
    );
    let explained = answered.trace.to_string();
    let cause = "Lambda refused the event, because it has 6291457 bytes, for a body of 6291457, and Lambda takes 6291456 bytes";
    assert!(explained.contains(cause), "{explained}");
    for refused in [proxy, answered] {
        assert!(refused.recorder.events.lock().unwrap().is_empty());
        assert!(refused.is_unverified());
    }
}

/// Three renders of `LocalStack`'s AWS-validated test `test_input_body_formatting`.
#[tokio::test]
async fn a_request_template_that_renders_nothing_sends_an_empty_object() {
    let template = "requestTemplates: {application/json: '#set($a = 1)'}\nresponses: {default: {statusCode: 200}}";
    let answered = ask(custom("200", template), None, post("[1]")).await;
    assert_eq!(answered.recorder.event(), "{}");
    assert!(!answered.is_unverified());
}
