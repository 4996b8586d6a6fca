//! The request template of a custom integration: from a request to the event that `CustomEvent` reads.

use super::vtl::{fill, inert};

/// The template of the operation called `operation`.
pub(super) fn request_template(operation: &str, reads_body: bool) -> String {
    let operation = inert(&serde_json::Value::from(operation).to_string());
    let body = if reads_body {
        fill(include_str!("templates/request_body.vtl"), &[])
    } else {
        String::new()
    };
    fill(
        include_str!("templates/request.vtl"),
        &[("operation", &operation), ("body", &body)],
    )
}
