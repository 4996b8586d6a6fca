//! Proxy integrations.

use super::{ask, document, error, operation, payload, post};
use http::Request;
use serde_json::{Value, json};

#[tokio::test]
async fn an_answer_is_taken_as_it_is() {
    let answer = payload(
        r#"{"statusCode": 201, "headers": {"Location": "/x/1", "N": 1}, "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]}, "body": "a"}"#,
    );
    let answered = ask(operation("aws_proxy", "", ""), Some(answer), post("{}")).await;
    assert_eq!((answered.status(), answered.body()), (201, "a"));
    let trace_id = answered.header("x-amzn-trace-id").unwrap();
    assert!(trace_id.starts_with("Root=1-"), "{trace_id}");
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
    assert_eq!(event["headers"]["X-Foo"], "2");
    assert_eq!(event["multiValueHeaders"]["X-Foo"], json!(["1", "2"]));
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
    for key in ["queryStringParameters", "pathParameters", "body"] {
        assert_eq!(event[key], Value::Null, "{key}");
    }
    for key in ["accountId", "caller", "user", "userAgent", "userArn"] {
        assert_eq!(event["requestContext"]["identity"][key], Value::Null);
    }
    assert_eq!(event["requestContext"]["identity"]["sourceIp"], "127.0.0.1");
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

/// `LocalStack`'s AWS-validated test `test_lambda_aws_proxy_integration`.
#[tokio::test]
async fn a_greedy_parameter_stays_as_it_was_sent() {
    let paths = "  /test/{proxy+}:\n    get:\n      x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, uri: URI}\n";
    for (path, proxy, seen) in [
        (
            "/test/user/test%2Balias@gmail.com/plus",
            "user/test%2Balias@gmail.com/plus",
            "/test/user/test%2Balias@gmail.com/plus",
        ),
        (
            "/test/proxy-value//double-slash",
            "proxy-value//double-slash",
            "/test/proxy-value//double-slash",
        ),
        ("//test/a", "a", "/test/a"),
    ] {
        let request = Request::get(path).body("").unwrap();
        let answered = ask(document(paths), Some(payload("{}")), request).await;
        let event: Value = serde_json::from_str(&answered.recorder.event()).unwrap();
        assert_eq!(event["pathParameters"], json!({"proxy": proxy}));
        assert_eq!(event["path"], seen);
    }
}

/// `LocalStack`'s AWS-validated test `test_apigateway_header_remapping_aws`.
#[tokio::test]
async fn the_gateway_drops_headers_and_adds_some() {
    let mut request = Request::post("/x")
        .header("host", "localhost:8700")
        .header("X-Forwarded-For", "192.0.2.1")
        .header("X-Forwarded-Proto", "gopher");
    for name in [
        "Content-MD5",
        "Expect",
        "Max-Forwards",
        "Proxy-Authenticate",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "WWW-Authenticate",
    ] {
        request = request.header(name, "v");
    }
    let document = operation("aws_proxy", "", "");
    let answered = ask(document, Some(payload("{}")), request.body("").unwrap()).await;
    let event: Value = serde_json::from_str(&answered.recorder.event()).unwrap();
    let trace_id = answered.header("x-amzn-trace-id").unwrap();
    assert_eq!(
        event["headers"],
        json!({
            "Host": "localhost:8700",
            "X-Amzn-Trace-Id": trace_id,
            "X-Forwarded-For": "192.0.2.1, 127.0.0.1",
            "X-Forwarded-Port": "8700",
            "X-Forwarded-Proto": "http",
        })
    );
}

/// Recorded on AWS: a name in both lists is sent with both values, in any case of its letters; documented: an equal pair once.
#[tokio::test]
async fn both_lists_of_headers_are_sent() {
    let answer = payload(
        r#"{"headers": {"my-header": "2", "Set-Cookie": "b"}, "multiValueHeaders": {"My-Header": ["1"], "Set-Cookie": ["a", "b"]}}"#,
    );
    let answered = ask(operation("aws_proxy", "", ""), Some(answer), post("{}")).await;
    let values = |name: &str| {
        let values = answered.response.headers().get_all(name).iter();
        values
            .map(|value| value.to_str().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(values("my-header"), ["1", "2"]);
    assert_eq!(values("set-cookie"), ["a", "b"]);
}

/// Recorded on AWS, as for custom integrations.
#[tokio::test]
async fn a_mapping_of_some_headers_is_a_500() {
    let mapping = "requestParameters: {integration.request.header.TE: \"'v'\"}";
    let answered = ask(operation("aws_proxy", "", mapping), None, post("{}")).await;
    assert_eq!(answered.status(), 500);
    assert_eq!(answered.body(), r#"{"message": "Internal server error"}"#);
    assert!(answered.recorder.events.lock().unwrap().is_empty());
    let mapping = "requestParameters: {integration.request.querystring.TE: \"'v'\"}";
    let answered = ask(
        operation("aws_proxy", "", mapping),
        Some(payload("{}")),
        post("{}"),
    )
    .await;
    assert_eq!(answered.status(), 200);
}

/// `LocalStack`'s AWS-validated test `test_aws_proxy_binary_response`.
#[tokio::test]
async fn only_accept_decides_whether_a_body_is_decoded() {
    for (binary, accept, decoded) in [
        ("", "image/png", false),
        ("image/png, '*/test'", "image/png", true),
        ("image/png, '*/test'", "image/jpg", false),
        ("image/png, '*/test'", "image/*", false),
        ("image/png, '*/test'", "*/test", false),
        ("image/png, '*/test'", "random/test", false),
        ("image/png, '*/test'", "*/*", false),
        ("image/png", "image/webp,image/png,*/*;q=0.8", false),
        ("image/png", "image/png,image/*,*/*;q=0.8", true),
        ("application/*", "application/anything", true),
        ("application/*", "application/*", true),
        ("application/*", "application", false),
        ("application/*", "", false),
    ] {
        let document = || {
            super::read(&format!(
                "x-amazon-apigateway-binary-media-types: [{binary}]\npaths:\n  /x:\n    post:\n      x-amazon-apigateway-integration: {{type: aws_proxy, httpMethod: POST, uri: URI}}\n"
            ))
        };
        let request = || {
            let mut request = post("{}");
            if !accept.is_empty() {
                request
                    .headers_mut()
                    .insert("accept", accept.parse().unwrap());
            }
            request
        };
        let answer = |body: &str| {
            let answer = json!({"statusCode": 200, "body": body, "isBase64Encoded": true, "headers": {"Content-Type": "image/png"}});
            Some(payload(&answer.to_string()))
        };
        let answered = ask(document(), answer("YQ=="), request()).await;
        let expected = if decoded { "a" } else { "YQ==" };
        assert_eq!(answered.body(), expected, "{binary} {accept}");
        let answered = ask(document(), answer("èé+à)("), request()).await;
        assert_eq!(answered.status(), if decoded { 500 } else { 200 });
    }
}
