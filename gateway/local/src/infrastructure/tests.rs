//! Small templates and plans, as the tools write them, and hostile ones.

mod cloudformation;
mod functions;
mod http_apis;
mod sam;
mod terraform;

use super::ApiChoice;
use crate::document::{Document, Kind};
use serde_json::Value;

/// The document of the only API.
fn document(file: &Value) -> Document {
    Document::from_value(file).unwrap_or_else(|error| panic!("{error}"))
}

/// The problems of a file that cannot be run.
fn refused(file: &Value, choice: &ApiChoice) -> String {
    Document::read_api(&file.to_string(), choice)
        .expect_err("it is refused")
        .to_string()
}

/// Method, path and function of each operation; `-` where there is no function.
fn routes(document: &Document) -> Vec<String> {
    let routes = document.operations.iter().map(|operation| {
        let function = match &operation.integration.kind {
            Kind::Custom { function } | Kind::Proxy { function } => function.as_str(),
            _ => "-",
        };
        let method = operation.method.as_ref().map_or("ANY", |it| it.as_str());
        format!("{method} {} {function}", operation.path.text)
    });
    routes.collect()
}

/// The problems, one on each line.
fn problems(document: &Document) -> String {
    let problems = document.problems.iter().map(ToString::to_string);
    problems.collect::<Vec<_>>().join("\n")
}
