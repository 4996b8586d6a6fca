//! One operation of the document: its parameters, bodies and responses, and the integration that invokes the function.

use super::{
    OpenApi, cors, headers, limits,
    mocks::{INTEGRATION, header_objects, json_template},
    parameters,
    patterns::Selections,
    request_template::request_template,
    response_template::ResponseTemplates,
    routes::Resource,
    samples::{Filling, PLAIN, SampleError},
    schemas::{Audience, Models},
    tree::{Node, Object},
};
use crate::{
    Cors, DeclaredResponse, DescribedResponse, Function, Integration, IntegrationSettings,
    Operation, SuccessOutcome,
    body::{Renderer, Shape, schema},
    endpoint::schemas::FORM,
    statuses,
};
use apigw_local::engine::{HeaderRestriction, header_restriction};
use http::Method;

/// How long a stream may take, in milliseconds:
/// [response transfer mode](https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html).
const LONGEST_STREAM: u64 = 900_000;

/// One operation at one method; HEAD is also answered by the operation for GET.
pub(super) struct Writer<'a> {
    pub(super) openapi: &'a OpenApi,
    pub(super) models: &'a Models,
    pub(super) resource: &'a Resource<'a>,
    pub(super) operation: &'a Operation,
    pub(super) method: Method,
    pub(super) selections: Selections,
}

