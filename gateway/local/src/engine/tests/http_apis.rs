//! HTTP APIs. What was recorded is from the snapshots in the integration tests of AWS's own test tool (`aws/aws-lambda-dotnet`,
//! `Tools/LambdaTestTool-v2`), by the names that the tests have there.

mod access;
mod authorizers;
mod parameters;

use super::{Answered, Endless, Recorder, ask, error, payload, read};
use crate::{Document, HttpBackend, LocalGateway};
use bytes::Bytes;
use futures_util::{FutureExt, future::BoxFuture};
use http::{Request, Response};
use serde_json::{Value, json};

/// A document with these routes in YAML, all in front of one function with this payload format.
fn api(format: &str, routes: &[&str], more: &str) -> Document {
    let mut paths = String::new();
    for route in routes {
        let (method, path) = route.split_once(' ').unwrap_or(("ANY", route));
        let method = match method {
            "ANY" => "x-amazon-apigateway-any-method".to_owned(),
            method => method.to_ascii_lowercase(),
        };
        // Methods of one path stand together.
        let key = format!("  {path}:\n");
        let operation = format!(
            "    {method}:\n      x-amazon-apigateway-integration: {{type: AWS_PROXY, httpMethod: POST, uri: URI, payloadFormatVersion: '{format}'}}\n"
        );
        match paths.find(&key) {
            Some(at) => paths.insert_str(at + key.len(), &operation),
            None => paths = format!("{paths}{key}{operation}"),
        }
    }
    let document = read(&format!("{more}\npaths:\n{paths}"));
    assert_eq!(document.problems, []);
    document
}

async fn event(document: Document, request: Request<&'static str>) -> Value {
    let answered = ask(document, Some(payload("{}")), request).await;
    serde_json::from_str(&answered.recorder.event()).unwrap()
}

fn get(path: &str) -> Request<&'static str> {
    Request::get(path).body("").unwrap()
}

/// `V2_UrlEncodedQueryString` and `V2_SpecialCharactersInPath`.
#[tokio::test]
async fn the_event_of_format_2_is_the_recorded_one() {
    let document = api(
        "2.0",
        &["POST /test/api/users/{username}/orders/{orderName}"],
        "",
    );
    let path = "/test/api/users/A%20Doe/orders/Summer%20Sale%202023?q=Hello%20World&tag=C%23%20Programming&tag=.NET%20Core";
    let request = Request::post(path)
        .header("X-Foo", "1")
        .header("X-Foo", "2")
        .header("Cookie", "a=1; b=2")
        .header("Content-Type", "application/json")
        .header("User-Agent", "test")
        .header("Connection", "close");
    let event = event(document, request.body("{}").unwrap()).await;
    assert_eq!(event["version"], "2.0");
    let route = "POST /test/api/users/{username}/orders/{orderName}";
    assert_eq!(event["routeKey"], route);
    assert_eq!(
        event["rawPath"],
        "/test/api/users/A Doe/orders/Summer Sale 2023"
    );
    assert_eq!(
        event["rawQueryString"],
        "q=Hello%20World&tag=C%23%20Programming&tag=.NET%20Core"
    );
    assert_eq!(
        event["queryStringParameters"],
        json!({"q": "Hello World", "tag": "C# Programming,.NET Core"})
    );
    assert_eq!(
        event["pathParameters"],
        json!({"username": "A Doe", "orderName": "Summer Sale 2023"})
    );
    assert_eq!(event["cookies"], json!(["a=1", "b=2"]));
    let headers = event["headers"].as_object().unwrap();
    assert_eq!(headers["x-foo"], "1,2");
    assert_eq!(headers["content-length"], "2");
    assert_eq!(headers["x-forwarded-proto"], "http");
    assert!(
        !headers.contains_key("cookie") && !headers.contains_key("connection"),
        "{headers:?}"
    );
    assert_eq!(
        (&event["body"], &event["isBase64Encoded"]),
        (&json!("{}"), &json!(false))
    );
    assert_eq!(event["stageVariables"], json!({"fn": "echo"}));
    let context = &event["requestContext"];
    assert_eq!(
        (&context["stage"], &context["routeKey"]),
        (&json!("$default"), &json!(route))
    );
    assert_eq!(context["http"]["path"], event["rawPath"]);
    assert_eq!(context["http"]["method"], "POST");
    assert_eq!(context["http"]["userAgent"], "test");
    assert!(context["timeEpoch"].is_u64() && context.get("authorizer").is_none());
}

