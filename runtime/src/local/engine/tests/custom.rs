//! Custom integrations.

use super::{Endless, ask, custom, document, error, payload, post};
use crate::local::{LocalGateway, Outcome};
use axum::body::Bytes;
use http::Request;

const RESPONSES: &str = r#"responses:
  default: {statusCode: 200}
  ".*four hundred.*": {statusCode: 405}
  ".+": {statusCode: 502}
  "200": {statusCode: 201}"#;

#[tokio::test]
async fn a_pattern_of_200_does_not_take_lambdas_200() {
    let answered = ask(
        custom("200 201 405 502", RESPONSES),
        Some(payload("{}")),
        post("{}"),
    )
    .await;
    assert_eq!((answered.status(), answered.body()), (200, "{}"));
    assert_eq!(
        answered.trace.selection.unwrap().to_string(),
        "4 of 4, the default for 200"
    );
}

#[tokio::test]
async fn of_two_patterns_the_lower_status_answers() {
    let failed = Some(error("a four hundred b"));
    let answered = ask(custom("200 201 405 502", RESPONSES), failed, post("{}")).await;
    assert_eq!(answered.status(), 405);
    assert_eq!(
        answered.body(),
        r#"{"errorMessage":"a four hundred b","errorType":"E"}"#
    );
    assert!(answered.is_unverified());
    let other = ask(
        custom("200 201 405 502", RESPONSES),
        Some(error("x")),
        post("{}"),
    )
    .await;
    assert_eq!(other.status(), 502);
    assert!(!other.is_unverified());
}

