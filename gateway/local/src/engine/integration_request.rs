//! The second stage, the integration request: the payload for the operation's backend.
//!
//! Input: a request to an operation. Output: the text that a function gets as its event, or a mock as its status. Nothing
//! is invoked here.

use super::{
    Deployment, Failure, MethodRequest, TemplateContext, content, headers, http_api, http_request,
    media, parameters, proxy, templates,
};
use crate::{
    document::{Integration, Kind, Mapping, Passthrough, REQUEST_HEADER, ResponseType},
    trace::{RequestStage, Step, Trace},
};
use bytes::Bytes;
use http::Request;

/// A request to the integration.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct IntegrationRequest {
    /// The receiver.
    pub target: Target,
    /// The event of a function, the JSON from which a mock takes its status, or a request over HTTP in words.
    pub payload: String,
    /// The changes of the request template that the response template sees.
    pub templates: TemplateContext,
}

/// The receiver of an integration request.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Target {
    /// The function of this name.
    Function(String),
    /// A server on this machine, with this request.
    Http(Box<Request<Bytes>>),
    /// Nothing: the gateway answers by itself.
    Mock,
}

/// Makes the integration request, with the request template if one applies.
///
/// # Errors
///
/// When no template takes the body and the integration refuses such bodies, or the document is wrong in a way that only
/// shows on a request.
pub fn integration_request(
    deployment: &Deployment,
    request: &MethodRequest,
    trace: &mut Trace,
) -> Result<IntegrationRequest, Failure> {
    trace.enter(RequestStage::IntegrationRequest);
    refuse_forbidden_headers(&request.operation.integration)?;
    let http_api = request.operation.integration.http_api.as_ref();
    let mapped = http_api.and_then(|it| http_api::mapped_request(deployment, request, it, trace));
    let request = mapped.as_ref().unwrap_or(request);
    let mut templates = TemplateContext::default();
    let (target, payload) = match &request.operation.integration.kind {
        Kind::Proxy { function } => {
            let event = match http_api {
                Some(http_api) => http_api::event(deployment, request, http_api.payload_format)?,
                None => proxy::event(deployment, request),
            };
            (target(deployment, request, function)?, event)
        }
        Kind::Custom { function } => {
            let payload = mapped_body(deployment, request, &mut templates, trace)?;
            let target = target(deployment, request, function)?;
            (target, event(payload, trace))
        }
        Kind::Mock => {
            let payload = mapped_body(deployment, request, &mut templates, trace)?;
            (Target::Mock, payload)
        }
        Kind::Http { uri } => {
            let body = mapped_body(deployment, request, &mut templates, trace)?;
            let sent = http_request::custom(deployment, request, uri, body, &templates, trace)?;
            let payload = http_request::described(&sent);
            (Target::Http(Box::new(sent)), payload)
        }
        Kind::HttpProxy { uri } => {
            let sent = http_request::proxy(deployment, request, uri, trace)?;
            let payload = http_request::described(&sent);
            (Target::Http(Box::new(sent)), payload)
        }
        Kind::Unknown => return Err(Failure::not_run("its integration is of no known type")),
    };
    Ok(IntegrationRequest {
        target,
        payload,
        templates,
    })
}

/// The function, which is invoked with POST: with another method, AWS was recorded to answer 500 (`LocalStack`'s AWS-validated
/// test `test_lambda_aws_proxy_integration_non_post_method`).
fn target(
    deployment: &Deployment,
    request: &MethodRequest,
    function: &str,
) -> Result<Target, Failure> {
    let integration = &request.operation.integration;
    // An HTTP API needs no method to invoke a function.
    if integration.http_api.is_none() && integration.http_method.as_deref() != Some("POST") {
        let reason = "the `httpMethod` of a Lambda integration must be POST";
        return Err(Failure::integration(500, reason));
    }
    deployment
        .with_stage_variables(function)
        .map(Target::Function)
        .map_err(|missing| Failure::configuration(missing.to_string()))
}

/// AWS was recorded to answer 500, and to call no function, if a mapping sets one of these headers, in custom and in proxy
/// integrations (`LocalStack`'s AWS-validated test `test_apigateway_header_remapping_aws`).
fn refuse_forbidden_headers(integration: &Integration) -> Result<(), Failure> {
    let forbidden = match integration.kind {
        Kind::Http { .. } | Kind::HttpProxy { .. } => headers::FORBIDDEN_OVER_HTTP,
        _ => headers::FORBIDDEN_IN_REQUESTS,
    };
    let mappings = integration.request_parameters.iter();
    let found = mappings
        .filter(|mapping| mapping.target.starts_with(REQUEST_HEADER))
        .map(Mapping::name)
        .find(|name| forbidden.contains(&name.to_ascii_lowercase().as_str()));
    match found {
        None => Ok(()),
        Some(name) => Err(Failure::configuration(format!(
            "a mapping cannot set the request header `{name}`"
        ))),
    }
}

/// The event of a function: a request template that renders nothing sends `{}`, as AWS was recorded to do (`LocalStack`'s
/// AWS-validated test `test_input_body_formatting`).
fn event(payload: String, trace: &mut Trace) -> String {
    if !payload.trim().is_empty() {
        return payload;
    }
    trace.note("an empty event is sent as `{}`");
    "{}".to_owned()
}

/// The body after mappings and request template.
fn mapped_body(
    deployment: &Deployment,
    request: &MethodRequest,
    shared: &mut TemplateContext,
    trace: &mut Trace,
) -> Result<String, Failure> {
    let MethodRequest { operation, request } = request;
    let integration = &operation.integration;
    if let Kind::Custom { .. } | Kind::Mock = integration.kind {
        for mapping in &integration.request_parameters {
            parameters::mapped(mapping, deployment, request, None, trace);
        }
    }
    let content_type = request.content_type();
    let available = &integration.request_templates;
    let binary = &deployment.document.binary_media_types;
    let body = content::request_text(request, integration.content_handling, binary, trace)?;
    if let Some((media_type, template)) = media::exact(available, &content_type) {
        templates::chose("request", media_type, available, trace);
        let rendered = templates::render(template, &body, deployment, request, shared, trace);
        if let Some(rendered) = rendered {
            return rendered;
        }
    } else {
        let refused = match integration.passthrough {
            Passthrough::WhenNoMatch => false,
            Passthrough::WhenNoTemplates => !available.is_empty(),
            Passthrough::Never => true,
        };
        if refused {
            return Err(Failure::new(
                ResponseType::UnsupportedMediaType,
                "Unsupported Media Type",
                format!("there is no request template for `{content_type}`"),
            ));
        }
    }
    trace.add(|| Step::PassedThrough { of: "request" });
    Ok(body.into_owned())
}
