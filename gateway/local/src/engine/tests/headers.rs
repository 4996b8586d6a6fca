//! Header mappings, and what every response carries.

use super::{ask, custom, document, error, post};

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
    assert!(trace_id.starts_with("Root=1-"), "{trace_id}");
}

/// The headers that AWS was recorded to see in Lambda's answer.
#[tokio::test]
async fn mappings_read_lambdas_headers() {
    let names = [
        "Date",
        "Content-Type",
        "Content-Length",
        "Connection",
        "x-amzn-RequestId",
        "X-Amz-Executed-Version",
        "x-amzn-Remapped-Content-Length",
        "X-Amzn-Trace-Id",
        "X-Amz-Function-Error",
    ];
    let declared = (0..names.len()).map(|index| format!("h{index}: {{}}"));
    let mapped = names.iter().enumerate().map(|(index, name)| {
        format!("method.response.header.h{index}: integration.response.header.{name}")
    });
    let document = document(&format!(
        "  /x:\n    post:\n      responses: {{200: {{description: d, headers: {{{}}}}}}}\n      x-amazon-apigateway-integration:\n        type: aws\n        httpMethod: POST\n        uri: URI\n        responses: {{default: {{statusCode: 200, responseParameters: {{{}}}}}}}\n",
        declared.collect::<Vec<_>>().join(", "),
        mapped.collect::<Vec<_>>().join(", "),
    ));
    let answered = ask(document, None, post("{}")).await;
    let header = |index: usize| answered.header(&format!("h{index}"));
    assert!(header(0).unwrap().ends_with(" GMT"));
    assert_eq!(header(1), Some("application/json"));
    assert_eq!(header(2), Some("2"));
    assert_eq!(header(3), Some("keep-alive"));
    assert_eq!(header(4), Some(answered.trace.request_id.as_str()));
    assert_eq!(header(5), Some("$LATEST"));
    assert_eq!(header(6), Some("0"));
    assert_eq!(header(7), answered.header("x-amzn-trace-id"));
    assert_eq!(header(8), None);
}

#[tokio::test]
async fn mappings_do_not_see_what_templates_write() {
    let document = document(
        "  /x:
    post:
      responses: {200: {description: d, headers: {A: {}}}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: URI
        requestTemplates: {application/json: '#set($context.responseOverride.header.B = \"b\"){}'}
        responses:
          default:
            statusCode: 200
            responseParameters: {method.response.header.A: context.responseOverride.header.B}
",
    );
    let answered = ask(document, None, post("{}")).await;
    assert_eq!(
        (answered.header("a"), answered.header("b")),
        (None, Some("b"))
    );
    assert!(answered.is_unverified());
}
