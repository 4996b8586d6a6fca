//! A response as it leaves the middleware → the answer, before the kind of event is looked at: so it is the same in every integration
//! and over plain HTTP.
//!
//! An error that an endpoint made stays an error. Must not read the body of a success, which may be a stream.

use super::{ApiService, Operation, service::AnsweredBy};
use crate::{
    DeclaredResponse,
    body::Renderer,
    callback::{self, Alteration},
    endpoint::answer::{self, Origin},
    log,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    response::Response,
};
use std::fmt;

impl ApiService {
    /// The response itself, or an opaque 500 for an error that middleware made a success or another error.
    pub(super) async fn outgoing(
        &self,
        operation: Option<&str>,
        is_head: bool,
        response: Response,
    ) -> Response {
        let origin = response.extensions().get::<Origin>().copied();
        let Some(Origin::Failure(declared, renderer)) = origin else {
            return response;
        };
        let operation = self.answering(operation, &response);
        let status = response.status();
        let is_declared = status == declared.status();
        let checked = if is_declared && declared.has_body() && callback::selects_status(renderer) {
            let failures = self.failures_of(operation);
            check(declared, renderer, failures, is_head, response).await
        } else if status.is_success() && !is_declared {
            Err(Withheld::Success)
        } else {
            Ok(response)
        };
        let reason = match checked {
            Ok(response) => return response,
            Err(reason) => reason,
        };
        if !matches!(&reason, Withheld::Panicked(panic) if panic.is_logged()) {
            log::replaced(operation.map(Operation::name), status, &reason);
        }
        let mut response = answer::opaque_logged(self.renderer_of(operation));
        if let Some(operation) = operation {
            let answered_by = AnsweredBy(operation.name());
            response.extensions_mut().insert(answered_by);
        }
        response
    }

    /// The operation that an event named, or else the one whose endpoint answered.
    pub(crate) fn answering(&self, named: Option<&str>, response: &Response) -> Option<&Operation> {
        let answered_by = response.extensions().get::<AnsweredBy>();
        let name = named.or(answered_by.map(|AnsweredBy(name)| *name))?;
        self.operation(name)
    }

    /// The format of the failures of `operation`, or of those that belong to no endpoint.
    pub(crate) fn renderer_of(&self, operation: Option<&Operation>) -> Renderer {
        operation.map_or(self.renderer(), Operation::renderer)
    }

    /// All failures of `operation`, or those that belong to no endpoint.
    pub(crate) fn failures_of<'a>(
        &'a self,
        operation: Option<&'a Operation>,
    ) -> &'a [&'static DeclaredResponse] {
        operation.map_or(self.unrouted(), Operation::responses)
    }
}

/// Checks the body of an error whose format has the status in it. A router has taken the body off an answer to HEAD.
async fn check(
    declared: &DeclaredResponse,
    renderer: Renderer,
    failures: &[&'static DeclaredResponse],
    is_head: bool,
    response: Response,
) -> Result<Response, Withheld> {
    let (parts, body) = response.into_parts();
    let body = whole(body).await?;
    if !(is_head && body.is_empty()) {
        callback::check_body(renderer, declared, failures, &parts.headers, &body)
            .map_err(Withheld::Altered)?;
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

async fn whole(body: Body) -> Result<Bytes, Withheld> {
    let read = log::catch_async(to_bytes(body, usize::MAX)).await;
    read.map_err(Withheld::Panicked)?
        .map_err(Withheld::Unfinished)
}

/// Why an error is not answered as it left the middleware.
enum Withheld {
    Success,
    Altered(Alteration),
    Unfinished(axum::Error),
    Panicked(log::Panic),
}

impl fmt::Display for Withheld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Success => f.write_str("middleware gave an error the status of a success"),
            Self::Altered(alteration) => alteration.fmt(f),
            Self::Unfinished(error) => write!(f, "the body broke off: {error}"),
            Self::Panicked(panic) => write!(f, "the body {panic}"),
        }
    }
}