/// What does not apply is left out of the format 2.0.
#[tokio::test]
async fn a_bare_request_has_a_short_event() {
    let document = api("2.0", &["$default"], "");
    let recorder = Recorder::default();
    let gateway = LocalGateway::new(document, recorder.clone());
    let _ = gateway.answer(get("/any/where").map(Bytes::from)).await;
    let event: Value = serde_json::from_str(&recorder.event()).unwrap();
    let mut members: Vec<_> = event.as_object().unwrap().keys().collect();
    members.sort();
    assert_eq!(
        members,
        [
            "headers",
            "isBase64Encoded",
            "rawPath",
            "rawQueryString",
            "requestContext",
            "routeKey",
            "version",
        ]
    );
    assert_eq!(
        (&event["routeKey"], &event["rawPath"]),
        (&json!("$default"), &json!("/any/where"))
    );
    assert_eq!(event["headers"]["content-length"], "0");
}

/// `BinaryContentHttpV1`.
#[tokio::test]
async fn the_event_of_format_1_is_the_recorded_one() {
    let document = api("1.0", &["POST /users/{userId}/avatar"], "");
    let request = Request::post("/users/1%2023/avatar?a=1&a=2")
        .header("Content-Type", "application/octet-stream")
        .body("\u{1}\u{2}\u{3}")
        .unwrap();
    let event = event(document, request).await;
    assert_eq!(event["version"], "1.0");
    assert_eq!(event["resource"], "/users/{userId}/avatar");
    assert_eq!(event["path"], "/users/1 23/avatar");
    assert_eq!(event["headers"]["Content-Length"], "3");
    assert_eq!(
        event["multiValueHeaders"]["Content-Type"],
        json!(["application/octet-stream"])
    );
    assert_eq!(
        event["multiValueQueryStringParameters"],
        json!({"a": ["1", "2"]})
    );
    assert_eq!(event["pathParameters"], json!({"userId": "1 23"}));
    assert_eq!(
        (&event["body"], &event["isBase64Encoded"]),
        (&json!("AQID"), &json!(true))
    );
    let context = &event["requestContext"];
    assert_eq!(context["resourceId"], "POST /users/{userId}/avatar");
    assert_eq!(
        (&context["stage"], &context["path"]),
        (&json!("$default"), &json!("/users/1%2023/avatar"))
    );
    assert_eq!(context["identity"]["user"], Value::Null);
    assert!(context.get("deploymentId").is_none(), "{context}");
}

/// Measured on AWS by `ministackorg/ministack` 766.
#[tokio::test]
async fn the_type_of_a_body_says_whether_it_is_text() {
    for (media_type, is_text) in [
        (Some("text/csv; charset=utf-8"), true),
        (Some("Application/JSON"), true),
        (Some("application/xml"), true),
        (Some("application/javascript"), true),
        (Some("application/x-www-form-urlencoded"), false),
        (Some("application/vnd.api+json"), false),
        (None, false),
    ] {
        let document = api("2.0", &["POST /x"], "");
        let mut request = Request::post("/x");
        if let Some(media_type) = media_type {
            request = request.header("Content-Type", media_type);
        }
        let event = event(document, request.body("a=1").unwrap()).await;
        let body = if is_text { "a=1" } else { "YT0x" };
        assert_eq!(
            (&event["body"], &event["isBase64Encoded"]),
            (&json!(body), &json!(!is_text)),
            "{media_type:?}"
        );
    }
}

async fn answered(format: &str, answer: &str) -> Answered {
    ask(
        api(format, &["GET /x"], ""),
        Some(payload(answer)),
        get("/x"),
    )
    .await
}

