//! Custom integrations: events, templates, the function.

use super::{Endless, ask, custom, document, post};
use crate::{LocalGateway, Outcome};
use bytes::Bytes;
use http::Request;

#[tokio::test]
async fn the_gateways_own_time_ends_in_a_504() {
    let document = custom(
        "200",
        "timeoutInMillis: 50\nresponses: {default: {statusCode: 200}}",
    );
    let gateway = LocalGateway::new(document, Endless);
    let (response, trace) = gateway.answer(post("{}").map(Bytes::from)).await;
    assert_eq!(response.status(), 504);
    assert_eq!(
        &response.body()[..],
        br#"{"message": "Endpoint request timed out"}"#
    );
    assert_eq!(trace.gateway_response(), Some("INTEGRATION_TIMEOUT"));
}

#[tokio::test]
async fn a_function_that_cannot_be_invoked_is_a_500() {
    let refused = Some(Outcome::NotInvoked("429".to_owned()));
    let document = custom("200", "responses: {default: {statusCode: 200}}");
    let answered = ask(document, refused, post("{}")).await;
    assert_eq!(answered.status(), 500);
    assert_eq!(
        answered.trace.gateway_response(),
        Some("INTEGRATION_FAILURE")
    );
}

#[tokio::test]
async fn an_event_that_is_no_json_comes_back_through_the_default() {
    let document = custom(
        "200 500",
        "requestTemplates: {application/json: '{\"a\": $input.body'}\nresponses: {default: {statusCode: 200}, '.+': {statusCode: 500}}",
    );
    let answered = ask(document, None, post("1")).await;
    assert_eq!(answered.status(), 200);
    let start = r#"{"Type":"User","message":"Could not parse request body into json: "#;
    assert!(
        answered.body().starts_with(start.split_at(15).0),
        "{}",
        answered.body()
    );
    assert!(
        answered
            .body()
            .contains("Could not parse request body into json: ")
    );
}

#[tokio::test]
async fn an_empty_body_reads_as_an_empty_object() {
    let document = custom("200", "responses: {default: {statusCode: 200}}");
    assert_eq!(ask(document, None, post("")).await.recorder.event(), "{}");
    let document = custom(
        "200",
        "requestTemplates: {application/json: '\"Action=SendMessage&MessageBody=$input.body\"'}\nresponses: {default: {statusCode: 200}}",
    );
    let answered = ask(document, None, post("")).await;
    assert_eq!(answered.body(), r#""Action=SendMessage&MessageBody={}""#);
}

const PASSTHROUGH: &str = "requestTemplates: {application/json: '\"J\"', text/plain: ''}\nresponses: {default: {statusCode: 200}}";

#[tokio::test]
async fn the_content_type_chooses_the_request_template() {
    for (behaviour, content_type, answer) in [
        ("when_no_match", None, Ok(r#""J""#)),
        (
            "when_no_match",
            Some("application/json; charset=utf-8"),
            Ok(r#""J""#),
        ),
        ("when_no_match", Some("text/xml"), Ok("7")),
        ("when_no_templates", Some("text/xml"), Err(415)),
        ("never", Some("text/xml"), Err(415)),
        ("never", Some("text/plain"), Ok("7")),
        ("never", None, Ok(r#""J""#)),
    ] {
        let text = format!("passthroughBehavior: {behaviour}\n{PASSTHROUGH}");
        let mut request = post("7");
        if let Some(content_type) = content_type {
            request
                .headers_mut()
                .insert("content-type", content_type.parse().unwrap());
        }
        let answered = ask(custom("200", &text), None, request).await;
        match answer {
            Ok(body) => assert_eq!(answered.body(), body, "{behaviour} {content_type:?}"),
            Err(status) => {
                assert_eq!(answered.status(), status, "{behaviour} {content_type:?}");
                assert_eq!(answered.body(), r#"{"message":"Unsupported Media Type"}"#);
            }
        }
    }
}

#[tokio::test]
async fn when_no_templates_passes_through_without_templates() {
    let document = custom(
        "200",
        "passthroughBehavior: when_no_templates\nresponses: {default: {statusCode: 200}}",
    );
    let mut request = post("7");
    request
        .headers_mut()
        .insert("content-type", "text/xml".parse().unwrap());
    assert_eq!(ask(document, None, request).await.body(), "7");
}

#[tokio::test]
async fn the_first_accepted_type_chooses_the_response_template() {
    for (accept, body) in [
        (None, "json"),
        (Some("text/plain"), "text"),
        (Some("text/plain;q=0.5, application/json"), "text"),
        (Some("image/png"), "json"),
    ] {
        let document = custom(
            "200",
            "responses: {default: {statusCode: 200, responseTemplates: {application/json: json, text/plain: text}}}",
        );
        let mut request = post("{}");
        if let Some(accept) = accept {
            request
                .headers_mut()
                .insert("accept", accept.parse().unwrap());
        }
        let answered = ask(document, None, request).await;
        assert_eq!(answered.body(), body, "{accept:?}");
        assert_eq!(answered.header("content-type"), Some("application/json"));
        assert_eq!(answered.is_unverified(), body == "text");
    }
}

#[tokio::test]
async fn a_stage_variable_can_name_the_function() {
    let paths = |variable: &str| {
        document(&format!(
            "  /x:\n    post:\n      responses: {{200: {{description: d}}}}\n      x-amazon-apigateway-integration:\n        type: aws\n        httpMethod: POST\n        uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:000000000000:function:${{stageVariables.{variable}}}/invocations\n        responses: {{default: {{statusCode: 200}}}}\n"
        ))
    };
    let answered = ask(paths("fn"), None, post("{}")).await;
    assert_eq!(answered.status(), 200);
    let invoked = answered.recorder.events.lock().unwrap()[0].function.clone();
    assert_eq!(invoked, "echo");
    let answered = ask(paths("gone"), None, post("{}")).await;
    assert_eq!(answered.status(), 500);
    assert!(
        answered
            .trace
            .to_string()
            .contains("Invalid endpoint address")
    );
}

#[tokio::test]
async fn unknown_paths_and_methods_lack_a_token() {
    for request in [
        Request::get("/x"),
        Request::post("/y"),
        Request::post("/x/z"),
    ] {
        let document = custom("200", "responses: {default: {statusCode: 200}}");
        let answered = ask(document, None, request.body("").unwrap()).await;
        assert_eq!(answered.status(), 403);
        assert_eq!(
            answered.body(),
            r#"{"message":"Missing Authentication Token"}"#
        );
        assert_eq!(
            answered.header("x-amzn-errortype"),
            Some("MissingAuthenticationTokenException")
        );
    }
}
