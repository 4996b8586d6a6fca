//! The answers that the gateway gives by itself, when a stage fails and the next stages do not run.

use super::{
    BODY_LIMIT, ClientRequest, Deployment, context::Context, headers, http_api, media,
    method_response, parameters,
};
use crate::{
    document::{GatewayResponse, ResponseType},
    trace::{Step, Trace},
};
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;
use std::borrow::Cow;

const DEFAULT_TEMPLATE: &str = r#"{"message":$context.error.messageString}"#;
/// As recorded: a 5xx without an entry in the document has 36 bytes, space included.
const DEFAULT_5XX_TEMPLATE: &str = r#"{"message": $context.error.messageString}"#;

/// As users report it: of all gateway responses, only this one has a capital letter.
const ACCESS_DENIED_TEMPLATE: &str = r#"{"Message":$context.error.messageString}"#;

/// The reason why there is no answer of the integration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// The gateway response that answers; `None` is what API Gateway would have done and this gateway does not, which is a 501
    /// that no document changes.
    pub kind: Option<ResponseType>,
    /// The status that AWS was recorded to give, where its documentation says another.
    pub status: Option<u16>,
    /// The text for the client: `$context.error.message`.
    pub message: String,
    /// The text for the log. The client sees it only as `$context.error.validationErrorString`.
    pub reason: String,
}

impl Failure {
    pub(crate) fn new(
        kind: ResponseType,
        message: impl Into<String>,
        reason: impl Into<String>,
    ) -> Self {
        Self {
            kind: Some(kind),
            status: None,
            message: message.into(),
            reason: reason.into(),
        }
    }

    /// A mistake in the document: 500.
    pub(super) fn configuration(reason: impl Into<String>) -> Self {
        Self::new(
            ResponseType::ApiConfigurationError,
            "Internal server error",
            reason,
        )
    }

    /// A function that could not be invoked, or a malformed answer of a proxy integration.
    pub(super) fn integration(status: u16, reason: impl Into<String>) -> Self {
        Self {
            status: Some(status),
            ..Self::new(
                ResponseType::IntegrationFailure,
                "Internal server error",
                reason,
            )
        }
    }

    /// A server that gives no response: 504, in words that users report of AWS.
    pub(super) fn unreachable(reason: impl Into<String>) -> Self {
        Self::new(
            ResponseType::IntegrationFailure,
            "Network error communicating with endpoint",
            reason,
        )
    }

    /// What this gateway does not do, and API Gateway does: 501, with the reason for the one who runs it.
    pub(super) fn not_run(reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self {
            kind: None,
            status: Some(501),
            message: format!("The local gateway does not run this operation: {reason}"),
            reason,
        }
    }
}

/// The name of the exception that API Gateway states in a header.
fn exception(kind: ResponseType) -> &'static str {
    match kind {
        ResponseType::MissingAuthenticationToken => "MissingAuthenticationTokenException",
        ResponseType::Unauthorized => "UnauthorizedException",
        ResponseType::AccessDenied => "AccessDeniedException",
        ResponseType::AuthorizerConfigurationError => "AuthorizerConfigurationException",
        ResponseType::InvalidApiKey => "ForbiddenException",
        ResponseType::RequestTooLarge => "RequestTooLargeException",
        ResponseType::BadRequestBody
        | ResponseType::BadRequestParameters
        | ResponseType::UnsupportedMediaType => "BadRequestException",
        _ => "InternalServerErrorException",
    }
}

/// Answers `failure` as the document says, or as API Gateway does by itself.
#[must_use]
pub fn gateway_response(
    deployment: &Deployment,
    request: &ClientRequest,
    failure: &Failure,
    trace: &mut Trace,
) -> Response<Bytes> {
    if let (Some(_), Some(kind)) = (&deployment.document.http_api, failure.kind) {
        return http_api::refusal(deployment, kind, request, failure, trace);
    }
    let response = of_failure(deployment, request, failure, trace);
    if headers::size(response.headers()) <= headers::HEADERS_LIMIT {
        return method_response::completed(response, request);
    }
    let failure = headers::too_large(trace);
    let response = of_failure(deployment, request, &failure, trace);
    method_response::completed(response, request)
}

