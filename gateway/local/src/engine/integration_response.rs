//! The fourth stage, the integration response: selects the integration response, and makes status, headers and body.
//!
//! Input: a request to an operation, the changes of its request template, and the integration's answer. Output: status, headers
//! and body, before the names of headers are changed on their way out.

use super::{
    Deployment, Failure, IntegrationAnswer, MethodRequest, TemplateContext, content, headers,
    http_api,
    json_member::{TextMember, text_member},
    media, parameters, proxy,
    select::select,
    templates,
};
use crate::{
    document::{IntegrationResponse, Kind},
    function::Outcome,
    trace::{RequestStage, Step, Trace},
};
use apigw_velocity::StatusOverride;
use bytes::Bytes;
use http::{Response, StatusCode};
use std::borrow::Cow;

/// The result of the integration response.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum MappedResponse {
    /// A custom or mock integration's.
    Custom(CustomResponse),
    /// A proxy integration's: the response as the function wrote it.
    Proxy(Response<Bytes>),
    /// An HTTP proxy integration's: the response as the server made it.
    HttpProxy(Response<Bytes>),
}

/// A response made by mappings and templates.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CustomResponse {
    /// The status of the selected integration response.
    pub status: u16,
    /// The mapped headers, as the document spells them.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
    /// The status that a template set in its place.
    pub status_override: Option<StatusCode>,
    /// The headers that a template set.
    pub header_overrides: Vec<(String, String)>,
    /// Whether the answer came from Lambda.
    pub of_lambda: bool,
}

/// Selects the integration response and makes headers and body; of a proxy integration, reads the function's answer.
///
/// `templates` has the changes of the request template; [`TemplateContext::default`] has no changes.
///
/// # Errors
///
/// When the function was not invoked, a proxy's answer is malformed, or no integration response can be selected or made.
pub fn integration_response(
    deployment: &Deployment,
    request: &MethodRequest,
    templates: TemplateContext,
    answer: &IntegrationAnswer,
    trace: &mut Trace,
) -> Result<MappedResponse, Failure> {
    trace.enter(RequestStage::IntegrationResponse);
    let integration = &request.operation.integration;
    match answer {
        IntegrationAnswer::Lambda(Outcome::NotInvoked(reason)) => {
            return Err(Failure::integration(500, reason));
        }
        IntegrationAnswer::Http(Err(reason)) => {
            return Err(Failure::unreachable(reason));
        }
        IntegrationAnswer::Http(Ok(response))
            if matches!(integration.kind, Kind::HttpProxy { .. }) =>
        {
            let (mut head, body) = response.clone().into_parts();
            if integration.http_api.is_none() {
                head.headers = headers::through_http_proxy(head.headers);
            } else {
                proxy::remove_framing(&mut head.headers);
            }
            let mut response = Response::from_parts(head, body);
            if let Some(http_api) = &integration.http_api {
                response =
                    http_api::mapped_response(deployment, request, http_api, response, trace);
            }
            return Ok(MappedResponse::HttpProxy(response));
        }
        _ => {}
    }
    if let Some(http_api) = &integration.http_api {
        let IntegrationAnswer::Lambda(Outcome::Payload(payload)) = answer else {
            return Err(Failure::integration(500, FUNCTION_ERROR));
        };
        let response = http_api::response(payload, http_api.payload_format, trace)?;
        let response = http_api::mapped_response(deployment, request, http_api, response, trace);
        return Ok(MappedResponse::Proxy(response));
    }
    if let Kind::Proxy { .. } = integration.kind {
        return match answer {
            IntegrationAnswer::Streamed(answer) => proxy::begun(answer).map(MappedResponse::Proxy),
            IntegrationAnswer::Lambda(Outcome::Payload(payload)) => {
                let accepts_binary = proxy_accepts_binary(deployment, request);
                let read = if integration.streams {
                    proxy::streamed
                } else {
                    proxy::response
                };
                read(payload, accepts_binary, trace).map(MappedResponse::Proxy)
            }
            _ => Err(Failure::integration(502, FUNCTION_ERROR)),
        };
    }
    let text = selected_text(answer, trace);
    let selected = select(
        &integration.responses,
        &text,
        request.request.step_limit,
        trace,
    )?;
    custom_response(deployment, request, templates, selected, answer, trace)
        .map(MappedResponse::Custom)
}

