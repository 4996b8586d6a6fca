//! Answers without a function: unknown routes, unknown methods, preflight requests.

use super::{
    OpenApi, cors, parameters,
    response_template::constant_body,
    routes::Resource,
    schemas::Models,
    tree::Object,
    vtl::{fill, literal, set_header},
};
use crate::{Cors, DeclaredResponse, builtin};

/// What the gateway answers where no operation takes a request.
pub(super) static UNROUTED: [&DeclaredResponse; 2] =
    [&builtin::ROUTE_NOT_FOUND, &builtin::METHOD_NOT_ALLOWED];

/// The answer to every method of `resource` that no operation takes: 405, or 404 where there is no operation at all.
pub(super) fn any_method(openapi: &OpenApi, models: &Models, resource: &Resource<'_>) -> Object {
    let declared = if resource.operations.is_empty() {
        &builtin::ROUTE_NOT_FOUND
    } else {
        &builtin::METHOD_NOT_ALLOWED
    };
    let renderer = openapi.renderer;
    let mut headers = vec![("Content-Type", renderer.media_type.to_owned())];
    if !resource.operations.is_empty() {
        headers.push(("Allow", allowed(openapi, resource).join(",")));
    }
    headers.extend(
        openapi
            .settings
            .cors
            .iter()
            .flat_map(|cors| cors.response_headers(&[])),
    );
    let mut template = constant_body(renderer, declared);
    if let Some(cors) = &openapi.settings.cors {
        if resource.operations.is_empty() {
            template = unless_preflight(cors, &template);
        }
        template.insert_str(0, &cors.template().unwrap_or_default());
    }
    let content = Object::new().with(
        renderer.media_type,
        Object::new().with_some(
            "schema",
            models
                .unrouted(declared.status().as_u16())
                .map(|failures| failures.schema.clone()),
        ),
    );
    Mock {
        status: declared.status().as_str(),
        description: declared.description(),
        headers,
        content: Some(content),
        template: Some(template),
    }
    .operation(openapi, resource)
}

/// Where there is no operation, all methods have one answer. A preflight request must succeed there too, or a page could
/// not read the 404 that follows.
fn unless_preflight(cors: &Cors, template: &str) -> String {
    let headers = cors.preflight_headers(&["*".to_owned()]);
    let headers: String = headers
        .into_iter()
        .map(|(name, value)| set_header(&literal(name), &literal(&value)))
        .collect();
    fill(
        include_str!("templates/unless_preflight.vtl"),
        &[("headers", &headers), ("otherwise", template)],
    )
}

/// The answer to a preflight request at a resource with operations.
pub(super) fn preflight(openapi: &OpenApi, cors: &Cors, resource: &Resource<'_>) -> Object {
    let mut headers = cors.response_headers(&[]);
    headers.extend(cors.preflight_headers(&allowed(openapi, resource)));
    Mock {
        status: "204",
        description: "What a web page of another origin may do here.",
        headers,
        content: None,
        template: cors.template(),
    }
    .operation(openapi, resource)
}

fn allowed(openapi: &OpenApi, resource: &Resource<'_>) -> Vec<String> {
    let mut methods = resource.methods();
    if openapi.settings.cors.is_some() {
        methods.push("OPTIONS".to_owned());
    }
    methods.sort();
    methods.dedup();
    methods
}

struct Mock<'a> {
    status: &'a str,
    description: &'a str,
    headers: Vec<(&'static str, String)>,
    content: Option<Object>,
    template: Option<String>,
}

impl Mock<'_> {
    fn operation(self, openapi: &OpenApi, resource: &Resource<'_>) -> Object {
        let Self {
            status,
            description,
            headers,
            content,
            template,
        } = self;
        let templated = openapi
            .settings
            .cors
            .as_ref()
            .and_then(Cors::templated_header);
        let names = headers.iter().map(|(name, _)| *name).chain(templated);
        let response = Object::new()
            .with("description", description)
            .with("headers", header_objects(names))
            .with_some("content", content);
        let integration_response = Object::new()
            .with("statusCode", status)
            .with(
                "responseParameters",
                cors::mappings("method.response", &headers),
            )
            .with_some("responseTemplates", template.map(json_template));
        let request_template = format!("{{\"statusCode\":{status}}}");
        let integration = Object::new()
            .with("type", "mock")
            .with("passthroughBehavior", "never")
            .with(
                "requestTemplates",
                openapi.request_templates(&request_template),
            )
            .with(
                "responses",
                Object::new().with("default", integration_response),
            );
        Object::new()
            .with_some("parameters", parameters::of_path(resource))
            .with("responses", Object::new().with(status, response))
            .with(INTEGRATION, integration)
    }
}

pub(super) const INTEGRATION: &str = "x-amazon-apigateway-integration";

/// The one key has `Accept` choose nothing.
pub(super) fn json_template(template: String) -> Object {
    Object::new().with("application/json", template)
}

/// Declarations of response headers; import takes no mapping to one that is not declared.
pub(super) fn header_objects<'a>(names: impl IntoIterator<Item = &'a str>) -> Object {
    let text = || Object::new().with("schema", Object::new().with("type", "string"));
    names.into_iter().map(|name| (name, text())).collect()
}