fn of_failure(
    deployment: &Deployment,
    request: &ClientRequest,
    failure: &Failure,
    trace: &mut Trace,
) -> Response<Bytes> {
    let Some(kind) = failure.kind else {
        return not_run(failure, trace);
    };
    trace.keep(Step::GatewayResponse {
        kind: kind.name(),
        reason: failure.reason.clone(),
    });
    let mut request = request.clone();
    request.context.error = Some((kind, failure.clone()));
    let documented = documented(deployment, kind);
    let status = documented
        .iter()
        .find_map(|response| response.status)
        .or(failure.status)
        .unwrap_or_else(|| kind.status());
    let chosen = documented
        .iter()
        .find(|response| !response.templates.is_empty())
        .and_then(|response| media::closest(&response.templates, &request.accept()))
        .map(|(key, text)| (key, text.as_str()));
    let default = match status {
        _ if kind == ResponseType::AccessDenied => ACCESS_DENIED_TEMPLATE,
        500.. if kind != ResponseType::AuthorizerConfigurationError => DEFAULT_5XX_TEMPLATE,
        _ => DEFAULT_TEMPLATE,
    };
    let text = |template| substitute(template, deployment, &request);
    let written = chosen.and_then(|(media_type, template)| Some((media_type, text(template)?)));
    if chosen.is_some() && written.is_none() {
        trace.unverified("a gateway response of more than 10 MB is sent without its template");
    }
    let (media_type, body) =
        written.unwrap_or_else(|| ("application/json", text(default).unwrap_or_default()));
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if let Ok(media_type) = HeaderValue::from_str(media_type) {
        headers.insert(header::CONTENT_TYPE, media_type);
    }
    let exception = HeaderValue::from_static(exception(kind));
    headers.insert("x-amzn-errortype", exception);
    let mappings = documented
        .iter()
        .find(|response| !response.headers.is_empty());
    for mapping in mappings.iter().flat_map(|response| &response.headers) {
        if let Some(value) = parameters::value_of(&mapping.source, deployment, &request, None) {
            headers::set(headers, mapping.name(), &value, trace);
        }
    }
    response
}

fn not_run(failure: &Failure, trace: &mut Trace) -> Response<Bytes> {
    trace.keep(Step::NotRun(failure.reason.clone()));
    let body = json!({"message": failure.message}).to_string();
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = StatusCode::NOT_IMPLEMENTED;
    response
}

/// The document's entry for `kind`, or else for its whole class.
///
/// Of a request that is too large the document decides nothing: "customizing the default gateway response of 413
/// `REQUEST_TOO_LARGE`" is not supported (Developer Guide, "Important notes", REST APIs).
fn documented(deployment: &Deployment, kind: ResponseType) -> Vec<&GatewayResponse> {
    if kind == ResponseType::RequestTooLarge {
        return Vec::new();
    }
    let class = if kind.status() < 500 {
        ResponseType::Default4xx
    } else {
        ResponseType::Default5xx
    };
    let responses = &deployment.document.gateway_responses;
    [kind, class]
        .iter()
        .filter_map(|kind| responses.get(kind))
        .collect()
}

/// Puts values in the place of `$context.…`, `$stageVariables.…` and `$method.request.…`; `None` if the text gets larger than
/// an answer may be.
fn substitute(template: &str, deployment: &Deployment, request: &ClientRequest) -> Option<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some(start) = rest.find('$') {
        if text.len() > BODY_LIMIT {
            return None;
        }
        let (before, from) = rest.split_at(start);
        text.push_str(before);
        let length = from[1..]
            .find(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c)))
            .map_or(from.len(), |length| length + 1);
        let name = from[1..length].trim_end_matches(['.', '-']);
        rest = &from[name.len() + 1..];
        if let Some(value) = substitution(name, deployment, request) {
            text.push_str(&value);
        } else {
            text.push('$');
            text.push_str(name);
        }
    }
    text.push_str(rest);
    (text.len() <= BODY_LIMIT).then_some(text)
}

/// The value of a variable; `None` if there is no such variable.
fn substitution(name: &str, deployment: &Deployment, request: &ClientRequest) -> Option<String> {
    if let Some(path) = name.strip_prefix("context.") {
        let context = Context {
            request,
            deployment,
        };
        return Some(context.text(path).unwrap_or_default());
    }
    if let Some(name) = name.strip_prefix("stageVariables.") {
        let value = deployment.stage_variables.get(name).cloned();
        return Some(value.unwrap_or_default());
    }
    let name = name.strip_prefix("method.request.")?;
    let (place, name) = name.split_once('.')?;
    let value = match place {
        "header" => request.header(name).next_back(),
        "querystring" => request.queries(name).next_back(),
        "path" => request.path_parameter(name).map(Cow::Borrowed),
        _ => return None,
    };
    Some(value.map(Cow::into_owned).unwrap_or_default())
}
