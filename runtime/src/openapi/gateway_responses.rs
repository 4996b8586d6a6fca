//! The answers that the gateway gives by itself, in the API's body format.
//!
//! Each type of gateway response is listed, because a body can hold its status, and a default response has one status for many
//! types. The templates are constants: the gateway's own texts about a failure may hold text of the caller.

use super::{cors, patterns::TIMED_OUT, response_template::constant_body, tree::Object};
use crate::{Cors, DeclaredResponse, body::Renderer, builtin};

macro_rules! gateway_responses {
    ($($kind:literal = $status:literal $code:literal, $title:literal, $doc:literal;)*) => {
        static LISTED: &[(&str, DeclaredResponse)] = &[$((
            $kind,
            DeclaredResponse::new($status, $code, $title, concat!($title, ": ")).doc($doc),
        )),*];
    };
}

gateway_responses! {
    "ACCESS_DENIED" = 403 "AccessDenied", "Forbidden", "The caller may not do this.";
    "BAD_REQUEST_BODY" = 400 "InvalidBody", "Bad Request", "The body does not have the form that the API describes.";
    "BAD_REQUEST_PARAMETERS" = 400 "InvalidParameters", "Bad Request", "A parameter that must be there is missing.";
    "DEFAULT_4XX" = 400 "BadRequest", "Bad Request", "The gateway refused the request.";
    "EXPIRED_TOKEN" = 403 "ExpiredToken", "Forbidden", "The token has expired.";
    "INVALID_API_KEY" = 403 "InvalidApiKey", "Forbidden", "The API key is not valid here.";
    "INVALID_SIGNATURE" = 403 "InvalidSignature", "Forbidden", "The signature does not fit the request.";
    "MISSING_AUTHENTICATION_TOKEN" = 403 "MissingAuthenticationToken", "Forbidden", "There is no such route, or it needs a signature.";
    "QUOTA_EXCEEDED" = 429 "QuotaExceeded", "Too Many Requests", "The quota of the API key is used up.";
    "REQUEST_TOO_LARGE" = 413 "BodyTooLarge", "Payload Too Large", "The body is larger than the limit.";
    "RESOURCE_NOT_FOUND" = 404 "RouteNotFound", "Not Found", "There is no such route or operation.";
    "THROTTLED" = 429 "Throttled", "Too Many Requests", "There are too many requests.";
    "UNAUTHORIZED" = 401 "Unauthorized", "Unauthorized", "The request has no valid credentials.";
    "UNSUPPORTED_MEDIA_TYPE" = 415 "UnsupportedMediaType", "Unsupported Media Type", "The API takes no body of this `Content-Type`.";
    "WAF_FILTERED" = 403 "Filtered", "Forbidden", "The firewall refused the request.";
}

/// The types whose cause is not the caller's request.
const OPAQUE: [&str; 5] = [
    "API_CONFIGURATION_ERROR",
    "AUTHORIZER_CONFIGURATION_ERROR",
    "AUTHORIZER_FAILURE",
    "DEFAULT_5XX",
    "INTEGRATION_FAILURE",
];

/// `x-amazon-apigateway-gateway-responses`.
pub(super) fn gateway_responses(renderer: Renderer, cors: Option<&Cors>) -> Object {
    let opaque = OPAQUE.iter().map(|kind| (*kind, &builtin::INTERNAL));
    let mut all: Vec<(&str, &'static DeclaredResponse)> = LISTED
        .iter()
        .map(|(kind, declared)| (*kind, declared))
        .chain(opaque)
        .chain([("INTEGRATION_TIMEOUT", &TIMED_OUT)])
        .collect();
    all.sort_unstable_by_key(|(kind, _)| *kind);
    let mut headers = vec![("Content-Type", renderer.media_type.to_owned())];
    headers.extend(cors.into_iter().flat_map(Cors::gateway_headers));
    all.into_iter()
        .map(|(kind, declared)| {
            let response = Object::new()
                .with("statusCode", declared.status().as_str())
                .with(
                    "responseParameters",
                    cors::mappings("gatewayresponse", &headers),
                )
                .with(
                    "responseTemplates",
                    Object::new().with("application/json", constant_body(renderer, declared)),
                );
            (kind, response)
        })
        .collect()
}
