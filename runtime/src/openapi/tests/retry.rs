//! A field that is a header and a member: when to try again.

use super::{api, at};
use crate::{Api, ApiError, Json, api_errors, lambda_endpoint, openapi::tree::Object};
use serde_json::{Value, json};

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("too many")]
#[api(status = 429)]
struct Throttled {
    /// When to try again, in seconds.
    #[api(header = "Retry-After", extension = "retryAfter")]
    seconds: u32,
}

#[lambda_endpoint(GET, "/queue")]
async fn queue() -> Result<Json<u8>, Throttled> {
    Err(Throttled { seconds: 30 })
}

fn queues() -> Api<()> {
    api().endpoint::<queue>()
}

fn member(root: &Object) -> Value {
    let model = at(root, &["components", "schemas", "Throttled"]);
    let model = serde_json::to_value(model).unwrap();
    let required = model["required"].as_array().unwrap();
    assert!(required.contains(&json!("retryAfter")), "{model:#}");
    model["properties"]["retryAfter"].clone()
}

#[test]
fn the_hint_has_a_schema_for_the_gateway() {
    let document = queues().openapi().document().unwrap();
    let member = member(document.root());
    assert_eq!(member["type"], "integer");
    assert_eq!(member["maximum"], u32::MAX);
    let response = ["paths", "/queue", "get", "responses", "429", "headers"];
    at(document.root(), &[&response[..], &["Retry-After"]].concat());
}

#[test]
fn clients_get_its_type_and_words_in_the_body_and_in_the_header() {
    let document = queues().openapi().clients_document().unwrap();
    let words = "When to try again, in seconds.";
    let hint = json!({"type": "integer", "format": "uint32", "minimum": 0, "maximum": u32::MAX});
    let mut member = member(document.root());
    assert_eq!(member["description"], words);
    member.as_object_mut().unwrap().remove("description");
    assert_eq!(member, hint);
    let responses = ["paths", "/queue", "get", "responses", "429"];
    let response = at(document.root(), &responses);
    let response = serde_json::to_value(response).unwrap();
    assert_eq!(
        response["headers"]["Retry-After"],
        json!({"description": words, "required": true, "schema": hint})
    );
    let examples = &response["content"]["application/problem+json"]["examples"];
    assert_eq!(examples["Throttled"]["value"]["retryAfter"], 1);
}

#[test]
fn the_contract_and_the_page_have_both() {
    let throttled = Throttled::CONTRACT.responses().next().unwrap();
    assert_eq!(throttled.header_names(), ["Retry-After"]);
    assert_eq!(throttled.extension_names(), ["retryAfter"]);
    let page = queues().openapi().error_reference().to_markdown();
    let section = page.split("\n## Throttled\n").nth(1).unwrap();
    for name in ["Retry-After", "retryAfter"] {
        assert!(section.contains(name), "{name}: {section}");
    }
}
