//! Parameter mappings, as the developer guide documents them.

use super::{Echo, Request, Value, ask, get, json, payload, read};
use crate::{Document, LocalGateway, engine::tests::Recorder};
use bytes::Bytes;

/// An integration of this type with mappings, on `GET /carts/{id}`.
fn mapped(kind: &str, mappings: &str) -> Document {
    let document = read(&format!(
        "paths:\n  /carts/{{id}}:\n    get:\n      x-amazon-apigateway-integration:\n        {kind}\n        payloadFormatVersion: FORMAT\n{mappings}"
    ).replace("FORMAT", if kind.contains("http_proxy") { "'1.0'" } else { "'2.0'" }));
    assert_eq!(document.problems, []);
    document
}

const FUNCTION: &str = "type: aws_proxy\n        uri: URI";

fn request() -> Request<&'static str> {
    let mut request = get("/carts/7%208?a=1&b=2&b=3");
    let headers = request.headers_mut();
    headers.append("x-old", "1".parse().unwrap());
    headers.append("x-old", "2".parse().unwrap());
    headers.append("x-kept", "k".parse().unwrap());
    headers.append("content-type", "application/json".parse().unwrap());
    *request.body_mut() = r#"{"who": {"names": ["Ada", "Bo"]}}"#;
    request
}

/// "Rename a request header", and what else a request can get.
#[tokio::test]
async fn a_function_gets_the_changed_request() {
    let document = mapped(
        FUNCTION,
        r#"
        requestParameters:
          "append:header.x-new": $request.header.X-Old
          "remove:header.x-old": "''"
          "append:header.x-kept": "${request.path.id}/${context.routeKey}"
          "overwrite:header.x-who": $request.body.who.names[1]
          "overwrite:header.x-stage": $stageVariables.fn
          "overwrite:header.x-missing": $request.header.x-nothing
          "append:querystring.a": static value
          "overwrite:querystring.b": $request.querystring.b
          "remove:querystring.c": ""
          "overwrite:path": /v2${request.path}
"#,
    );
    let answered = ask(document, Some(payload("{}")), request()).await;
    let event: Value = serde_json::from_str(&answered.recorder.event()).unwrap();
    let header = |name: &str| event["headers"][name].clone();
    assert_eq!(header("x-new"), "1,2", "{event}");
    assert_eq!(header("x-old"), Value::Null);
    assert_eq!(header("x-kept"), "k,7 8/GET /carts/{id}");
    assert_eq!(header("x-who"), "Bo");
    assert_eq!(header("x-stage"), "echo");
    assert_eq!(header("x-missing"), Value::Null);
    assert_eq!(
        event["queryStringParameters"],
        json!({"a": "1,static value", "b": "2,3"})
    );
    assert_eq!(event["rawQueryString"], "a=1&a=static%20value&b=2%2C3");
    assert_eq!(event["rawPath"], "/v2/carts/7%208");
    assert_eq!(event["routeKey"], "GET /carts/{id}");
    assert_eq!(event["pathParameters"], json!({"id": "7 8"}));
    let trace = answered.trace.to_string();
    assert!(
        trace.contains("a mapping whose value is not there changes nothing"),
        "{trace}"
    );
}

/// A path of its own takes the place of the address's, and the stage in front of the path goes with it.
#[tokio::test]
async fn a_server_gets_the_changed_request() {
    for (mappings, line) in [
        (
            "{'overwrite:path': '/v2/${request.path.id}', 'remove:querystring.b': \"''\"}",
            "GET http://127.0.0.1:1/v2/7%208?a=1",
        ),
        (
            "{'overwrite:path': '$request.path'}",
            "GET http://127.0.0.1:1/carts/7%208?a=1&b=2&b=3",
        ),
        (
            "{'overwrite:querystring.a': '&=é'}",
            "GET http://127.0.0.1:1/p/7%208?b=2&b=3&a=%26%3D%C3%A9",
        ),
    ] {
        let document = mapped(
            "type: http_proxy\n        httpMethod: ANY\n        uri: http://127.0.0.1:1/p/{id}",
            &format!("        requestParameters: {mappings}\n"),
        );
        let gateway = LocalGateway::new(document, Recorder::default()).http(Echo);
        let (response, trace) = gateway.answer(request().map(Bytes::from)).await;
        assert_eq!(response.body(), line, "{trace}");
    }
}

