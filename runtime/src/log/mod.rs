//! What the client does not see, and the answers that are to be logged.
//!
//! Each record has the same fields as far as they are known: `request_id`, `operation`, `code` and `status` of the answer.
//! A text that comes from a value is a field of its own, recorded as a string and never as `Display`: subscribers write
//! strings quoted and escaped, so no line break or terminal sequence of a caller reaches the log. A message is a constant.

#[cfg(feature = "emf")]
mod metrics;
mod panics;
mod request;

pub use panics::log_panics;
pub(crate) use panics::{Panic, catch, catch_async};
#[cfg(feature = "lambda")]
pub(crate) use request::is_cold_start;
pub(crate) use request::{
    OPERATION, RequestScope, correlation_id, operation, request, request_id, request_id_of,
};
#[cfg(any(feature = "lambda", feature = "http"))]
pub(crate) use subscriber::install_subscriber;

#[cfg(any(feature = "lambda", feature = "http"))]
mod subscriber;

use crate::{DeclaredResponse, LogLevel, Occurrence, StatusCode, builtin, json::Text};
use std::{error::Error, fmt, iter};

/// One record at a level that is known at run time only.
macro_rules! record {
    ($level:expr, $($fields:tt)*) => {
        match $level {
            LogLevel::Off => {}
            LogLevel::Info => tracing::info!($($fields)*),
            LogLevel::Warn => tracing::warn!($($fields)*),
            LogLevel::Error => tracing::error!($($fields)*),
        }
    };
}

/// Logs the text and the sources of `occurrence` at the level of its response.
pub(crate) fn answered(occurrence: &Occurrence<'_>) {
    let response = occurrence.response();
    let level = response.log_level();
    if level == LogLevel::Off {
        return;
    }
    let (request_id, operation) = (request_id(), operation());
    let (code, status) = (response.code(), response.status().as_u16());
    // As texts, since a `Display` that panics inside of a subscriber leaves half a line behind.
    let error = Text(occurrence.error()).to_string();
    let sources = Sources(occurrence.error()).to_string();
    if response.is_opaque() {
        record!(
            level,
            request_id,
            operation,
            code,
            status,
            error,
            sources,
            "an error was hidden from the client"
        );
    } else {
        record!(
            level,
            request_id,
            operation,
            code,
            status,
            error,
            sources,
            "an error was answered"
        );
    }
}

/// Logs that the body of `response` could not be written, so that an opaque 500 was.
pub(crate) fn unwritable(response: &DeclaredResponse, error: &Unwritable) {
    if !matches!(error, Unwritable::Panicked(panic) if panic.is_logged()) {
        let reason = format_args!("the body of `{}` {error}", response.code());
        replaced(operation(), response.status(), &reason);
    }
}

/// Why there is no body.
#[derive(Debug)]
pub(crate) enum Unwritable {
    Unserialisable(serde_json::Error),
    Panicked(Panic),
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unserialisable(error) => write!(f, "could not be serialised: {error}"),
            Self::Panicked(panic) => panic.fmt(f),
        }
    }
}

/// Logs why an answer of the status `replaced_status` became an opaque 500.
pub(crate) fn replaced(
    operation: Option<&str>,
    replaced_status: StatusCode,
    reason: &dyn fmt::Display,
) {
    let (request_id, replaced_status) = (request_id(), replaced_status.as_u16());
    let (code, status) = (
        builtin::INTERNAL.code(),
        builtin::INTERNAL.status().as_u16(),
    );
    let error = Text(reason).to_string();
    tracing::error!(
        request_id,
        operation,
        code,
        status,
        replaced_status,
        error,
        "an answer was replaced by an opaque 500"
    );
}

/// Logs that the header `name`, which middleware added to an error, has no place in the message of a custom integration.
#[cfg(any(feature = "lambda", feature = "openapi"))]
pub(crate) fn left_out(name: &http::HeaderName) {
    tracing::debug!(
        request_id = request_id(),
        operation = operation(),
        header = name.as_str(),
        "a header that is not declared was left out, since the `json` style has no place for it"
    );
}

/// Logs when the API starts that an extractor of it refuses with what is not declared.
pub(crate) fn unknown_rejection(unknown: &dyn fmt::Display) {
    let error = unknown.to_string();
    tracing::warn!(error, "the rejection of an extractor is not declared");
}

/// Logs an event that could not be read.
#[cfg(feature = "lambda")]
pub(crate) fn unreadable(answer: &DeclaredResponse, reason: &str) {
    let (code, status) = (answer.code(), answer.status().as_u16());
    tracing::warn!(
        request_id = request_id(),
        code,
        status,
        error = reason,
        "an event could not be read"
    );
}

/// Logs that Lambda did not get the answer of an invocation.
#[cfg(feature = "lambda")]
pub(crate) fn unanswered(request_id: &str, reason: &str) {
    tracing::error!(request_id, error = reason, "an invocation was given up");
}

/// Logs that a stream failed after its first bytes were sent; `answer` would have been the answer.
pub(crate) fn broken_off(answer: &axum::response::Response) {
    let (request_id, operation) = (request_id(), operation());
    let failed_with = answer.status().as_u16();
    tracing::warn!(
        request_id,
        operation,
        failed_with,
        "a stream failed after its first bytes were sent"
    );
}

/// A failed answer.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(
    not(feature = "emf"),
    expect(dead_code, reason = "only the counter reads it")
)]
pub(crate) struct FailedAnswer {
    pub(crate) operation: Option<&'static str>,
    /// `None` where middleware has answered by itself.
    pub(crate) code: Option<&'static str>,
    pub(crate) status: StatusCode,
}

/// Counts a failed answer as it is delivered, if the API counts them.
#[cfg(feature = "emf")]
pub(crate) fn count(failed: Option<FailedAnswer>) {
    if let Some(failed) = failed {
        request::with(|request| metrics::count(failed, request));
    }
}

#[cfg(not(feature = "emf"))]
pub(crate) fn count(_: Option<FailedAnswer>) {}

/// How many causes a record names. An error that is its own cause has no end.
const MOST_SOURCES: usize = 64;

/// The chain of causes, outermost first.
struct Sources<'a>(&'a dyn Error);

impl fmt::Display for Sources<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chain = iter::successors(self.0.source(), |&source| source.source());
        for (index, source) in chain.take(MOST_SOURCES).enumerate() {
            let separator = if index == 0 { "" } else { ": " };
            write!(f, "{separator}{}", Text(source))?;
        }
        Ok(())
    }
}