impl Writer<'_> {
    pub(super) fn object(&self, problems: &mut Vec<String>) -> Object {
        let summary = self.operation.description().lines().next();
        let description = description(self.operation);
        problems.extend(schema_problem_of(self.operation));
        let integration = match self.openapi.settings.integration {
            Integration::Proxy => self.proxy(),
            Integration::Custom => {
                problems.extend(self.problems());
                self.custom(problems)
            }
        };
        Object::new()
            .with("operationId", self.id())
            .with_some("summary", summary.filter(|line| !line.is_empty()))
            .with_some(
                "description",
                (!description.is_empty()).then_some(description),
            )
            .with_some(
                "parameters",
                parameters::of_operation(self.resource, self.operation, Audience::Gateway),
            )
            .with_some("requestBody", self.request_body())
            .with("responses", self.responses())
            .with_some(
                "security",
                self.openapi.security_of(self.operation).requirement(),
            )
            .with(INTEGRATION, integration)
    }

    fn id(&self) -> String {
        let name = self.operation.name();
        if self.is_own_method() {
            name.to_owned()
        } else {
            format!("{name}Head")
        }
    }

    fn is_own_method(&self) -> bool {
        self.operation
            .route()
            .is_some_and(|route| route.method() == self.method)
    }

    fn has_body(&self) -> bool {
        self.method != Method::HEAD
    }

    fn request_body(&self) -> Option<Object> {
        request_body(self.operation, &self.method, self.models)
    }

    fn responses(&self) -> Object {
        let is_success = |status: u16| {
            let mut successes = self.operation.successes().iter();
            successes.any(|success| success.status().as_u16() == status)
        };
        let mut responses: Vec<_> = self
            .selections
            .iter()
            .filter(|selection| !is_success(selection.status))
            .map(|selection| {
                let failures = self
                    .models
                    .failures(self.operation.name(), selection.status);
                let model = failures.map(|failures| failures.schema.clone());
                let response = self.response(
                    statuses::describe(selection.declared()),
                    &selection.headers(),
                    selection.has_body().then_some(self.operation.media_type()),
                    model,
                );
                (selection.status, response)
            })
            .collect();
        responses.extend(
            self.operation
                .successes()
                .iter()
                .enumerate()
                .map(|(index, success)| {
                    let status = success.status();
                    // The first is that of the default integration response, whose mappings name the headers of all.
                    let headers = match index {
                        0 => self.operation.success_headers(),
                        _ => success.headers(),
                    };
                    let response = self.response(
                        status.canonical_reason().unwrap_or("Success").to_owned(),
                        headers,
                        success.media_type(),
                        self.models.response(self.operation.name(), status.as_u16()),
                    );
                    (status.as_u16(), response)
                }),
        );
        responses.sort_by_key(|(status, _)| *status);
        responses
            .into_iter()
            .map(|(status, response)| (status.to_string(), response))
            .collect()
    }

    fn response(
        &self,
        description: String,
        own_headers: &[&'static str],
        media_type: Option<&str>,
        model: Option<Node>,
    ) -> Object {
        let content = media_type.filter(|_| self.has_body()).map(|media_type| {
            Object::new().with(media_type, Object::new().with_some("schema", model))
        });
        let mut names = own_headers.to_vec();
        if self.openapi.settings.integration == Integration::Custom {
            names.extend(
                self.constant_headers(own_headers, media_type)
                    .iter()
                    .map(|(name, _)| *name),
            );
            names.extend(
                self.openapi
                    .settings
                    .cors
                    .as_ref()
                    .and_then(Cors::templated_header),
            );
        }
        Object::new()
            .with("description", description)
            .with_any("headers", header_objects(names))
            .with_some("content", content)
    }

    /// The headers that the gateway sets on every answer.
    fn constant_headers(
        &self,
        own: &[&str],
        media_type: Option<&str>,
    ) -> Vec<(&'static str, String)> {
        let content_type = media_type.map(|media_type| ("Content-Type", media_type.to_owned()));
        let cors = self
            .openapi
            .settings
            .cors
            .iter()
            .flat_map(|cors| cors.response_headers(own));
        content_type.into_iter().chain(cors).collect()
    }

    fn proxy(&self) -> Object {
        if !self.operation.streams() {
            return self.call("aws_proxy");
        }
        let uri = self.openapi.function_of(self.operation).streaming_uri();
        let settings = &self.openapi.settings.integrations;
        let integration = Object::new()
            .with("type", "aws_proxy")
            .with("httpMethod", "POST")
            .with("uri", uri)
            .with("responseTransferMode", "STREAM");
        let longest = settings.timeout.is_none().then_some(LONGEST_STREAM);
        with_settings(integration, settings).with_some("timeoutInMillis", longest)
    }

    /// An integration of this type with the operation's function.
    fn call(&self, type_name: &str) -> Object {
        let function = self.openapi.function_of(self.operation);
        self.openapi.call(type_name, &function)
    }

    fn custom(&self, problems: &mut Vec<String>) -> Object {
        let name = self.operation.name();
        let templates = ResponseTemplates {
            operation: self.operation,
            cors: self.openapi.settings.cors.as_ref(),
            has_body: self.has_body(),
        };
        let mut integration_response =
            |status: u16, headers: &[(&str, String)], template: String| {
                problems.extend(limits::template(name, &template));
                Object::new()
                    .with("statusCode", status.to_string())
                    .with_any(
                        "responseParameters",
                        cors::mappings("method.response", headers),
                    )
                    .with("responseTemplates", json_template(template))
            };
        let constant = self.constant_headers(
            self.operation.success_headers(),
            self.operation.mapped_media_type(),
        );
        let status = self.operation.success_status().as_u16();
        let mut responses = Object::new().with(
            "default",
            integration_response(status, &constant, templates.success()),
        );
        for selection in self.selections.iter() {
            let headers = selection.headers();
            let media_type = selection.has_body().then_some(self.operation.media_type());
            let constant = self.constant_headers(&headers, media_type);
            let template = templates.failure(selection);
            responses.push(
                self.selections.pattern(selection),
                integration_response(selection.status, &constant, template),
            );
        }
        let template = request_template(name, reads_body(self.operation, &self.method));
        self.call("aws")
            .with("passthroughBehavior", "never")
            .with(
                "requestTemplates",
                self.openapi.request_templates(&template),
            )
            .with("responses", responses)
    }

    /// The properties of the operation that a custom integration cannot carry.
    fn problems(&self) -> Vec<String> {
        let operation = self.operation;
        let mut problems = Vec::new();
        let media_types = operation
            .successes()
            .iter()
            .filter_map(SuccessOutcome::media_type);
        for media_type in media_types.filter(|kind| !is_text(kind)) {
            problems.push(format!(
                "the success is `{media_type}`, and a custom integration carries text only: use a proxy integration"
            ));
        }
        if operation.streams() {
            problems.push(
                "its success is a stream, and a custom integration reads whole answers, which its templates are made of: use a proxy integration".to_owned(),
            );
        }
        problems.extend(format_problem(operation.renderer(), operation.responses()));
        let declared = operation
            .responses()
            .iter()
            .flat_map(|response| response.header_names());
        let mut names: Vec<_> = operation
            .success_headers()
            .iter()
            .chain(declared)
            .copied()
            .collect();
        names.sort_unstable();
        names.dedup();
        problems.extend(
            names
                .into_iter()
                .filter_map(|name| self.header_problem(name)),
        );
        problems
            .into_iter()
            .map(|problem| format!("`{}`: {problem}", operation.name()))
            .collect()
    }

    fn header_problem(&self, name: &str) -> Option<String> {
        if let Some(restriction) = header_restriction(name) {
            let cause = match restriction {
                HeaderRestriction::Renamed(other) => format!("API Gateway sends it as `{other}`"),
                _ => "API Gateway drops it".to_owned(),
            };
            return Some(format!(
                "the header `{name}` does not reach the client of a custom integration, since {cause}: use another header, or a proxy integration"
            ));
        }
        if !headers::is_mappable(name) {
            return Some(format!(
                "the header `{name}` cannot be mapped: API Gateway takes letters, digits, `.`, `_` and `-`"
            ));
        }
        let cors = self.openapi.settings.cors.as_ref()?;
        let is_set = name.to_ascii_lowercase().starts_with("access-control-")
            || (name.eq_ignore_ascii_case("Vary") && !cors.has_one_origin());
        is_set.then(|| {
            format!("the header `{name}` is set by `Cors` and by the contract: leave one out")
        })
    }
}

