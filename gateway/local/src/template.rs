//! Mapping templates, as the document and the engine see them.

use super::engine::Incoming;
use apigw_velocity::{self as velocity, Input, Overrides, Value};
use std::collections::BTreeMap;

/// A mapping template, parsed; an empty one passes the body through.
#[derive(Debug)]
pub(super) struct Template(Option<velocity::Template>);

/// What templates share on the way of one request: `$context`, and what they override in it.
#[derive(Debug, Default)]
pub(super) struct Shared {
    context: Option<Value>,
    pub(super) overrides: Overrides,
}

/// What a template sees.
pub(super) struct View<'a> {
    pub(super) body: &'a str,
    pub(super) incoming: &'a Incoming,
    pub(super) stage_variables: &'a BTreeMap<String, String>,
    /// `$context`, as it was before any template changed it.
    pub(super) context: &'a serde_json::Value,
}

impl Template {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self(None));
        }
        match velocity::Template::parse(text) {
            Ok(template) => Ok(Self(Some(template))),
            Err(error) => Err(error.to_string()),
        }
    }

    /// What the template renders; `None` if it is empty.
    pub(super) fn render(
        &self,
        view: &View<'_>,
        shared: &mut Shared,
    ) -> Option<Result<String, String>> {
        let template = self.0.as_ref()?;
        let context = match shared.context.take() {
            Some(context) => context,
            None => from_json(view.context),
        };
        let mut scope = velocity::Scope::new(view.input())
            .with_context(context)
            .with_stage_variables(
                view.stage_variables
                    .iter()
                    .map(|(name, value)| (name.as_str(), Value::from(value.as_str())))
                    .collect(),
            );
        let rendered = template.render(&mut scope);
        shared.overrides = scope.overrides();
        shared.context = Some(scope.context().clone());
        Some(rendered.map_err(|error| error.to_string()))
    }
}

impl View<'_> {
    /// Of several values of one name, the last counts.
    fn input(&self) -> Input {
        let Incoming {
            path_parameters,
            query,
            headers,
            ..
        } = self.incoming;
        let mut input = Input::new(self.body);
        for (name, value) in path_parameters {
            input = input.path(name, value);
        }
        for (index, (name, value)) in query.iter().enumerate() {
            if !query[index + 1..].iter().any(|(later, _)| later == name) {
                input = input.querystring(name, value);
            }
        }
        for name in headers.keys() {
            if let Some(value) = self.incoming.header(name.as_str()).pop() {
                input = input.header(train_case(name.as_str()), value);
            }
        }
        input
    }
}

/// A header's name as clients of HTTP/1.1 usually write it: `Content-Type`.
///
/// Names arrive here in lower case, and templates and functions ask for them by their exact spelling.
pub(super) fn train_case(name: &str) -> String {
    let mut start = true;
    name.chars()
        .map(|c| {
            let spelled = if start { c.to_ascii_uppercase() } else { c };
            start = c == '-';
            spelled
        })
        .collect()
}

fn from_json(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Object(members) => members
            .iter()
            .map(|(name, member)| (name.as_str(), from_json(member)))
            .collect(),
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Bool(flag) => Value::from(*flag),
        other => Value::parse_json(&other.to_string()).unwrap_or_default(),
    }
}