/// The reason in API Gateway's log.
const FUNCTION_ERROR: &str =
    "Lambda execution failed with status 200 due to customer function error";

/// Whether the first media type in `Accept` is a binary one; the `Content-Type` of the answer plays no part, as AWS was
/// recorded (`LocalStack`'s AWS-validated test `test_aws_proxy_binary_response`).
fn proxy_accepts_binary(deployment: &Deployment, request: &MethodRequest) -> bool {
    let binary = &deployment.document.binary_media_types;
    let accept = request.request.stated_accept();
    media::is_binary(binary, accept.as_deref().unwrap_or("*/*"))
}

/// What the selection patterns look at: the message of a function error, the status of a mock or of a server, nothing of a success.
fn selected_text<'a>(answer: &'a IntegrationAnswer, trace: &mut Trace) -> Cow<'a, str> {
    let error = match answer {
        IntegrationAnswer::Mock(status) => return status.to_string().into(),
        IntegrationAnswer::Http(Ok(response)) => {
            return response.status().as_str().to_owned().into();
        }
        IntegrationAnswer::Lambda(Outcome::FunctionError(error)) => error,
        IntegrationAnswer::Lambda(_)
        | IntegrationAnswer::Http(Err(_))
        | IntegrationAnswer::Streamed(_) => return "".into(),
    };
    match text_member(error, "errorMessage") {
        TextMember::Text(message) => message,
        TextMember::Absent => "".into(),
        TextMember::Other => {
            trace.unverified("an `errorMessage` that is not a string counts as an empty one");
            "".into()
        }
    }
}

fn custom_response(
    deployment: &Deployment,
    request: &MethodRequest,
    mut templates: TemplateContext,
    selected: &IntegrationResponse,
    answer: &IntegrationAnswer,
    trace: &mut Trace,
) -> Result<CustomResponse, Failure> {
    let client = &request.request;
    let mut headers = Vec::new();
    for mapping in &selected.headers {
        if let Some(value) = parameters::mapped(mapping, deployment, client, Some(answer), trace) {
            headers.push((mapping.name().to_owned(), value));
        }
    }
    let text = body_text(deployment, request, &mut templates, selected, answer, trace)?;
    let binary = &deployment.document.binary_media_types;
    let accepts_binary = media::is_binary(binary, &client.accept());
    let body = content::response_bytes(text, selected.content_handling, accepts_binary, trace)?;
    Ok(CustomResponse {
        status: selected.status,
        headers,
        body,
        status_override: templates
            .overrides
            .status
            .and_then(|status| status_override(&status, trace)),
        header_overrides: templates.overrides.response_headers,
        of_lambda: matches!(answer, IntegrationAnswer::Lambda(_)),
    })
}

fn body_text(
    deployment: &Deployment,
    request: &MethodRequest,
    shared: &mut TemplateContext,
    selected: &IntegrationResponse,
    answer: &IntegrationAnswer,
    trace: &mut Trace,
) -> Result<String, Failure> {
    let client = &request.request;
    if let Some((media_type, template)) = media::closest(&selected.templates, &client.accept()) {
        templates::chose("response", media_type, &selected.templates, trace);
        if !media_type.starts_with("application/json") {
            trace.unverified(
                "the key of the template does not become the Content-Type, which stays JSON unless it is mapped",
            );
        }
        let body = answer.body();
        let rendered = templates::render(template, &body, deployment, client, shared, trace);
        if let Some(rendered) = rendered {
            return rendered;
        }
    }
    trace.add(|| Step::PassedThrough { of: "response" });
    Ok(answer.body().into_owned())
}

fn status_override(status: &StatusOverride, trace: &mut Trace) -> Option<StatusCode> {
    let code = match status {
        StatusOverride::Code(code) => StatusCode::from_u16(*code).ok(),
        StatusOverride::Other(_) => None,
    };
    if code.is_none() {
        trace.unverified(
            "an override of the status that is not a whole number from 100 to 599 is ignored",
        );
    }
    code
}
