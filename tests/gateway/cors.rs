//! Preflight requests and what follows them, in the documents that the types make.

use lambda_api_errors::{
    Cors, Integration,
    axum::body::Bytes,
    http::{Request, Response},
    local::{Document, LocalGateway, ServiceFunction},
};
use std::time::Duration;

const SHOP: &str = "https://shop.example";

fn gateway(cors: Cors, integration: Integration) -> LocalGateway {
    let api = carts::api().cors(cors).integration(integration);
    let service = api.service().unwrap();
    let document = Document::read(&service.openapi().document().unwrap().to_json()).unwrap();
    LocalGateway::new(
        document,
        ServiceFunction::new(service, Duration::from_secs(5)),
    )
}

async fn ask(
    gateway: &LocalGateway,
    method: &str,
    path: &str,
    origin: Option<&str>,
) -> Response<Bytes> {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    if method == "OPTIONS" {
        request = request.header("access-control-request-method", "GET");
    }
    gateway.answer(request.body(Bytes::new()).unwrap()).await.0
}

fn allowed(response: &Response<Bytes>) -> Option<&str> {
    let value = response.headers().get("access-control-allow-origin")?;
    Some(value.to_str().unwrap())
}

#[tokio::test]
async fn one_origin_is_always_told() {
    for integration in [Integration::Custom, Integration::Proxy] {
        let gateway = gateway(Cors::origins([SHOP]), integration);
        for origin in [None, Some(SHOP), Some("https://evil.example")] {
            let preflight = ask(&gateway, "OPTIONS", "/carts/1", origin).await;
            assert_eq!(preflight.status(), 204);
            assert_eq!(allowed(&preflight), Some(SHOP));
            let methods = preflight.headers()["access-control-allow-methods"]
                .to_str()
                .unwrap();
            assert!(
                methods.contains("GET") && methods.contains("DELETE"),
                "{methods}"
            );
        }
        let unknown = ask(&gateway, "GET", "/nowhere", Some(SHOP)).await;
        assert_eq!(
            (unknown.status().as_u16(), allowed(&unknown)),
            (404, Some(SHOP))
        );
    }
}

#[tokio::test]
async fn of_several_origins_the_one_that_asks_is_told() {
    let gateway = gateway(
        Cors::origins([SHOP, "https://admin.example"]),
        Integration::Custom,
    );
    for (origin, allowed_origin) in [
        (Some(SHOP), Some(SHOP)),
        (Some("https://admin.example"), Some("https://admin.example")),
        (Some("https://evil.example"), None),
        (None, None),
    ] {
        for (method, path, status) in [
            ("OPTIONS", "/carts/1", 204),
            ("OPTIONS", "/nowhere", 204),
            ("GET", "/carts/999999", 404),
            ("GET", "/nowhere", 404),
            ("PUT", "/carts", 405),
        ] {
            let response = ask(&gateway, method, path, origin).await;
            assert_eq!(response.status(), status, "{method} {path}");
            assert_eq!(
                allowed(&response),
                allowed_origin,
                "{method} {path} {origin:?}"
            );
            let vary = response
                .headers()
                .get("vary")
                .map(|value| value.to_str().unwrap());
            assert!(
                vary.is_some_and(|vary| vary.contains("Origin")),
                "{method} {path}"
            );
        }
    }
}

#[tokio::test]
async fn errors_of_a_custom_integration_can_be_read_by_pages() {
    let gateway = gateway(Cors::any_origin(), Integration::Custom);
    let response = ask(&gateway, "GET", "/carts/seven", Some(SHOP)).await;
    assert_eq!(
        (response.status().as_u16(), allowed(&response)),
        (400, Some("*"))
    );
}
