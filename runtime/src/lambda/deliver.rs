//! HTTP response → the outcome of an invocation.
//!
//! A response that cannot be delivered becomes an opaque 500 of the contract and a line in the log; nothing is
//! lost in silence, and nothing that failed is delivered as a success.

use super::{Answered, Outcome, proxy_answer};
use crate::{
    ApiService, EventKind, Operation,
    callback::{self, Undeliverable},
    endpoint::answer::{self, Origin},
    log,
};
use axum::{body::to_bytes, response::Response};
use futures_util::FutureExt;
use http::StatusCode;
use lambda_runtime::Diagnostic;
use serde::Serialize;
use serde_json::value::RawValue;
use std::{fmt, io, str::Utf8Error};

/// The longest response that Lambda takes, in bytes:
/// [Lambda quotas](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
pub(crate) const LARGEST_PAYLOAD: usize = 6_291_556;

/// The outcome of an invocation that was answered with a response.
pub(super) async fn deliver(service: &ApiService, answered: Answered) -> Outcome {
    let Answered {
        kind,
        operation,
        response,
    } = answered;
    let operation = service.answering(operation, &response);
    let name = operation.map(Operation::name);
    let failed = answer::failed(name, &response);
    let delivery = Delivery {
        service,
        kind,
        operation,
    };
    let status = response.status();
    let attempt = delivery.attempt(response);
    let attempt = match name {
        Some(name) => log::OPERATION.scope(name, attempt).await,
        None => attempt.await,
    };
    let reason = match attempt {
        Ok(outcome) => match size(&outcome) {
            size if size <= LARGEST_PAYLOAD || kind == EventKind::AzureFunctions => {
                log::count(failed);
                return outcome;
            }
            size => Withheld::TooLarge(size),
        },
        Err(reason) => reason,
    };
    if !matches!(&reason, Withheld::Panicked(panic) if panic.is_logged()) {
        log::replaced(name, status, &reason);
    }
    let opaque = answer::opaque_logged(service.renderer_of(operation));
    log::count(answer::failed(name, &opaque));
    // Boxed, since it is rare: otherwise the future of every invocation would have room for it.
    let opaque = async {
        delivery
            .attempt(service.with_request_id(opaque).await)
            .await
    };
    let outcome = opaque.boxed().await;
    outcome.unwrap_or_else(|_| last_resort())
}

struct Delivery<'a> {
    service: &'a ApiService,
    kind: EventKind,
    operation: Option<&'a Operation>,
}

impl Delivery<'_> {
    async fn attempt(&self, response: Response) -> Result<Outcome, Withheld> {
        let (parts, body) = response.into_parts();
        let streams = self.operation.is_some_and(Operation::streams)
            && matches!(parts.extensions.get(), Some(Origin::Success));
        let takes_text = matches!(
            self.kind,
            EventKind::Custom | EventKind::Passthrough | EventKind::Serverless | EventKind::Bare
        );
        if streams && takes_text {
            return Err(Withheld::Streams);
        }
        // A stream need not end, and what is longer than this is not delivered.
        let most = if streams { LARGEST_PAYLOAD } else { usize::MAX };
        let body = log::catch_async(to_bytes(body, most))
            .await
            .map_err(Withheld::Panicked)?
            .map_err(Withheld::Unfinished)?;
        let origin = parts.extensions.get::<Origin>().copied();
        let declared = origin.filter(|origin| self.declares(*origin, parts.status));
        if !takes_text {
            return Ok(Ok(proxy_answer::payload(self.kind, &parts, &body)?));
        }
        let body = str::from_utf8(&body).map_err(Withheld::NotText)?;
        match declared.ok_or(Withheld::Undeclared(parts.status))? {
            Origin::Failure(declared, renderer) => Ok(Err(Diagnostic {
                error_type: declared.code().to_owned(),
                error_message: callback::of_response(
                    renderer,
                    declared,
                    self.service.failures_of(self.operation),
                    &parts.headers,
                    body,
                )?,
            })),
            Origin::Success if self.kind == EventKind::Custom => {
                let headers = self.operation.map_or(&[][..], Operation::success_headers);
                Ok(Ok(callback::seal(
                    parts.status,
                    &parts.headers,
                    headers,
                    body,
                )?))
            }
            Origin::Success => bare(body).map(Ok),
        }
    }

    fn declares(&self, origin: Origin, status: StatusCode) -> bool {
        match (self.operation, origin) {
            (Some(operation), _) => operation.declares(origin, status),
            (None, Origin::Failure(declared, renderer)) => {
                status == declared.status()
                    && renderer == self.service.renderer()
                    && self.service.unrouted().contains(&declared)
            }
            (None, Origin::Success) => false,
        }
    }
}

/// The body itself as the payload; without a body, `null`.
fn bare(body: &str) -> Result<Box<RawValue>, Withheld> {
    let body = if body.is_empty() { "null" } else { body };
    serde_json::from_str(body).map_err(Withheld::NotJson)
}

fn last_resort() -> Outcome {
    Err(Diagnostic {
        error_type: "InternalServerError".to_owned(),
        error_message: "Internal Server Error: {}".to_owned(),
    })
}

/// How long the outcome is once it is escaped, or for a short failure how long at most: to count takes as long as to write.
fn size(outcome: &Outcome) -> usize {
    const AROUND: usize = r#"{"errorType":"","errorMessage":""}"#.len();
    const LONGEST_ESCAPE: usize = r"\u0000".len();
    match outcome {
        Ok(payload) => payload.get().len(),
        Err(diagnostic) => {
            let texts = diagnostic.error_type.len() + diagnostic.error_message.len();
            let at_most = AROUND + LONGEST_ESCAPE * texts;
            if at_most <= LARGEST_PAYLOAD {
                return at_most;
            }
            let mut count = Count(0);
            let _ = diagnostic.serialize(&mut serde_json::Serializer::new(&mut count));
            count.0
        }
    }
}

struct Count(usize);

impl io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Why an answer cannot be delivered as it is.
#[derive(Debug)]
enum Withheld {
    Undeclared(StatusCode),
    Undeliverable(Undeliverable),
    NotText(Utf8Error),
    NotJson(serde_json::Error),
    TooLarge(usize),
    Streams,
    Unfinished(axum::Error),
    Panicked(log::Panic),
}

impl From<Undeliverable> for Withheld {
    fn from(lost: Undeliverable) -> Self {
        Self::Undeliverable(lost)
    }
}

impl fmt::Display for Withheld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undeclared(status) => write!(
                f,
                "the endpoint does not declare this answer with status {}",
                status.as_u16()
            ),
            Self::Undeliverable(lost) => lost.fmt(f),
            Self::NotText(error) => write!(f, "the body is not text: {error}"),
            Self::NotJson(error) => write!(f, "the body is not JSON: {error}"),
            Self::TooLarge(size) => write!(
                f,
                "the answer has {size} bytes, and Lambda takes {LARGEST_PAYLOAD}"
            ),
            Self::Streams => f.write_str(
                "the success is a stream, and a custom integration takes whole answers: use a proxy integration",
            ),
            Self::Unfinished(error) => write!(f, "the body broke off: {error}"),
            Self::Panicked(panic) => write!(f, "the body {panic}"),
        }
    }
}
