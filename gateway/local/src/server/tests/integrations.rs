//! HTTP integrations with servers on this machine.

use super::run;
use crate::{Document, LambdaFunctions, LocalGateway, LocalServer};
use axum::{Router, extract::Request, http::HeaderMap, routing::any};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use tokio::net::TcpListener;

/// A server that answers with the request line and the body.
async fn echo() -> u16 {
    async fn echo(request: Request) -> (HeaderMap, String) {
        let line = format!("{} {}", request.method(), request.uri());
        let body = axum::body::to_bytes(request.into_body(), 1024)
            .await
            .unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("via", "1.1 echo".parse().unwrap());
        (
            headers,
            format!("{line} {}", String::from_utf8_lossy(&body)),
        )
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let router = Router::new()
        .route("/huge", any(|| async { "x".repeat(11 << 20) }))
        .fallback(echo);
    tokio::spawn(async move { axum::serve(listener, router).await });
    port
}

#[tokio::test]
async fn requests_reach_a_server_and_come_back() {
    let document = format!(
        "openapi: 3.0.1\npaths:\n  /{{proxy+}}:\n    x-amazon-apigateway-any-method:\n      x-amazon-apigateway-integration: {{type: http_proxy, httpMethod: ANY, uri: 'http://127.0.0.1:{}/{{proxy}}', requestParameters: {{integration.request.path.proxy: method.request.path.proxy}}}}\n",
        echo().await
    );
    let document = Document::read(&document).unwrap();
    let functions = LambdaFunctions::new([]).unwrap();
    let gateway = LocalGateway::new(document, functions);
    let running = run(LocalServer::bind(gateway, 0).await.unwrap());
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    for (path, status, expected) in [
        ("/a/b?c=1", 200, "PUT /a/b?c=1 body"),
        (
            "/huge",
            504,
            r#"{"message": "Network error communicating with endpoint"}"#,
        ),
    ] {
        let request = http::Request::put(format!("http://{}{path}", running.address));
        let request = request.body(Full::from("body")).unwrap();
        let response = client.request(request).await.unwrap();
        assert_eq!(response.status(), status);
        assert!(!response.headers().contains_key("via"));
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(body, expected);
    }
    drop(client);
    running.stop.send(()).unwrap();
    running.server.await.unwrap();
}

/// A proxy would send its own answer's request for ever.
#[tokio::test]
async fn an_integration_that_leads_back_ends_at_once() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let document = format!(
        "openapi: 3.0.1\npaths:\n  /proxy:\n    get:\n      x-amazon-apigateway-integration: {{type: http_proxy, httpMethod: GET, uri: 'http://127.0.0.1:{port}/proxy'}}\n  /custom:\n    get:\n      responses: {{200: {{description: OK}}}}\n      x-amazon-apigateway-integration: {{type: http, httpMethod: GET, uri: 'http://localhost:{port}/custom', responses: {{default: {{statusCode: 200}}}}}}\n"
    );
    let document = Document::read(&document).unwrap();
    let functions = LambdaFunctions::new([]).unwrap();
    let gateway = LocalGateway::new(document, functions);
    let server = LocalServer::from_listener(gateway, listener).unwrap();
    let running = run(server);
    let client: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
    for (path, status) in [("proxy", 508), ("custom", 200)] {
        let uri = format!("http://{}/{path}", running.address)
            .parse()
            .unwrap();
        let response = client.get(uri).await.unwrap();
        assert_eq!(response.status(), status);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8_lossy(&body);
        assert!(body.contains("leads back to the gateway"), "{body}");
    }
    drop(client);
    running.stop.send(()).unwrap();
    running.server.await.unwrap();
}