/// "Change the response from an integration": each status has its own mappings.
#[tokio::test]
async fn responses_are_changed_by_their_status() {
    let document = || {
        mapped(
            FUNCTION,
            r#"
        responseParameters:
          500: {"append:header.header1": $context.requestId, "overwrite:statuscode": "403"}
          "404": {"append:header.error": $stageVariables.fn, "overwrite:header.x-code": "${response.body.code}!", "remove:header.x-secret": "''"}
"#,
        )
    };
    let answer = |status: u16| {
        payload(&format!(
            r#"{{"statusCode": {status}, "headers": {{"X-Secret": "s", "Error": "e"}}, "body": "{{\"code\": \"gone\"}}"}}"#
        ))
    };
    let changed = ask(document(), Some(answer(500)), request()).await;
    assert_eq!(changed.status(), 403);
    assert_eq!(changed.header("header1"), changed.header("apigw-requestid"));
    assert_eq!(changed.header("x-secret"), Some("s"));
    let changed = ask(document(), Some(answer(404)), request()).await;
    assert_eq!(changed.status(), 404);
    let errors = changed.response.headers().get_all("error").iter();
    assert_eq!(errors.collect::<Vec<_>>(), ["e", "echo"]);
    assert_eq!(changed.header("x-code"), Some("gone!"));
    assert_eq!(changed.header("x-secret"), None);
    let unchanged = ask(document(), Some(answer(200)), request()).await;
    assert_eq!(
        (unchanged.status(), unchanged.header("error")),
        (200, Some("e"))
    );
    // An answer of the gateway itself is not a response of the integration.
    let failed = ask(document(), Some(super::error("boom")), request()).await;
    assert_eq!((failed.status(), failed.header("header1")), (500, None));
}

/// A caller's text becomes neither a status nor a second header.
#[tokio::test]
async fn foreign_text_stays_within_its_place() {
    let document = || {
        mapped(
            FUNCTION,
            r#"
        requestParameters: {"overwrite:header.x-who": $request.body.who}
        responseParameters:
          200: {"overwrite:statuscode": $response.header.x-status, "overwrite:header.x-echo": $response.body.a}
"#,
        )
    };
    let mut split = get("/carts/7");
    *split.body_mut() = r#"{"who": "a\r\nx-admin: 1"}"#;
    let asked = ask(document(), None, split).await;
    let event: Value = serde_json::from_str(&asked.recorder.event()).unwrap();
    assert_eq!(event["headers"]["x-who"], Value::Null);
    for (status, expected) in [
        ("204", 204),
        ("99", 200),
        ("100", 200),
        ("200 OK", 200),
        ("", 200),
    ] {
        let answer = format!(
            r#"{{"statusCode": 200, "headers": {{"x-status": "{status}"}}, "body": "{{\"a\": \"b\\nc\"}}"}}"#
        );
        let answered = ask(document(), Some(payload(&answer)), request()).await;
        assert_eq!(answered.status(), expected, "{status}");
        assert_eq!(answered.header("x-echo"), None);
    }
}

#[tokio::test]
async fn a_json_path_sees_no_body_of_more_than_100_kb() {
    let document = mapped(
        FUNCTION,
        "        requestParameters: {'overwrite:header.x-a': $request.body.a}\n",
    );
    for (size, expected) in [(1_000, json!("1")), (103_000, Value::Null)] {
        let body = format!(r#"{{"a": 1, "b": "{}"}}"#, "x".repeat(size));
        let recorder = Recorder::default();
        let gateway = LocalGateway::new(document.clone(), recorder.clone());
        let request = Request::get("/carts/7").body(Bytes::from(body)).unwrap();
        let _ = gateway.answer(request).await;
        let event: Value = serde_json::from_str(&recorder.event()).unwrap();
        assert_eq!(event["headers"]["x-a"], expected, "{size}");
    }
}
