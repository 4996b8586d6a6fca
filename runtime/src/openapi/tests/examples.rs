//! Examples of failures are what their types write.

use super::api;
use crate::{NoContent, api_errors, lambda_endpoint};
use apigw_local::document::Schemas;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// A part of a machine, with its own parts.
#[derive(Debug, Serialize, JsonSchema)]
struct Part {
    #[schemars(length(min = 8), regex(pattern = "^[A-Z]{3}-[0-9]+$"))]
    number: String,
    /// Width and unit.
    size: (u8, Unit),
    parts: Vec<Part>,
    within: Option<Box<Part>>,
    #[schemars(length(min = 2))]
    makers: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is looked at")]
enum Unit {
    Millimetres,
}

/// It has no schema.
#[derive(Debug, Serialize)]
struct Untyped;

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[expect(dead_code, reason = "only the contract is looked at")]
enum MachineError {
    #[error("a part is broken, try again in {seconds} seconds")]
    #[api(status = 409)]
    Broken {
        #[api(extension)]
        part: Part,
        /// What the machine said.
        #[api(extension)]
        report: Untyped,
        #[api(header = "Retry-After")]
        seconds: u32,
    },
}

#[lambda_endpoint(GET, "/machine")]
async fn machine() -> Result<NoContent, MachineError> {
    Ok(NoContent)
}

#[test]
fn an_example_fits_the_schemas_of_its_types() {
    let api = api().endpoint::<machine>();
    let document = api.openapi().clients_document().unwrap().to_json();
    let document: Value = serde_json::from_str(&document).unwrap();
    let response = &document["paths"]["/machine"]["get"]["responses"]["409"];
    let body = &response["content"]["application/problem+json"]["examples"]["Broken"]["value"];
    let models = document["components"]["schemas"].as_object().unwrap();
    let schemas = Schemas::of_models(models.clone());
    let faults = schemas.violations(&models["Part"], &body["part"]);
    assert!(faults.is_empty(), "{faults:?}\n{body:#}");
    assert_eq!(body["part"]["size"], serde_json::json!([1, "millimetres"]));
    assert!(body["part"]["within"]["number"].is_string(), "{body:#}");
    assert_eq!(body["report"], "text");
}

#[cfg(feature = "cli")]
#[test]
fn the_message_of_an_example_has_its_headers() {
    let api: crate::Api = api().endpoint::<machine>();
    let operation = &api.operations[0];
    let broken = operation.responses().iter();
    let mut broken = broken.filter(|response| response.code() == "Broken");
    let example = api.openapi().examples();
    let example = example.failure(operation, broken.next().unwrap()).unwrap();
    assert!(
        example.message.starts_with("Conflict: {"),
        "{}",
        example.message
    );
    assert!(
        example.message.ends_with("}\u{1f}{\"Retry-After\":\"1\"}"),
        "{}",
        example.message
    );
    let answer = example.answer.unwrap();
    assert_eq!(answer.parts.headers["retry-after"], "1");
}
