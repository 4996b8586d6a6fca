//! Headers that the document does not set.

use super::{ask, custom, document, payload, post};

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
    let trace_id = answered.header("x-amzn-trace-id").unwrap();
    let parts: Vec<_> = trace_id.split('-').map(str::len).collect();
    assert_eq!(parts, ["Root=1".len(), 8, 24]);
}

#[tokio::test]
async fn mappings_read_the_headers_that_lambda_sends() {
    let mapped = ["Date", "Content-Length", "X-Amzn-Trace-Id"];
    let mappings: Vec<_> = mapped
        .iter()
        .map(|name| format!("method.response.header.of-{name}: integration.response.header.{name}"))
        .collect();
    let declared: Vec<_> = mapped
        .iter()
        .map(|name| format!("of-{name}: {{}}"))
        .collect();
    let document = document(&format!(
        "  /x:\n    post:\n      responses: {{200: {{description: d, headers: {{{}}}}}}}\n      x-amazon-apigateway-integration: {{type: aws, httpMethod: POST, uri: URI, responses: {{default: {{statusCode: 200, responseParameters: {{{}}}}}}}}}\n",
        declared.join(", "),
        mappings.join(", ")
    ));
    let answered = ask(document, Some(payload("[1]")), post("{}")).await;
    assert_eq!(answered.header("of-content-length"), Some("3"));
    assert_eq!(
        answered.header("of-x-amzn-trace-id"),
        answered.header("x-amzn-trace-id")
    );
    assert!(answered.header("of-date").unwrap().ends_with(" GMT"));
}
