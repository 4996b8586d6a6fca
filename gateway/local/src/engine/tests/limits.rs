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
