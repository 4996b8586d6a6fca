//! `contract`: every response that the API can give, by operation; or one of them in full.

mod listing;
#[cfg(test)]
mod tests;
mod whole;

use super::failed;
use crate::{Api, DeclaredResponse, Operation, SuccessOutcome, platform};
use apigw_local::cli::{CommandError, nearest, output_width, print};
use clap::Args;
use serde_json::{Value, json};

/// Print every response that the API can give, or one of them in full
///
/// The status is 1 if the API cannot start, with the reason on standard error, and 2 if the arguments are wrong.
#[derive(Debug, Args)]
pub(super) struct Contract {
    /// Only this operation
    operation: Option<String>,
    /// One response of it, by its code: members, body, callback message, selection pattern and mapping template
    code: Option<String>,
    /// Print JSON
    #[arg(long, conflicts_with = "code")]
    json: bool,
    /// Print an error reference in Markdown: each code, when it is given, what it carries, an example, and the operations
    #[arg(long, conflicts_with_all = ["operation", "json"])]
    markdown: bool,
    /// Print the error reference as one static page of HTML; the id of a code's section is the code
    #[arg(long, conflicts_with_all = ["operation", "json", "markdown"])]
    html: bool,
}

impl Contract {
    pub(super) fn run(self, api: &Api) -> Result<(), CommandError> {
        if self.markdown || self.html {
            let reference = api.openapi().error_reference();
            return Ok(print(&if self.html {
                reference.to_html()
            } else {
                reference.to_markdown()
            })?);
        }
        let operation = self.operation.as_deref();
        let operation = operation.map(|name| named(api, name)).transpose()?;
        let text = match (operation, &self.code) {
            (Some(operation), Some(code)) => {
                whole::text(api, operation, response(operation, code)?)?
            }
            _ if self.json => format!("{:#}\n", as_json(api, operation)),
            (Some(operation), None) => listing::of_operation(operation, output_width()),
            (None, _) => listing::of_api(api, output_width()),
        };
        print(&text)?;
        // What an endpoint declares is known even where no request can reach it.
        match api.invalid() {
            None => Ok(()),
            Some(invalid) => Err(failed(invalid)),
        }
    }
}

fn named<'a>(api: &'a Api, name: &str) -> Result<&'a Operation, CommandError> {
    let mut operations = api.operations.iter();
    operations
        .find(|operation| operation.name() == name)
        .ok_or_else(|| {
            let known = api.operations.iter().map(Operation::name);
            unknown("an operation", name, "the API", known)
        })
}

fn response(operation: &Operation, code: &str) -> Result<&'static DeclaredResponse, CommandError> {
    let responses = operation.responses();
    let found = responses.iter().find(|response| response.code() == code);
    found.copied().ok_or_else(|| {
        let known = responses.iter().map(|response| response.code());
        unknown("a code", code, operation.name(), known)
    })
}

fn unknown<'a>(
    kind: &str,
    name: &str,
    owner: &str,
    known: impl Iterator<Item = &'a str>,
) -> CommandError {
    let known: Vec<_> = known.collect();
    let meant = nearest(name, known.iter().copied()).map_or_else(String::new, |nearest| {
        format!("; did you mean `{nearest}`?")
    });
    let known: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    CommandError::usage(format!(
        "`{name}` is not {kind} of {owner}{meant}\n{owner} has {}",
        known.join(", ")
    ))
}

/// The contract as data, for scripts.
pub(super) fn as_json(api: &Api, only: Option<&Operation>) -> Value {
    let operations = api.operations.iter();
    let operations = operations
        .filter(|operation| only.is_none_or(|only| only.name() == operation.name()))
        .map(operation_as_json);
    json!({
        "title": api.title,
        "version": api.version,
        "operations": operations.collect::<Vec<_>>(),
        "unrouted": {
            "mediaType": api.renderer.media_type,
            "responses": api.unrouted.map(|response| as_object(response, response.prefix())),
        },
        "lambdaFailures": platform::failures(api.settings.integration)
            .map(|(status, event)| json!({"status": status, "when": event}))
            .collect::<Vec<_>>(),
    })
}

fn operation_as_json(operation: &Operation) -> Value {
    let route = operation.route();
    let responses = operation
        .responses()
        .iter()
        .map(|response| as_object(response, &operation.message_start(response)));
    json!({
        "name": operation.name(),
        "method": route.map(|route| route.method().to_string()),
        "path": route.map(|route| route.path()),
        "success": success_as_json(&operation.successes()[0]),
        "successes": operation.successes().iter().map(success_as_json).collect::<Vec<_>>(),
        "mediaType": operation.media_type(),
        "responses": responses.collect::<Vec<_>>(),
        "untypedBodies": operation.untyped_bodies().collect::<Vec<_>>(),
        "unknownRejections": operation
            .unknown_rejections()
            .iter()
            .map(|unknown| json!({"position": unknown.position(), "extractor": unknown.extractor()}))
            .collect::<Vec<_>>(),
    })
}

fn success_as_json(success: &SuccessOutcome) -> Value {
    json!({
        "status": success.status().as_u16(),
        "headers": success.headers(),
        "mediaType": success.media_type(),
    })
}

fn as_object(response: &DeclaredResponse, prefix: &str) -> Value {
    json!({
        "status": response.status().as_u16(),
        "code": response.code(),
        "prefix": prefix,
        "headers": response.header_names(),
        "members": response.extension_names(),
        "fieldErrors": response.has_errors(),
        "opaque": response.is_opaque(),
        "when": response.description(),
    })
}
