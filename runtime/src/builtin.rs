//! The responses that no enum declares: those of extractors, of every endpoint and of every `Api`.

use crate::{Claim, Contract, DeclaredResponse};
use std::{error::Error, fmt};

macro_rules! responses {
    ($($name:ident = $status:literal $code:literal, $title:literal, $doc:literal $($errors:ident)?;)*) => {$(
        pub(crate) const $name: DeclaredResponse =
            DeclaredResponse::new($status, $code, $title, concat!($title, ": ")).doc($doc)$(.$errors())?;
    )*};
}

responses! {
    MALFORMED_JSON = 400 "MalformedJson", "Bad Request", "The body is not JSON.";
    INVALID_JSON = 422 "InvalidBody", "Unprocessable Entity", "The JSON body is not of the expected type." errors;
    NOT_JSON = 415 "UnsupportedMediaType", "Unsupported Media Type", "The `Content-Type` is not `application/json`.";
    NOT_A_FORM = 415 "UnsupportedMediaType", "Unsupported Media Type", "The `Content-Type` is not `application/x-www-form-urlencoded`.";
    INVALID_FORM = 400 "InvalidForm", "Bad Request", "The form in the query string is not of the expected type." errors;
    INVALID_FORM_BODY = 422 "InvalidBody", "Unprocessable Entity", "The form is not of the expected type." errors;
    INVALID_QUERY = 400 "InvalidQuery", "Bad Request", "The query string is not of the expected type." errors;
    INVALID_PATH = 400 "InvalidPath", "Bad Request", "A path parameter is not of the expected type." errors;
    INVALID_UTF8 = 400 "InvalidUtf8", "Bad Request", "The body is not UTF-8.";
    BODY_TOO_LARGE = 413 "BodyTooLarge", "Payload Too Large", "The body is larger than the limit.";
    UNREADABLE_BODY = 400 "UnreadableBody", "Bad Request", "The body could not be read.";
    UNREADABLE_EVENT = 400 "UnreadableEvent", "Bad Request", "This function does not take such an event.";
    ROUTE_NOT_FOUND = 404 "RouteNotFound", "Not Found", "There is no such route or operation.";
    WRONG_METHOD = 405 "MethodNotAllowed", "Method Not Allowed", "The route has no such method.";
    SERVER_FAILED = 500 "InternalServerError", "Internal Server Error", "The server failed; its log says why.";
}

/// The answer to a method that a route does not have.
pub(crate) static METHOD_NOT_ALLOWED: DeclaredResponse = WRONG_METHOD.headers(&["Allow"]);

/// A failure that is not declared: a panic, a body that cannot be written, an undeclared answer.
pub(crate) static INTERNAL: DeclaredResponse = SERVER_FAILED.opaque();

/// The responses that belong to no endpoint.
pub(crate) static UNROUTED: [&DeclaredResponse; 4] = [
    &UNREADABLE_EVENT,
    &ROUTE_NOT_FOUND,
    &METHOD_NOT_ALLOWED,
    &INTERNAL,
];

/// The response that every endpoint has in addition to its own.
pub(crate) static EVERY_ENDPOINT: Contract = Contract::new(
    &[SERVER_FAILED.opaque()],
    &[Claim::new("Internal Server Error: ", 500)],
    &[],
);

/// The prefixes of all responses of extractors, which must be the reason phrases above.
pub(crate) const REFUSED_CLAIMS: &[Claim] = &[
    Claim::new("Bad Request: ", 400),
    Claim::new("Payload Too Large: ", 413),
    Claim::new("Unprocessable Entity: ", 422),
    Claim::new("Unsupported Media Type: ", 415),
];

/// Stands for the cause of an [`INTERNAL`] that has been logged already.
#[derive(Debug)]
pub(crate) struct Internal;

impl fmt::Display for Internal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("internal server error")
    }
}

impl Error for Internal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_sorted_and_have_the_status_of_their_phrase() {
        assert!(REFUSED_CLAIMS.is_sorted_by(|one, other| one.prefix() < other.prefix()));
        for claim in REFUSED_CLAIMS {
            let phrase = http::StatusCode::from_u16(claim.status())
                .unwrap()
                .canonical_reason()
                .unwrap();
            assert_eq!(claim.prefix(), format!("{phrase}: "));
        }
    }
}
