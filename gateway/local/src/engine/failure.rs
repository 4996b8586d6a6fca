//! What the gateway answers by itself, and how the document dresses it.

use super::{Exchange, context, headers, media};
use crate::{
    document::{GatewayResponse, ResponseType},
    trace::Step,
};
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;

const DEFAULT_TEMPLATE: &str = r#"{"message":$context.error.messageString}"#;
/// As recorded: a 5xx that the document says nothing of has 36 bytes, space included.
const DEFAULT_5XX_TEMPLATE: &str = r#"{"message": $context.error.messageString}"#;

/// Why there is no answer of the integration.
#[derive(Debug)]
pub(super) struct Failure {
    kind: ResponseType,
    /// The status that AWS was recorded to give, where its documentation says another.
    status: Option<u16>,
    message: String,
    /// What the client does not see, except as `$context.error.validationErrorString`.
    reason: String,
}

impl Failure {
    pub(super) fn new(
        kind: ResponseType,
        message: impl Into<String>,
        reason: impl Into<String>,
    ) -> Self {
        Self {
            kind,
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

    /// A function that could not be invoked, or a proxy's answer that is none.
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

    fn exception(&self) -> &'static str {
        match self.kind {
            ResponseType::MissingAuthenticationToken => "MissingAuthenticationTokenException",
            ResponseType::Unauthorized => "UnauthorizedException",
            ResponseType::AccessDenied => "AccessDeniedException",
            ResponseType::InvalidApiKey => "ForbiddenException",
            ResponseType::RequestTooLarge => "RequestTooLargeException",
            ResponseType::BadRequestBody
            | ResponseType::BadRequestParameters
            | ResponseType::UnsupportedMediaType => "BadRequestException",
            _ => "InternalServerErrorException",
        }
    }
}

impl<'a> Exchange<'a> {
    /// The gateway response of `failure`.
    pub(super) fn refuse(&mut self, failure: &Failure) -> Response<Bytes> {
        self.trace.add(Step::GatewayResponse {
            kind: failure.kind.name(),
            reason: failure.reason.clone(),
        });
        self.context["error"] = json!({
            "message": failure.message,
            "messageString": json!(failure.message).to_string(),
            "responseType": failure.kind.name(),
            "validationErrorString": failure.reason,
        });
        let (own, general) = self.documented(failure.kind);
        let status = own
            .and_then(|response| response.status)
            .or_else(|| general.and_then(|response| response.status))
            .or(failure.status)
            .unwrap_or_else(|| failure.kind.status());
        let dressed = [own, general];
        let templates = dressed
            .iter()
            .flatten()
            .find(|response| !response.templates.is_empty());
        let chosen = templates
            .and_then(|response| media::closest(&response.templates, &self.incoming.accept()))
            .map(|(key, text)| (key, text.as_str()));
        let (media_type, template) = chosen.unwrap_or(match status {
            500.. => ("application/json", DEFAULT_5XX_TEMPLATE),
            _ => ("application/json", DEFAULT_TEMPLATE),
        });
        let body = self.substitute(template);
        let mut response = Response::new(Bytes::from(body));
        *response.status_mut() =
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let Ok(media_type) = HeaderValue::from_str(media_type) {
            response
                .headers_mut()
                .insert(header::CONTENT_TYPE, media_type);
        }
        response.headers_mut().insert(
            "x-amzn-errortype",
            HeaderValue::from_static(failure.exception()),
        );
        let mappings = dressed
            .iter()
            .flatten()
            .find(|response| !response.headers.is_empty());
        for mapping in mappings.iter().flat_map(|response| &response.headers) {
            let name = mapping.target.trim_start_matches("gatewayresponse.header.");
            if let Some(value) = self.value_of(&mapping.source, None) {
                headers::set(response.headers_mut(), name, &value, &mut self.trace);
            }
        }
        response
    }

    /// What the document says of `kind`, and of its whole class.
    fn documented(
        &self,
        kind: ResponseType,
    ) -> (Option<&'a GatewayResponse>, Option<&'a GatewayResponse>) {
        if kind == ResponseType::RequestTooLarge {
            return (None, None);
        }
        let class = if kind.status() < 500 {
            ResponseType::Default4xx
        } else {
            ResponseType::Default5xx
        };
        let gateway: &'a super::Parts = self.gateway;
        let responses = &gateway.document.gateway_responses;
        (responses.get(&kind), responses.get(&class))
    }

    /// Puts values in the place of `$context.…`, `$stageVariables.…` and `$method.request.…`.
    fn substitute(&self, template: &str) -> String {
        let mut text = String::new();
        let mut rest = template;
        while let Some(start) = rest.find('$') {
            let (before, from) = rest.split_at(start);
            text.push_str(before);
            let length = from[1..]
                .find(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c)))
                .map_or(from.len(), |length| length + 1);
            let name = from[1..length].trim_end_matches(['.', '-']);
            rest = &from[name.len() + 1..];
            if let Some(value) = self.substitution(name) {
                text.push_str(&value);
            } else {
                text.push('$');
                text.push_str(name);
            }
        }
        text + rest
    }

    /// The value of a variable; `None` if there are no such variables.
    fn substitution(&self, name: &str) -> Option<String> {
        if let Some(path) = name.strip_prefix("context.") {
            return Some(context::text(&self.context, path).unwrap_or_default());
        }
        if let Some(name) = name.strip_prefix("stageVariables.") {
            let value = self.gateway.stage_variables.get(name).cloned();
            return Some(value.unwrap_or_default());
        }
        let name = name.strip_prefix("method.request.")?;
        let (place, name) = name.split_once('.')?;
        let value = match place {
            "header" => self.incoming.header(name).pop(),
            "querystring" => self.incoming.queries(name).pop(),
            "path" => self.incoming.path_parameter(name).map(str::to_owned),
            _ => return None,
        };
        Some(value.unwrap_or_default())
    }
}
