//! Features `utoipa` and `aide`: the responses of errors and endpoints, for documents that those crates write.
//!
//! In: declared responses and their format. Out: a Response Object
//! ([OpenAPI 3.1, section 4.8.17](https://spec.openapis.org/oas/v3.1.1.html#response-object)) for each status, as JSON. Each crate
//! reads it into its own types, so that neither can say other things than the other.

#[cfg(feature = "aide")]
pub mod aide;
#[cfg(feature = "utoipa")]
pub mod utoipa;

use crate::{
    DeclaredResponse, DescribedResponse,
    body::{Renderer, schema},
    statuses,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// The Response Objects of `responses` in the format of `renderer`, in the order of their statuses.
fn response_objects(
    renderer: Renderer,
    responses: impl IntoIterator<Item = &'static DeclaredResponse>,
) -> impl Iterator<Item = (u16, Value)> {
    statuses::by_status(responses)
        .into_iter()
        .map(move |(status, responses)| (status, response_object(renderer, &responses)))
}

/// The Response Object in the types of another crate, which has types for all that stands in one.
fn read<T: DeserializeOwned>(object: Value) -> T {
    serde_json::from_value(object).expect("the other crate reads a Response Object")
}

fn response_object(renderer: Renderer, responses: &[&'static DeclaredResponse]) -> Value {
    let field_errors = schema::field_errors();
    let schemas = responses
        .iter()
        .map(|response| renderer.schema(&DescribedResponse::new(response, &[], &field_errors)));
    let schema = schemas
        .map(|schema| {
            schema
                .ok()
                .flatten()
                .unwrap_or_else(|| json!({"type": "object"}))
        })
        .reduce(schema::merged);
    let mut object = json!({"description": statuses::describe(responses.iter().copied())});
    if responses.iter().all(|response| response.has_body()) {
        object["content"] = json!({renderer.media_type: {"schema": schema}});
    }
    let headers: Map<_, _> = statuses::header_names(responses)
        .into_iter()
        .map(|name| (name.to_owned(), json!({"schema": {"type": "string"}})))
        .collect();
    if !headers.is_empty() {
        object["headers"] = headers.into();
    }
    object
}
