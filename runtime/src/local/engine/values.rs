//! What a mapping's source yields for this request and this outcome.

use super::{Exchange, body_path, context};
use crate::local::{
    document::{Mapping, Source},
    trace::Step,
};
use std::collections::BTreeMap;

/// What the integration gave back, as header mappings see it.
#[derive(Debug, Default)]
pub(super) struct IntegrationAnswer {
    pub(super) body: String,
    /// By name in lower case.
    pub(super) headers: BTreeMap<&'static str, String>,
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
            Source::IntegrationHeader { name, all: _ } => answer?
                .headers
                .get(name.to_ascii_lowercase().as_str())
                .cloned(),
            Source::IntegrationBody(path) => {
                let answer = answer?;
                body_path::text(&answer.body, path, answer.function_error)
            }
        }
    }

    /// The same, for the trace too.
    pub(super) fn mapped(
        &mut self,
        mapping: &Mapping,
        answer: Option<&IntegrationAnswer>,
    ) -> Option<String> {
        let value = self.value_of(&mapping.source, answer);
        self.trace.add(Step::Mapped {
            target: mapping.target.clone(),
            expression: mapping.expression.clone(),
            value: value.clone(),
        });
        value
    }
}
