//! Mapping templates: the choice of a template, and its variables.

use super::{ClientRequest, Deployment, Failure, context::Context, media};
use crate::{
    document::Template,
    trace::{Step, Trace},
};
use apigw_velocity::{Data, Overrides, Place, Scope, Source};

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
    scope: Scope,
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

/// What a template reads.
struct View<'a> {
    body: &'a str,
    deployment: &'a Deployment,
    request: &'a ClientRequest,
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
    let view = View {
        body,
        deployment,
        request,
    };
    shared.scope.limit_steps(request.step_limit);
    let rendered = template.render(&mut shared.scope, &view);
    trace.used_up |= shared.scope.is_used_up();
    shared.overrides = shared.scope.overrides();
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
    trace.add(|| Step::Template {
        of,
        media_type: media_type.to_owned(),
        among: templates.iter().map(|(key, _)| key.clone()).collect(),
    });
}

impl Source for View<'_> {
    fn body(&self) -> &str {
        self.body
    }

    fn parameters(&self, place: Place, each: &mut dyn FnMut(&str, &str)) {
        let request = self.request;
        let pairs = match place {
            Place::Path => &request.path_parameters,
            Place::QueryString => &request.query,
            Place::Header => {
                let shown = request.headers.iter();
                for (name, value) in shown.filter(|(name, _)| !HIDDEN.contains(&name.as_str())) {
                    let value = String::from_utf8_lossy(value.as_bytes());
                    each(&media::train_case(name.as_str()), &value);
                }
                return;
            }
        };
        for (name, value) in pairs {
            each(name, value);
        }
    }

    fn context(&self) -> Data<'_> {
        let context = Context {
            request: self.request,
            deployment: self.deployment,
        };
        context.data()
    }

    fn stage_variables(&self) -> Data<'_> {
        let variables = self.deployment.stage_variables.iter();
        variables
            .map(|(name, value)| (name.as_str(), Data::from(value.as_str())))
            .collect()
    }
}
