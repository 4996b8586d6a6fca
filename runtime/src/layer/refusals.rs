//! The refusals of axum and of middleware, as declared responses: by the status, and by axum's own words.

use crate::{DeclaredResponse, builtin};
use http::StatusCode;

macro_rules! statuses {
    ($($status:literal $code:literal, $title:literal, $doc:literal;)*) => {
        /// A response for each 4xx that has a reason phrase.
        static REFUSED: &[DeclaredResponse] = &[
            $(DeclaredResponse::new($status, $code, $title, concat!($title, ": ")).doc($doc)),*
        ];
    };
}

macro_rules! failures {
    ($($status:literal $code:literal, $title:literal, $doc:literal;)*) => {
        /// A response for each 5xx that has a reason phrase.
        static FAILED: &[DeclaredResponse] = &[
            $(DeclaredResponse::new($status, $code, $title, concat!($title, ": ")).doc($doc).opaque()),*
        ];
    };
}

statuses! {
    400 "BadRequest", "Bad Request", "The request is not well-formed.";
    401 "Unauthorized", "Unauthorized", "The request has no valid credentials.";
    402 "PaymentRequired", "Payment Required", "A payment is required.";
    403 "Forbidden", "Forbidden", "The request is not allowed.";
    404 "NotFound", "Not Found", "There is no such resource.";
    405 "MethodNotAllowed", "Method Not Allowed", "The route has no such method.";
    406 "NotAcceptable", "Not Acceptable", "No representation is acceptable to the client.";
    407 "ProxyAuthenticationRequired", "Proxy Authentication Required", "The proxy needs credentials.";
    408 "RequestTimeout", "Request Timeout", "The request took too long.";
    409 "Conflict", "Conflict", "The request conflicts with the state of the resource.";
    410 "Gone", "Gone", "The resource is no longer there.";
    411 "LengthRequired", "Length Required", "The request has no `Content-Length`.";
    412 "PreconditionFailed", "Precondition Failed", "A precondition of the request does not hold.";
    413 "BodyTooLarge", "Payload Too Large", "The body is larger than the limit.";
    414 "UriTooLong", "URI Too Long", "The URI is longer than the limit.";
    415 "UnsupportedMediaType", "Unsupported Media Type", "The `Content-Type` is not one that the route takes.";
    416 "RangeNotSatisfiable", "Range Not Satisfiable", "The range is outside of the resource.";
    417 "ExpectationFailed", "Expectation Failed", "The expectation of the request cannot be met.";
    418 "ImATeapot", "I'm a teapot", "The server is a teapot.";
    421 "MisdirectedRequest", "Misdirected Request", "This server does not answer for the host of the request.";
    422 "UnprocessableEntity", "Unprocessable Entity", "The content of the request is not of the expected kind.";
    423 "Locked", "Locked", "The resource is locked.";
    424 "FailedDependency", "Failed Dependency", "An action that the request depends on failed.";
    425 "TooEarly", "Too Early", "The request could be replayed.";
    426 "UpgradeRequired", "Upgrade Required", "The route needs another protocol.";
    428 "PreconditionRequired", "Precondition Required", "The request must be conditional.";
    429 "TooManyRequests", "Too Many Requests", "There were too many requests.";
    431 "RequestHeaderFieldsTooLarge", "Request Header Fields Too Large", "The header fields are larger than the limit.";
    451 "UnavailableForLegalReasons", "Unavailable For Legal Reasons", "The resource is not available for legal reasons.";
}

failures! {
    500 "InternalServerError", "Internal Server Error", "The server failed; its log says why.";
    501 "NotImplemented", "Not Implemented", "The server cannot do this.";
    502 "BadGateway", "Bad Gateway", "A server behind this one failed.";
    503 "ServiceUnavailable", "Service Unavailable", "The server takes no more requests at present.";
    504 "GatewayTimeout", "Gateway Timeout", "The server took too long.";
    505 "HttpVersionNotSupported", "HTTP Version Not Supported", "The server does not speak this version of HTTP.";
    506 "VariantAlsoNegotiates", "Variant Also Negotiates", "The server's negotiation of content is configured wrongly.";
    507 "InsufficientStorage", "Insufficient Storage", "The server has no room for this.";
    508 "LoopDetected", "Loop Detected", "The request leads into a loop.";
    510 "NotExtended", "Not Extended", "The request needs an extension of HTTP.";
    511 "NetworkAuthenticationRequired", "Network Authentication Required", "The network needs credentials.";
}

/// The texts with which axum's extractors begin, each with the response that an endpoint gives for the same rejection.
///
/// Source: `axum::extract::rejection` of axum 0.8. The code alone depends on them: a text that axum words otherwise one day has
/// the code of its status.
static REJECTIONS: &[(&str, &DeclaredResponse)] = &[
    (
        "Failed to parse the request body as JSON",
        &builtin::MALFORMED_JSON,
    ),
    (
        "Failed to deserialize the JSON body",
        &builtin::INVALID_JSON,
    ),
    (
        "Failed to deserialize form body",
        &builtin::INVALID_FORM_BODY,
    ),
    ("Failed to deserialize form", &builtin::INVALID_FORM),
    (
        "Failed to deserialize query string",
        &builtin::INVALID_QUERY,
    ),
    ("Invalid URL: ", &builtin::INVALID_PATH),
    ("Invalid UTF-8 in `", &builtin::INVALID_PATH),
    (
        "Request body didn't contain valid UTF-8",
        &builtin::INVALID_UTF8,
    ),
    (
        "Failed to buffer the request body",
        &builtin::UNREADABLE_BODY,
    ),
];

/// The response for a refusal with this status and text; for one without a reason phrase, an opaque 500.
pub(super) fn declared(status: StatusCode, text: &str) -> &'static DeclaredResponse {
    let rejection = REJECTIONS
        .iter()
        .find(|(start, response)| response.status() == status && text.starts_with(start));
    rejection
        .map(|(_, response)| *response)
        .or_else(|| of_status(status))
        .unwrap_or(&builtin::INTERNAL)
}

/// The response for a refusal with this status. One without a reason phrase has none.
pub(super) fn of_status(status: StatusCode) -> Option<&'static DeclaredResponse> {
    REFUSED
        .iter()
        .chain(FAILED)
        .find(|response| response.status() == status)
}

#[cfg(test)]
mod tests {
    use super::{DeclaredResponse, of_status};
    use http::StatusCode;

    #[test]
    fn every_error_status_with_a_reason_phrase_has_a_response() {
        for status in (400..600).map(|number| StatusCode::from_u16(number).unwrap()) {
            let response = of_status(status);
            assert_eq!(
                response.map(DeclaredResponse::title),
                status.canonical_reason()
            );
            assert!(
                response.is_none_or(|response| response.is_opaque() == status.is_server_error())
            );
        }
    }
}
