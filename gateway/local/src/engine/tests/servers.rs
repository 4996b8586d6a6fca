//! HTTP integrations, with a server that answers with what it was asked.

use super::Recorder;
use crate::{Document, HttpBackend, LocalGateway, Trace};
use bytes::Bytes;
use futures_util::{FutureExt, future::BoxFuture};
use http::{Request, Response};
use std::fmt::Write;

/// Answers 418 with the request in words, and with headers; port 1 is closed.
struct Echo;

impl HttpBackend for Echo {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, String>> {
        if request.uri().port_u16() == Some(1) {
            return async { Err("closed".to_owned()) }.boxed();
        }
        let mut shown = format!("{} {}", request.method(), request.uri());
        for (name, value) in request.headers() {
            if name != "x-amzn-trace-id" {
                write!(shown, " {name}={}", value.to_str().unwrap()).unwrap();
            }
        }
        write!(shown, " {}", String::from_utf8_lossy(request.body())).unwrap();
        let response = Response::builder()
            .status(418)
            .header("Server", "echo")
            .header("Via", "1.1 echo")
            .header("X-Id", "7")
            .body(Bytes::from(
                serde_json::json!({ "shown": shown }).to_string(),
            ));
        async move { Ok(response.unwrap()) }.boxed()
    }
}

fn document(paths: &str) -> Document {
    let document = Document::read(&format!("openapi: 3.0.1\npaths:\n{paths}")).unwrap();
    assert_eq!(document.problems, []);
    document
}

async fn answer(document: Document, request: Request<&'static str>) -> (Response<Bytes>, Trace) {
    LocalGateway::new(document, Recorder::default())
        .http(Echo)
        .stage_variable("port", "9000")
        .stage_variable("host", "example.com")
        .answer(request.map(Bytes::from))
        .await
}

fn text(response: &Response<Bytes>) -> &str {
    std::str::from_utf8(response.body()).unwrap()
}

#[tokio::test]
async fn a_proxy_passes_everything_on() {
    let document = document(
        "  /a/{proxy+}:\n    x-amazon-apigateway-any-method:\n      x-amazon-apigateway-integration:\n        type: http_proxy\n        httpMethod: ANY\n        uri: 'http://127.0.0.1:${stageVariables.port}/b/{proxy}'\n        requestParameters: {integration.request.path.proxy: method.request.path.proxy, integration.request.querystring.stage: context.stage, integration.request.header.Authorization: \"'secret'\"}\n",
    );
    let request = Request::put("/a/c/d%20e?q=1&q=%C3%A9&stage=x")
        .header("X-Foo", "1")
        .header("Host", "localhost")
        .header("Expect", "100-continue")
        .body("body")
        .unwrap();
    let (response, trace) = answer(document, request).await;
    assert_eq!(response.status(), 418, "{trace}");
    assert_eq!(
        text(&response),
        r#"{"shown":"PUT http://127.0.0.1:9000/b/c/d%20e?q=1&q=%C3%A9&stage=local x-foo=1 authorization=secret body"}"#
    );
    let headers = response.headers();
    assert_eq!(headers["x-id"], "7");
    assert_eq!(headers["x-amzn-remapped-server"], "echo");
    assert!(!headers.contains_key("via") && !headers.contains_key("server"));
    assert!(!headers.contains_key("x-amzn-trace-id"));
}

#[tokio::test]
async fn a_custom_integration_selects_by_status() {
    let document = document(
        "  /a:\n    post:\n      responses: {200: {description: d}, 503: {description: d, headers: {Id: {}, Shown: {}}}}\n      x-amazon-apigateway-integration:\n        type: http\n        httpMethod: POST\n        uri: 'http://localhost:9000/b'\n        requestParameters: {integration.request.header.X-Foo: method.request.header.X-Bar}\n        requestTemplates: {application/json: '#set($context.requestOverride.header.X-Over = \"o\")#set($context.requestOverride.querystring.q = \"a b\"){\"in\": $input.json(\"$.a\")}'}\n        responses:\n          default: {statusCode: 200}\n          '4\\d{2}': {statusCode: 503, responseParameters: {method.response.header.Id: integration.response.header.X-Id, method.response.header.Shown: integration.response.body.shown}, responseTemplates: {application/json: '$input.path(\"$.shown\")'}}\n",
    );
    let request = Request::post("/a")
        .header("X-Bar", "bar")
        .header("X-Other", "stays here")
        .body("{\"a\": [1]}")
        .unwrap();
    let (response, trace) = answer(document, request).await;
    let sent = "POST http://localhost:9000/b?q=a%20b content-type=application/json accept=application/json x-foo=bar x-over=o {\"in\": [1]}";
    assert_eq!(
        (response.status().as_u16(), text(&response)),
        (503, sent),
        "{trace}"
    );
    assert_eq!(response.headers()["id"], "7");
    assert_eq!(response.headers()["shown"], sent);
}

#[tokio::test]
async fn what_cannot_be_called_says_why() {
    let proxy = |uri: &str, parameters: &str| {
        document(&format!(
            "  /a:\n    get:\n      x-amazon-apigateway-integration: {{type: http_proxy, httpMethod: GET, uri: '{uri}', requestParameters: {{{parameters}}}}}\n"
        ))
    };
    for (uri, parameters, status, message) in [
        (
            "http://127.0.0.1:1/",
            "",
            504,
            "Network error communicating with endpoint",
        ),
        ("http://${stageVariables.host}/", "", 501, "example.com"),
        (
            "http://${stageVariables.gone}/",
            "",
            500,
            "Internal server error",
        ),
        ("http://127.0.0.1/{id}", "", 500, "Internal server error"),
        (
            "http://127.0.0.1/",
            "integration.request.header.Content-Length: \"''9''\"",
            500,
            "Internal server error",
        ),
    ] {
        let request = Request::get("/a").body("").unwrap();
        let (response, trace) = answer(proxy(uri, parameters), request).await;
        assert_eq!(response.status(), status, "{uri}: {trace}");
        assert!(
            text(&response).contains(message),
            "{uri}: {}",
            text(&response)
        );
    }
    let request = Request::get("/a").body(Bytes::new()).unwrap();
    let gateway = LocalGateway::new(proxy("http://127.0.0.1/", ""), Recorder::default());
    assert_eq!(gateway.answer(request).await.0.status(), 501);
}