/// Why a custom integration cannot carry the bodies of a format of the user's own, tried on each of `responses`.
pub(super) fn format_problem(
    renderer: Renderer,
    responses: &[&'static DeclaredResponse],
) -> Option<String> {
    if renderer.shape != Shape::Custom {
        return None;
    }
    let fillings = [Filling::Least(PLAIN), Filling::Everywhere(PLAIN)];
    let mut samples = responses
        .iter()
        .filter(|response| response.has_body())
        .flat_map(|&response| fillings.map(|filling| SampleError::new(response, filling)));
    samples.find_map(|sample| {
        let reason = sample.occurrence(|occurrence| renderer.object(occurrence)).err()?;
        Some(format!(
            "the body of `{}` {reason}, and a custom integration carries JSON objects only: have the `BodyFormat` serialise a struct or a map, or use a proxy integration",
            sample.response.code()
        ))
    })
}

/// Why a document cannot have the schema that the format of `operation` gives for one of its failures.
pub(super) fn schema_problem_of(operation: &Operation) -> Option<String> {
    let problem = schema_problem(operation.renderer(), operation.responses())?;
    Some(format!("`{}`: {problem}", operation.name()))
}

/// Why a document cannot have the schema that a format of the user's own gives for one of `responses`.
pub(super) fn schema_problem(
    renderer: Renderer,
    responses: &[&'static DeclaredResponse],
) -> Option<String> {
    let field_errors = schema::field_errors();
    let mut responses = responses.iter().filter(|response| response.has_body());
    responses.find_map(|response| {
        let described = DescribedResponse::new(response, &[], &field_errors);
        let reason = renderer.schema(&described).err()?;
        Some(format!(
            "the schema of the body of `{}` {reason}: have `BodyFormat::schema` return an object, or `None`",
            response.code()
        ))
    })
}

/// The documentation of the handler, and that of its failures.
pub(super) fn description(operation: &Operation) -> String {
    let failures = operation.failures_description();
    let failures = (!failures.is_empty()).then(|| format!("Failures: {failures}"));
    let handler = operation.description();
    let handler = (!handler.is_empty()).then(|| handler.to_owned());
    let parts: Vec<_> = handler.into_iter().chain(failures).collect();
    parts.join("\n\n")
}

/// The body that the operation takes at this method, if one is known.
pub(super) fn request_body(
    operation: &Operation,
    method: &Method,
    models: &Models,
) -> Option<Object> {
    let request = operation.schemas().request();
    let body = request.filter(|_| reads_body(operation, method))?;
    let media = Object::new().with_some("schema", models.request(operation.name()));
    Some(
        Object::new()
            .with("required", body.required)
            .with("content", Object::new().with(body.media_type, media)),
    )
}

/// With these methods a form is in the query string.
fn reads_body(operation: &Operation, method: &Method) -> bool {
    let has_content = ![Method::GET, Method::HEAD, Method::OPTIONS].contains(method);
    let request = operation.schemas().request();
    has_content || request.is_some_and(|body| body.media_type != FORM)
}

/// Whether a template can carry such a body.
fn is_text(media_type: &str) -> bool {
    let kind = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    kind.starts_with("text/")
        || ["json", "xml", "yaml", "javascript", "x-www-form-urlencoded"]
            .iter()
            .any(|end| kind.ends_with(end))
}

impl OpenApi {
    /// An integration of this type with `function`.
    pub(super) fn call(&self, type_name: &str, function: &Function) -> Object {
        let integration = Object::new()
            .with("type", type_name)
            .with("httpMethod", "POST")
            .with("uri", function.uri());
        with_settings(integration, &self.settings.integrations)
    }
}

/// Adds what is stated of the integrations to one of them.
fn with_settings(integration: Object, settings: &IntegrationSettings) -> Object {
    let milliseconds = settings.timeout.map(|timeout| timeout.as_millis());
    let milliseconds = milliseconds.map(|most| u64::try_from(most).unwrap_or(u64::MAX));
    let tls = settings.skips_certificate_check;
    integration
        .with_some("timeoutInMillis", milliseconds)
        .with_some("credentials", settings.credentials.clone())
        .with_some(
            "connectionType",
            settings.vpc_link.as_ref().map(|_| "VPC_LINK"),
        )
        .with_some("connectionId", settings.vpc_link.clone())
        .with_some(
            "tlsConfig",
            tls.map(|skips| Object::new().with("insecureSkipVerification", skips)),
        )
}
