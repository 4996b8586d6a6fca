//! The carts API, and its document to change.

use lambda_api_errors::{Api, Integration, openapi::Drift};
use serde_json::Value;

const EXTENSION: &str = "x-amazon-apigateway-integration";

pub(super) fn proxy() -> Api {
    carts::api().integration(Integration::Proxy)
}

pub(super) fn document(api: &Api) -> Value {
    let document = api.openapi().document().expect("a document");
    serde_json::to_value(&document).expect("JSON")
}

pub(super) fn drifts(api: &Api, document: &Value) -> Vec<Drift> {
    let report = api.openapi().check(&document.to_string());
    report.expect("a readable document").drifts().to_vec()
}

/// One operation of the document: `add_item`.
pub(super) fn add_item(document: &mut Value) -> &mut Value {
    &mut document["paths"]["/carts/{cart}/items"]["post"]
}

pub(super) fn integration(document: &mut Value) -> &mut Value {
    &mut add_item(document)[EXTENSION]
}

/// The integration response of `status`.
pub(super) fn response<'a>(document: &'a mut Value, status: &str) -> &'a mut Value {
    let pattern = pattern(document, status);
    &mut integration(document)["responses"][pattern]
}

/// The pattern of `status`.
pub(super) fn pattern(document: &mut Value, status: &str) -> String {
    let responses = integration(document)["responses"]
        .as_object()
        .expect("an object");
    let mut responses = responses.iter();
    let (pattern, _) = responses
        .find(|(_, response)| response["statusCode"] == status)
        .expect("an integration response");
    pattern.clone()
}

/// Gives `status` another pattern, or none.
pub(super) fn set_pattern(document: &mut Value, status: &str, pattern: Option<&str>) {
    let old = self::pattern(document, status);
    let responses = &mut integration(document)["responses"];
    let response = responses
        .as_object_mut()
        .and_then(|responses| responses.remove(&old));
    if let Some(pattern) = pattern {
        responses[pattern] = response.expect("an integration response");
    }
}

pub(super) fn remove(object: &mut Value, name: &str) {
    let members = object.as_object_mut().expect("an object");
    assert!(members.remove(name).is_some(), "there is no {name}");
}
