//! One response in full: what the client gets, what Lambda gets, and what the gateway makes of it.

use crate::{Api, DeclaredResponse, Integration, Operation, statuses};
use anstyle::Style;
use apigw_local::cli::CommandError;
use serde_json::Value;
use std::fmt::Write;

const BOLD: Style = Style::new().bold();

/// The response `response` of `operation`, with an example of its type at each place that a handler fills.
pub(super) fn text(
    api: &Api,
    operation: &Operation,
    response: &'static DeclaredResponse,
) -> Result<String, CommandError> {
    let (code, name) = (response.code(), operation.name());
    let mut text = format!("{BOLD}{code}{BOLD:#} of {name}\n");
    line(&mut text, "status", &statuses::named(response));
    line(&mut text, "when", response.description());
    line(&mut text, "headers", &response.header_names().join(", "));
    line(&mut text, "members", &response.extension_names().join(", "));
    if let Some(example) = api.openapi().examples().failure(operation, response) {
        if let Some(answer) = &example.answer {
            let heading = format!("The body, {}", operation.media_type());
            part(&mut text, &heading, &answer.body);
        }
        part(
            &mut text,
            "The callback message, in a custom integration",
            &example.message.replace('\u{1f}', "␟"),
        );
    }
    if let Some((pattern, template)) = in_the_document(api, operation, response)? {
        part(&mut text, "The selection pattern that takes it", &pattern);
        part(&mut text, "The mapping template of its status", &template);
    }
    Ok(text)
}

/// The selection pattern and the mapping template of the response's status; `None` for an operation without a route, and in a
/// proxy integration.
fn in_the_document(
    api: &Api,
    operation: &Operation,
    response: &DeclaredResponse,
) -> Result<Option<(String, String)>, CommandError> {
    let Some(route) = operation.route() else {
        return Ok(None);
    };
    if api.settings.integration == Integration::Proxy {
        return Ok(None);
    }
    let document: Value = serde_json::from_str(&api.openapi().document()?.to_json())?;
    let method = route.method().as_str().to_ascii_lowercase();
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.filter_map(|(_, path)| path.get(&method));
    let found = operations
        .filter(|found| found["operationId"] == operation.name())
        .flat_map(|found| {
            found["x-amazon-apigateway-integration"]["responses"]
                .as_object()
                .into_iter()
                .flatten()
        })
        .find(|(_, found)| found["statusCode"] == response.status().as_str());
    Ok(found.map(|(pattern, found)| {
        let template = &found["responseTemplates"]["application/json"];
        let template = template.as_str().unwrap_or_default();
        (pattern.clone(), template.to_owned())
    }))
}

fn line(text: &mut String, name: &str, value: &str) {
    let value = if value.is_empty() { "-" } else { value };
    let _ = writeln!(text, "{name:8} {value}");
}

fn part(text: &mut String, heading: &str, value: &str) {
    let _ = writeln!(text, "\n{BOLD}{heading}{BOLD:#}");
    for line in value.lines() {
        let _ = writeln!(text, "  {line}");
    }
}
