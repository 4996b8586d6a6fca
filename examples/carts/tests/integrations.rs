//! A client gets the same answers through a custom and through a proxy integration.

use lambda_api_errors::{
    axum::body::Bytes,
    http::{Method, Request},
    local::{BothIntegrations, ContractTest, assert_integrations_agree},
};

#[test]
fn every_response_of_the_contract() {
    assert_integrations_agree(carts::api().openapi());
}

#[test]
fn every_response_of_the_committed_documents() {
    ContractTest::new(carts::api().openapi())
        .custom_document(include_str!("../openapi/custom.yaml"))
        .proxy_document(include_str!("../openapi/proxy.yaml"))
        .assert();
}

fn request(method: Method, path: &str, body: &'static str) -> Request<Bytes> {
    let request = Request::builder().method(method).uri(path);
    request
        .header("content-type", "application/json")
        .body(Bytes::from_static(body.as_bytes()))
        .unwrap()
}

#[tokio::test]
async fn a_visit_to_the_shop() {
    let shop = BothIntegrations::new(|| carts::service().unwrap()).unwrap();
    for (method, path, body, status) in [
        (Method::POST, "/carts", r#"{"customer":"Ada"}"#, 201),
        (Method::POST, "/carts", r#"{"customer":""}"#, 400),
        (Method::POST, "/carts", r#"{"customer":"#, 400),
        (Method::POST, "/carts", "{}", 422),
        (Method::GET, "/carts/1", "", 200),
        (Method::HEAD, "/carts/1", "", 200),
        (Method::GET, "/carts/999999", "", 404),
        (Method::GET, "/carts/seven", "", 400),
        (Method::GET, "/carts/0", "", 500),
        (
            Method::POST,
            "/carts/1/items",
            r#"{"sku":"melon","quantity":4}"#,
            409,
        ),
        (
            Method::POST,
            "/carts/1/items",
            r#"{"sku":"bread","quantity":1}"#,
            200,
        ),
        (
            Method::POST,
            "/carts/1/checkout",
            r#"{"card":"tok_declined"}"#,
            402,
        ),
        (
            Method::POST,
            "/carts/1/checkout",
            r#"{"card":"tok_overused"}"#,
            429,
        ),
        (
            Method::POST,
            "/carts/1/checkout",
            r#"{"card":"tok_timeout"}"#,
            504,
        ),
        (
            Method::POST,
            "/carts/1/checkout",
            r#"{"card":"tok_surprise"}"#,
            500,
        ),
        (
            Method::POST,
            "/carts/1/checkout",
            r#"{"card":"tok_visa"}"#,
            201,
        ),
        (Method::DELETE, "/carts/1", "", 404),
        (Method::PUT, "/carts/1", "", 405),
        (Method::GET, "/nowhere", "", 404),
    ] {
        let name = format!("{method} {path} {body}");
        let response = shop.assert_same(request(method, path, body)).await;
        assert_eq!(response.status(), status, "{name}");
    }
}