#[tokio::test]
async fn a_success_with_an_error_message_is_a_success() {
    let success = payload(r#"{"errorMessage":"Unauthorixed"}"#);
    let patterns = "responses: {default: {statusCode: 200}, Unauthorixed: {statusCode: 401}}";
    let answered = ask(custom("200 401", patterns), Some(success), post("{}")).await;
    assert_eq!(answered.status(), 200);
    let answered = ask(
        custom("200 401", patterns),
        Some(error("Unauthorixed")),
        post("{}"),
    )
    .await;
    assert_eq!(answered.status(), 401);
}

#[tokio::test]
async fn a_pattern_that_takes_nothing_swallows_successes() {
    let patterns = "responses: {default: {statusCode: 200}, '.*': {statusCode: 500}}";
    let answered = ask(custom("200 500", patterns), Some(payload("1")), post("{}")).await;
    assert_eq!(answered.status(), 500);
    for message in [
        r#"{"errorMessage":""}"#,
        r#"{"errorMessage":null}"#,
        "{}",
        "no JSON",
    ] {
        let failed = Some(Outcome::FunctionError(message.to_owned()));
        let patterns = "responses: {default: {statusCode: 200}, '.+': {statusCode: 500}}";
        let answered = ask(custom("200 500", patterns), failed, post("{}")).await;
        assert_eq!((answered.status(), answered.body()), (200, message));
    }
}

#[tokio::test]
async fn without_a_match_or_a_default_it_is_a_500_of_36_bytes() {
    let answered = ask(
        custom("400", "responses: {'Bad.*': {statusCode: 400}}"),
        Some(error("Good")),
        post("{}"),
    )
    .await;
    assert_eq!(answered.status(), 500);
    assert_eq!(answered.body(), r#"{"message": "Internal server error"}"#);
    assert_eq!(
        answered.header("x-amzn-errortype"),
        Some("InternalServerErrorException")
    );
    assert_eq!(
        answered.trace.gateway_response(),
        Some("API_CONFIGURATION_ERROR")
    );
}

#[tokio::test]
async fn an_undeclared_status_is_a_500() {
    let responses = "responses: {default: {statusCode: 200}, 'Bad.*': {statusCode: 400}}";
    let answered = ask(custom("200", responses), Some(error("Bad")), post("{}")).await;
    assert_eq!(answered.status(), 500);
    assert!(
        answered
            .trace
            .to_string()
            .contains("invalid method response: 400")
    );
}

#[tokio::test]
async fn the_platforms_messages_reach_the_patterns() {
    let patterns = r"responses:
  default: {statusCode: 200}
  '(?s).*Task timed out after \d+\.\d\d seconds': {statusCode: 504}
  'RequestId: \S+ (Error: Runtime exited .*|Process exited before completing request)': {statusCode: 500}
  'Response payload size exceeded.*': {statusCode: 507}";
    for (message, status) in [
        (
            "RequestId: 4c1 Error: Task timed out after 1.00 seconds",
            504,
        ),
        (
            "2024-04-08T10:00:00Z 4c1 Task timed out after 1.00 seconds",
            504,
        ),
        (
            "RequestId: 4c1 Error: Runtime exited without providing a reason",
            500,
        ),
        (
            "RequestId: 4c1 Error: Runtime exited with error: signal: killed",
            500,
        ),
        (
            "RequestId: 4c1 Process exited before completing request",
            500,
        ),
    ] {
        let answered = ask(
            custom("200 500 504 507", patterns),
            Some(error(message)),
            post("{}"),
        )
        .await;
        assert_eq!(answered.status(), status, "{message}");
    }
    let large = payload(&"1".repeat(6_291_557));
    let answered = ask(custom("200 500 504 507", patterns), Some(large), post("{}")).await;
    assert_eq!(answered.status(), 507);
    assert_eq!(
        answered.body(),
        r#"{"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}"#
    );
}

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

/// The table of `x-amzn-Remapped-…`.
#[tokio::test]
async fn some_mapped_headers_are_renamed_and_one_is_dropped() {
    let remapped = [
        "Authorization",
        "Connection",
        "Content-Length",
        "Content-MD5",
        "Date",
        "Expect",
        "Host",
        "Max-Forwards",
        "Proxy-Authenticate",
        "Server",
        "Trailer",
        "Upgrade",
        "User-Agent",
        "WWW-Authenticate",
    ];
    let kept = [
        "Accept",
        "Accept-Charset",
        "Age",
        "Content-Encoding",
        "Content-Type",
        "Pragma",
        "Range",
        "Referer",
        "TE",
        "Via",
        "Warn",
        "Retry-After",
        "Location",
    ];
    let all = remapped.iter().chain(&kept).chain(&["Transfer-Encoding"]);
    let (declared, mapped): (Vec<_>, Vec<_>) = all
        .map(|name| {
            (
                format!("{name}: {{schema: {{type: string}}}}"),
                format!("method.response.header.{name}: \"'v'\""),
            )
        })
        .unzip();
    let document = document(&format!(
        "  /x:\n    post:\n      responses: {{200: {{description: d, headers: {{{}}}}}}}\n      x-amazon-apigateway-integration:\n        type: aws\n        httpMethod: POST\n        uri: URI\n        responses: {{default: {{statusCode: 200, responseParameters: {{{}}}}}}}\n",
        declared.join(", "),
        mapped.join(", "),
    ));
    let answered = ask(document, None, post("{}")).await;
    for name in remapped {
        assert_eq!(answered.header(name), None, "{name}");
        assert_eq!(
            answered.header(&format!("x-amzn-Remapped-{name}")),
            Some("v")
        );
    }
    for name in kept {
        assert_eq!(answered.header(name), Some("v"), "{name}");
    }
    assert_eq!(answered.header("Transfer-Encoding"), None);
    assert_eq!(answered.header("x-amzn-Remapped-Transfer-Encoding"), None);
}

#[tokio::test]
async fn some_request_headers_cannot_be_mapped() {
    for name in [
        "Content-Length",
        "Transfer-Encoding",
        "Authorization",
        "Connection",
        "Expect",
        "Proxy-Authenticate",
        "TE",
    ] {
        let document = custom(
            "200",
            &format!(
                "requestParameters: {{integration.request.header.{name}: \"'v'\"}}\nresponses: {{default: {{statusCode: 200}}}}"
            ),
        );
        let answered = ask(document, None, post("{}")).await;
        assert_eq!(answered.status(), 500, "{name}");
        assert_eq!(answered.body(), r#"{"message": "Internal server error"}"#);
        assert_eq!(
            answered.header("x-amzn-errortype"),
            Some("InternalServerErrorException")
        );
        assert_eq!(answered.body().len(), 36);
    }
}

/// AWS's own sample of an `errorMessage` that holds JSON.
#[tokio::test]
async fn header_mappings_read_into_a_json_error_message() {
    let message = r#"{"errorType":"InternalServerError","httpStatus":500,"trace":{"function":"abc()","line":123,"file":"abc.js"}}"#;
    let body = "integration.response.body.errorMessage";
    let document = document(&format!(
        "  /x:
    post:
      responses: {{500: {{description: d, headers: {{error_status: {{}}, error_type: {{}}, error_trace: {{}}, error_trace_function: {{}}, gone: {{}}, function_error: {{}}}}}}}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: URI
        responses:
          '.*InternalServerError.*':
            statusCode: 500
            responseParameters:
              method.response.header.error_status: {body}.httpStatus
              method.response.header.error_type: {body}.errorType
              method.response.header.error_trace: {body}.trace
              method.response.header.error_trace_function: {body}.trace.function
              method.response.header.gone: {body}.nothing
              method.response.header.function_error: integration.response.header.X-Amz-Function-Error
"
    ));
    let answered = ask(document, Some(error(message)), post("{}")).await;
    assert_eq!(answered.status(), 500);
    assert_eq!(answered.header("error_status"), Some("500"));
    assert_eq!(answered.header("error_type"), Some("InternalServerError"));
    assert_eq!(
        answered.header("error_trace"),
        Some(r#"{"function":"abc()","line":123,"file":"abc.js"}"#)
    );
    assert_eq!(answered.header("error_trace_function"), Some("abc()"));
    assert_eq!(answered.header("gone"), None);
    assert_eq!(answered.header("function_error"), Some("Unhandled"));
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
async fn every_response_has_an_id_and_a_content_type() {
    let document = custom("200", "responses: {default: {statusCode: 200}}");
    let answered = ask(document, None, post("{}")).await;
    assert_eq!(answered.header("content-type"), Some("application/json"));
    assert_eq!(
        answered.header("x-amzn-requestid"),
        Some(answered.trace.request_id.as_str())
    );
    assert!(answered.header("x-amz-apigw-id").is_some());
}

#[tokio::test]
async fn a_pattern_without_an_answer_fails_the_request() {
    let document = custom(
        "200 400",
        "responses: {default: {statusCode: 200}, '(?:(?=a)a|a)*b': {statusCode: 400}}",
    );
    let message: &'static str = "a".repeat(5_000).leak();
    let answered = ask(document, Some(error(message)), post("{}")).await;
    assert_eq!(answered.status(), 500);
    assert!(answered.trace.to_string().contains("too many steps"));
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
