//! Errors and successes → HTTP responses, with a note inside for the integration that delivers them.

use super::{Endpoint, EndpointOutput, Success, success::has_status};
use crate::{
    ApiError, DeclaredResponse, Occurrence, Rejection, body::Renderer, builtin, error::rendered,
    log,
};
use axum::{body::Body, response::Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use std::error::Error;

pub(crate) type SuccessOf<P> = <<P as Endpoint>::Output as EndpointOutput>::Success;
pub(crate) type ErrorOf<P> = <<P as Endpoint>::Output as EndpointOutput>::Error;

/// The note in a response's extensions that says which part of the program made it. An answer of middleware has no note.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Origin {
    Success,
    Failure(&'static DeclaredResponse, Renderer),
}

/// The response that `error` gives in the format of `renderer`.
pub(crate) fn respond<E: ApiError>(renderer: Renderer, error: &E) -> Response {
    rendered(error, |occurrence| respond_with(renderer, occurrence))
}

pub(crate) fn respond_with(renderer: Renderer, occurrence: &Occurrence<'_>) -> Response {
    log::answered(occurrence);
    written(renderer, occurrence)
}

/// The response itself. Only a body that cannot be written is logged.
pub(crate) fn written(renderer: Renderer, occurrence: &Occurrence<'_>) -> Response {
    let (body, declared) = if occurrence.response().has_body() {
        renderer
            .render_or_internal_error(occurrence, |renderer, occurrence| renderer.body(occurrence))
    } else {
        (String::new(), occurrence.response())
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = declared.status();
    let headers = response.headers_mut();
    if declared.has_body() {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(renderer.media_type),
        );
    }
    if declared == occurrence.response() {
        for (name, value) in occurrence.header_values() {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), header_value(&value)) {
                headers.insert(name, value);
            }
        }
    }
    response
        .extensions_mut()
        .insert(Origin::Failure(declared, renderer));
    response
}

/// The text of `value` as a header value. The caller has replaced characters that HTTP does not allow.
pub(crate) fn header_value(
    value: &dyn std::fmt::Display,
) -> Result<HeaderValue, header::InvalidHeaderValue> {
    HeaderValue::from_bytes(value.to_string().as_bytes())
}

/// An opaque 500, with `cause` in the log.
pub(crate) fn opaque(renderer: Renderer, cause: &dyn Error) -> Response {
    respond_with(renderer, &Occurrence::new(&builtin::INTERNAL, cause))
}

/// An opaque 500 for a panic.
pub(crate) fn panicked(renderer: Renderer, panic: &log::Panic) -> Response {
    if panic.is_logged() {
        opaque_logged(renderer)
    } else {
        opaque(renderer, panic)
    }
}

/// An opaque 500 whose cause is in the log already.
pub(crate) fn opaque_logged(renderer: Renderer) -> Response {
    written(
        renderer,
        &Occurrence::new(&builtin::INTERNAL, &builtin::Internal),
    )
}

/// What `response` is for the counter of failed answers; `None` if it is not a failure.
pub(crate) fn failed(
    operation: Option<&'static str>,
    response: &Response,
) -> Option<log::FailedAnswer> {
    let status = response.status();
    let is_failure = status.is_client_error() || status.is_server_error();
    is_failure.then(|| log::FailedAnswer {
        operation,
        code: match response.extensions().get() {
            Some(Origin::Failure(declared, _)) => Some(declared.code()),
            _ => None,
        },
        status,
    })
}

/// The answer of the endpoint `P` when its handler returned `output`.
pub(super) fn reply<P: Endpoint>(output: P::Output) -> Response {
    let renderer = Renderer::of::<ErrorOf<P>>();
    match output.into_result() {
        Err(error) => respond(renderer, &error),
        Ok(success) => match success.into_response() {
            Err(error) => opaque(renderer, &*error),
            Ok(response) if !has_status::<SuccessOf<P>>(response.status()) => {
                undeclared(renderer, P::OPERATION, response.status())
            }
            Ok(mut response) => {
                response.extensions_mut().insert(Origin::Success);
                response
            }
        },
    }
}

/// The answer when a type that implements `Success` gives another status than it states.
fn undeclared(renderer: Renderer, operation: &str, status: StatusCode) -> Response {
    log::replaced(
        Some(operation),
        status,
        &"the success has another status than its type states: let `Success::into_response` answer with `Success::STATUS`",
    );
    opaque_logged(renderer)
}

/// The answer to a request for a path that no route has. Its text is that of the gateway's mock, which cannot name the path.
pub(crate) fn no_route(renderer: Renderer) -> Response {
    let declared = &builtin::ROUTE_NOT_FOUND;
    unrouted(renderer, declared, declared.description().to_owned())
}

/// The answer to a request with a method that the route does not have. Its text is that of the gateway's mock.
pub(crate) fn no_method(renderer: Renderer) -> Response {
    let declared = &builtin::METHOD_NOT_ALLOWED;
    unrouted(renderer, declared, declared.description().to_owned())
}

/// The answer to a request that no endpoint takes.
pub(crate) fn unrouted(
    renderer: Renderer,
    declared: &'static DeclaredResponse,
    text: String,
) -> Response {
    refused(renderer, declared, &Rejection::new(declared, text))
}

/// The answer to a request that was refused before a handler had it.
pub(super) fn refused(
    renderer: Renderer,
    declared: &'static DeclaredResponse,
    rejection: &Rejection,
) -> Response {
    let occurrence = Occurrence::new(declared, rejection);
    if declared.has_errors() {
        respond_with(renderer, &occurrence.errors(rejection.field_errors()))
    } else {
        respond_with(renderer, &occurrence)
    }
}