/// `ToApiGatewayHttpApiV2ProxyResponse_VariousPayloads_ReturnsAsRawBody`: JSON or not, it is the body.
#[tokio::test]
async fn an_answer_without_a_status_is_the_body() {
    for (answer, body) in [
        (
            r#"{"name": "John Doe", "age":"#,
            r#"{"name": "John Doe", "age":"#,
        ),
        (
            r#"{"name": "John Doe", "age": 30}"#,
            r#"{"name": "John Doe", "age": 30}"#,
        ),
        ("[1, 2, 3, 4, 5]", "[1, 2, 3, 4, 5]"),
        ("Hello, World!", "Hello, World!"),
        ("42", "42"),
        ("true", "true"),
        (r#""test""#, "test"),
        (r#""""#, ""),
        (r#""Special \"quoted\" text""#, r#"Special "quoted" text"#),
        (
            r#"{"key" : "value", "headers" : {"content-type": "application/xml"}}"#,
            r#"{"key" : "value", "headers" : {"content-type": "application/xml"}}"#,
        ),
    ] {
        let answered = answered("2.0", answer).await;
        assert_eq!((answered.status(), answered.body()), (200, body));
        assert_eq!(answered.header("content-type"), Some("application/json"));
        assert!(answered.header("apigw-requestid").is_some());
        assert_eq!(answered.header("x-amzn-requestid"), None);
    }
}

/// `V2_HandlesHeadersCorrectly`, `V2_SetsBodyBase64` and `V2_HttpAPIHeaders`.
#[tokio::test]
async fn a_whole_answer_of_format_2() {
    let answered = answered(
        "2.0",
        r#"{"statusCode": "201", "headers": {"myheader": "a,b", "n": 1}, "cookies": ["a=1; Path=/", "b=2"], "isBase64Encoded": true, "body": "VGVzdCBib2R5"}"#,
    )
    .await;
    assert_eq!((answered.status(), answered.body()), (201, "Test body"));
    assert_eq!(answered.header("myheader"), Some("a,b"));
    assert_eq!(answered.header("n"), Some("1"));
    assert_eq!(
        answered.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    let cookies = answered.response.headers().get_all("set-cookie").iter();
    assert_eq!(cookies.collect::<Vec<_>>(), ["a=1; Path=/", "b=2"]);
}

/// `V1_CombinesSingleAndMultiValueHeadersHttpV1`: those of `headers` come first.
#[tokio::test]
async fn a_whole_answer_of_format_1() {
    let answered = answered(
        "1.0",
        r#"{"statusCode": 200, "headers": {"Combined-Header": "single-value"}, "multiValueHeaders": {"Combined-Header": ["multi-value1", "multi-value2"]}, "cookies": ["a=1"], "body": "x"}"#,
    )
    .await;
    assert_eq!((answered.status(), answered.body()), (200, "x"));
    let combined = answered
        .response
        .headers()
        .get_all("combined-header")
        .iter();
    assert_eq!(
        combined.collect::<Vec<_>>(),
        ["single-value", "multi-value1", "multi-value2"]
    );
    assert_eq!(answered.header("set-cookie"), None);
}

/// `StatusCodeAsFloat_ReturnsInternalServerError` and `InvalidJson_ReturnsErrorResponse`.
#[tokio::test]
async fn failures_and_malformed_answers_are_500() {
    for (format, outcome) in [
        ("2.0", error("Not Found: x")),
        ("2.0", payload(r#"{"statusCode": 200.5, "body": "Hello"}"#)),
        ("2.0", payload(r#"{"statusCode": null}"#)),
        ("2.0", payload(r#"{"statusCode": 200, "body": {}}"#)),
        ("2.0", payload(r#"{"statusCode": 200, "cookies": "a=1"}"#)),
        (
            "2.0",
            payload(r#"{"statusCode": 200, "headers": {"a": []}}"#),
        ),
        (
            "2.0",
            payload(r#"{"statusCode": 200, "headers": {"a": "b\nc"}}"#),
        ),
        (
            "2.0",
            payload(r#"{"statusCode": 200, "isBase64Encoded": true, "body": "?"}"#),
        ),
        ("1.0", error("Not Found: x")),
        ("1.0", payload(r#"{"body": "x"}"#)),
        ("1.0", payload("Not a valid proxy response object")),
        ("1.0", payload("[]")),
    ] {
        let answered = ask(
            api(format, &["GET /x"], ""),
            Some(outcome.clone()),
            get("/x"),
        )
        .await;
        assert_eq!(answered.status(), 500, "{outcome}");
        assert_eq!(answered.body(), r#"{"message":"Internal Server Error"}"#);
        assert_eq!(answered.header("content-type"), Some("application/json"));
        assert!(answered.trace.gateway_response().is_some());
    }
}

/// The table of the developer guide, and the comments in AWS's own test tool.
#[tokio::test]
async fn routes_are_taken_in_the_documented_order() {
    const GUIDE: &[&str] = &[
        "GET /pets/dog/{id}",
        "GET /pets/{proxy+}",
        "ANY /{proxy+}",
        "$default",
    ];
    const SLASHES: &[&str] = &[
        "GET /",
        "GET /pets",
        "GET /pets/{type}/{id}",
        "GET /resource/{proxy+}",
        "GET /end/",
    ];
    const FULL: &[&str] = &["GET /pets/{proxy+}", "GET /{kind}/dog", "POST /{proxy+}"];
    for (routes, request, expected) in [
        (GUIDE, "GET /pets/dog/1", Some("GET /pets/dog/{id}")),
        (GUIDE, "GET /pets/cat/1", Some("GET /pets/{proxy+}")),
        (GUIDE, "POST /test/5", Some("ANY /{proxy+}")),
        (GUIDE, "POST /pets/dog/1", Some("ANY /{proxy+}")),
        (GUIDE, "GET /", Some("ANY /{proxy+}")),
        (&["GET /pets", "$default"], "GET /", Some("$default")),
        (&["GET /pets", "$default"], "DELETE /pets", Some("$default")),
        (SLASHES, "GET /", Some("GET /")),
        (SLASHES, "GET /pets", Some("GET /pets")),
        (SLASHES, "GET /pets/", None),
        (SLASHES, "GET /pets/dog/1", Some("GET /pets/{type}/{id}")),
        (SLASHES, "GET /pets/dog/", None),
        (SLASHES, "GET /resource", None),
        (SLASHES, "GET /resource/", Some("GET /resource/{proxy+}")),
        (SLASHES, "GET /resource/a/b", Some("GET /resource/{proxy+}")),
        (SLASHES, "GET /end", None),
        (SLASHES, "GET /end/", Some("GET /end/")),
        (SLASHES, "POST /pets", None),
        (FULL, "GET /pets/dog", Some("GET /{kind}/dog")),
        (FULL, "GET /pets/dog/1", Some("GET /pets/{proxy+}")),
        (FULL, "GET /other", None),
    ] {
        let (method, path) = request.split_once(' ').unwrap();
        let asked = Request::builder()
            .method(method)
            .uri(path)
            .body("")
            .unwrap();
        let answered = ask(api("2.0", routes, ""), None, asked).await;
        if let Some(route) = expected {
            let event: Value = serde_json::from_str(&answered.recorder.event()).unwrap();
            assert_eq!(event["routeKey"], route, "{request}");
        } else {
            let not_found = (404, r#"{"message":"Not Found"}"#);
            assert_eq!((answered.status(), answered.body()), not_found, "{request}");
            assert_eq!(answered.header("content-type"), Some("application/json"));
        }
    }
}

#[tokio::test]
async fn a_named_stage_stands_in_front_of_the_path() {
    for (format, member) in [("2.0", "rawPath"), ("1.0", "path")] {
        let recorder = Recorder::default();
        let gateway =
            LocalGateway::new(api(format, &["GET /x"], ""), recorder.clone()).stage("dev");
        let _ = gateway.answer(get("/x").map(Bytes::from)).await;
        let event: Value = serde_json::from_str(&recorder.event()).unwrap();
        assert_eq!(event[member], "/dev/x");
        assert_eq!(event["requestContext"]["stage"], "dev");
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_function_is_a_503() {
    let gateway = LocalGateway::new(api("2.0", &["GET /x"], ""), Endless);
    let (response, trace) = gateway.answer(get("/x").map(Bytes::from)).await;
    assert_eq!(response.status(), 503, "{trace}");
    assert_eq!(response.body(), r#"{"message":"Service Unavailable"}"#);
}

/// Answers with the request's line.
struct Echo;

impl HttpBackend for Echo {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, String>> {
        let line = format!("{} {}", request.method(), request.uri());
        async {
            Ok(Response::builder()
                .status(418)
                .header("Server", "s")
                .body(line.into())
                .unwrap())
        }
        .boxed()
    }
}

#[tokio::test]
async fn servers_get_the_parameters_of_the_route() {
    let document = read(
        "paths:\n  /pets/{id}: {get: {x-amazon-apigateway-integration: &i {type: http_proxy, httpMethod: ANY, uri: 'http://127.0.0.1:1/p/{id}', payloadFormatVersion: 1.0}}}\n  /all/{proxy+}: {x-amazon-apigateway-any-method: {x-amazon-apigateway-integration: {type: HTTP_PROXY, httpMethod: PUT, uri: 'http://127.0.0.1:1/b/{proxy}', payloadFormatVersion: '1.0'}}}\n  /$default: {x-amazon-apigateway-any-method: {isDefaultRoute: true, x-amazon-apigateway-integration: {$ref: '#/components/x-amazon-apigateway-integrations/server'}}}\ncomponents: {x-amazon-apigateway-integrations: {server: {type: http_proxy, httpMethod: ANY, uri: 'http://localhost:1', payloadFormatVersion: '1.0'}}}\n",
    );
    assert_eq!(document.problems, []);
    let gateway = LocalGateway::new(document, Recorder::default()).http(Echo);
    for (request, line) in [
        (get("/pets/a%20b?q=1"), "GET http://127.0.0.1:1/p/a%20b?q=1"),
        (get("/all/c/d"), "PUT http://127.0.0.1:1/b/c/d"),
        (
            get("/store/check?a=b"),
            "GET http://localhost:1/store/check?a=b",
        ),
    ] {
        let (response, trace) = gateway.answer(request.map(Bytes::from)).await;
        assert_eq!(response.status(), 418, "{trace}");
        assert_eq!(response.body(), line);
        assert_eq!(response.headers()["server"], "s");
    }
}
