//! What a mapping's source yields for this request and this outcome.

use super::{Exchange, body_path, context};
use crate::{
    document::{Mapping, Source},
    trace::Step,
};

/// What the integration gave back, as header mappings see it.
#[derive(Debug, Default)]
pub(super) struct IntegrationAnswer {
    pub(super) body: String,
    /// Whether it came from Lambda, which sends headers.
    pub(super) of_lambda: bool,
    pub(super) function_error: bool,
}

impl Exchange<'_> {
    pub(super) fn value_of(
        &self,
        source: &Source,
        answer: Option<&IntegrationAnswer>,
    ) -> Option<String> {
        let joined = |mut values: Vec<String>, all: bool| {
            if all && values.len() > 1 {
                return Some(values.join(","));
            }
            values.pop()
        };
        match source {
            Source::Static(value) => Some(value.clone()),
            Source::Context(path) => context::text(&self.context, path),
            Source::StageVariable(name) => self.gateway.stage_variables.get(name).cloned(),
            Source::MethodHeader { name, all } => joined(self.incoming.header(name), *all),
            Source::MethodQuery { name, all } => joined(self.incoming.queries(name), *all),
            Source::MethodPath(name) => self.incoming.path_parameter(name).map(str::to_owned),
            Source::MethodBody(path) => {
                let body = String::from_utf8_lossy(&self.incoming.body);
                body_path::text(&body, path, false)
            }
            Source::IntegrationHeader { name, all: _ } => {
                let answer = answer.filter(|answer| answer.of_lambda)?;
                self.lambda_header(&name.to_ascii_lowercase(), answer)
            }
            Source::IntegrationBody(path) => {
                let answer = answer?;
                body_path::text(&answer.body, path, answer.function_error)
            }
        }
    }

    /// A header of Lambda's response, which are always the same.
    fn lambda_header(&self, name: &str, answer: &IntegrationAnswer) -> Option<String> {
        let value = match name {
            "connection" => "keep-alive".to_owned(),
            "content-length" => answer.body.len().to_string(),
            "content-type" => "application/json".to_owned(),
            "date" => context::http_date(),
            "x-amz-executed-version" => "$LATEST".to_owned(),
            "x-amz-function-error" if answer.function_error => "Unhandled".to_owned(),
            "x-amzn-remapped-content-length" => "0".to_owned(),
            "x-amzn-requestid" => self.incoming.request_id.clone(),
            "x-amzn-trace-id" => self.incoming.trace_id(),
            _ => return None,
        };
        Some(value)
    }

    /// The same, for the trace too.
    pub(super) fn mapped(
        &mut self,
        mapping: &Mapping,
        answer: Option<&IntegrationAnswer>,
    ) -> Option<String> {
        let value = self.value_of(&mapping.source, answer);
        if matches!(&mapping.source, Source::Context(path) if path.contains("Override")) {
            self.trace
                .unverified("a mapping does not see what templates write to `$context`");
        }
        self.trace.add(Step::Mapped {
            target: mapping.target.clone(),
            expression: mapping.expression.clone(),
            value: value.clone(),
        });
        value
    }
}
