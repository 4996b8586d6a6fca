//! What export spells in another way than the document is not a drift.

use super::carts::{document, drifts, proxy};
use serde_json::{Value, json};

/// The document as a stage's export writes it.
fn exported(mut document: Value) -> Value {
    document["info"]["version"] = json!("2026-11-21T10:00:00Z");
    document["servers"] = json!([{ "url": "https://api.example/{basePath}", "variables": { "basePath": { "default": "/live" } } }]);
    let paths = document["paths"].as_object_mut().expect("an object");
    for operation in paths
        .values_mut()
        .flat_map(|item| item.as_object_mut().expect("an object").values_mut())
    {
        let integration = &mut operation["x-amazon-apigateway-integration"];
        let kind = integration["type"].as_str().expect("a type").to_uppercase();
        integration["type"] = json!(kind);
        if let Some(passthrough) = integration["passthroughBehavior"].as_str() {
            integration["passthroughBehavior"] = json!(passthrough.to_uppercase());
        }
        integration["timeoutInMillis"] = json!(29000);
        integration["cacheNamespace"] = json!("a1b2c3");
        integration["cacheKeyParameters"] = json!([]);
        for response in integration["responses"]
            .as_object_mut()
            .into_iter()
            .flat_map(|all| all.values_mut())
        {
            let status: u16 = response["statusCode"]
                .as_str()
                .expect("digits")
                .parse()
                .expect("a status");
            response["statusCode"] = json!(status);
            response["responseTemplates"]["text/html"] = Value::Null;
        }
    }
    document
}

#[test]
fn of_a_custom_integration() {
    let api = carts::api();
    assert_eq!(drifts(&api, &exported(document(&api))), []);
}

#[test]
fn of_a_proxy_integration() {
    let api = proxy();
    let mut exported = exported(document(&api));
    for item in exported["paths"]
        .as_object_mut()
        .expect("an object")
        .values_mut()
    {
        for operation in item.as_object_mut().expect("an object").values_mut() {
            let integration = &mut operation["x-amazon-apigateway-integration"];
            if integration["type"] == "AWS_PROXY" {
                integration["passthroughBehavior"] = json!("WHEN_NO_MATCH");
                integration["responses"] = json!({ "default": { "statusCode": "200" } });
            }
        }
    }
    assert_eq!(drifts(&api, &exported), []);
}

#[test]
fn a_default_response_with_an_empty_pattern() {
    let api = carts::api();
    let mut document = document(&api);
    let responses = &mut super::carts::integration(&mut document)["responses"];
    responses[""] = responses["default"].take();
    super::carts::remove(responses, "default");
    assert_eq!(drifts(&api, &document), []);
}
