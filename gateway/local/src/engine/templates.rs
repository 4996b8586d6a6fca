//! Mapping templates: the choice of a template, and its variables.

use super::{ClientRequest, Deployment, Failure, media};
use crate::{
    document::Template,
    trace::{Step, Trace},
};
use apigw_velocity::{Input, Overrides, Scope, Value};

/// The headers that AWS was recorded to hide from templates (`LocalStack`'s AWS-validated test
/// `test_apigateway_header_remapping_aws`).
const HIDDEN: &[&str] = &[
    "expect",
    "max-forwards",
    "proxy-authenticate",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The state that the templates of one request share: `$context` and its overrides.
#[derive(Debug, Clone, Default)]
pub struct TemplateContext {
    context: Option<Value>,
    pub(super) overrides: Overrides,
}

impl TemplateContext {
    /// The changes that the request template made to the call of the integration: names such as
    /// `requestOverride.header.NAME`, each with its value.
    pub fn request_overrides(&self) -> impl Iterator<Item = (String, &str)> {
        let Overrides {
            request_headers,
            path,
            querystring,
            ..
        } = &self.overrides;
        [
            ("header", request_headers),
            ("path", path),
            ("querystring", querystring),
        ]
        .into_iter()
        .flat_map(|(kind, values)| values.iter().map(move |value| (kind, value)))
        .map(|(kind, (name, value))| (format!("requestOverride.{kind}.{name}"), value.as_str()))
    }
}

/// Renders a template on `body`; `None` if the template is empty.
pub(super) fn render(
    template: &Template,
    body: &str,
    deployment: &Deployment,
    request: &ClientRequest,
    shared: &mut TemplateContext,
    trace: &mut Trace,
) -> Option<Result<String, Failure>> {
    let failed = |error: &dyn std::fmt::Display, trace: &mut Trace| {
        trace.unverified("a mapping template that fails is answered with a 500");
        Failure::configuration(format!("the mapping template: {error}"))
    };
    let template = match template.parsed() {
        Ok(template) => template?,
        Err(error) => return Some(Err(failed(&error, trace))),
    };
    let context = shared.context.take();
    let mut scope = Scope::new(input(body, request))
        .with_context(context.unwrap_or_else(|| from_json(&request.context)))
        .with_stage_variables(
            deployment
                .stage_variables
                .iter()
                .map(|(name, value)| (name.as_str(), Value::from(value.as_str())))
                .collect(),
        );
    let rendered = template.render(&mut scope);
    shared.context = Some(scope.context().clone());
    shared.overrides = scope.overrides();
    if let Some(repeated) = shared.overrides.repeated.first() {
        return Some(Err(Failure::configuration(format!(
            "`$context.{repeated}` was set more than once"
        ))));
    }
    Some(rendered.map_err(|error| failed(&error, trace)))
}

/// Notes that a template was chosen.
pub(super) fn chose(
    of: &'static str,
    media_type: &str,
    templates: &[(String, Template)],
    trace: &mut Trace,
) {
    trace.add(Step::Template {
        of,
        media_type: media_type.to_owned(),
        among: templates.iter().map(|(key, _)| key.clone()).collect(),
    });
}

/// `$input`: of several values of one name, the last counts.
fn input(body: &str, request: &ClientRequest) -> Input {
    let mut input = Input::new(body);
    for (name, value) in &request.path_parameters {
        input = input.path(name, value);
    }
    for (index, (name, value)) in request.query.iter().enumerate() {
        let is_last = !request.query[index + 1..]
            .iter()
            .any(|(later, _)| later == name);
        if is_last {
            input = input.querystring(name, value);
        }
    }
    let names = request.headers.keys().map(http::HeaderName::as_str);
    for name in names.filter(|name| !HIDDEN.contains(name)) {
        if let Some(value) = request.header(name).pop() {
            input = input.header(media::train_case(name), value);
        }
    }
    input
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
