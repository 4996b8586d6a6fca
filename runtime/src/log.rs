//! The log: the causes that a client does not see.

use crate::{DeclaredResponse, Occurrence, json::Text};
use std::{any::Any, error::Error, fmt};

tokio::task_local! {
    /// The id of the request that is being answered.
    pub(crate) static REQUEST_ID: String;
}

fn request_id() -> String {
    REQUEST_ID.try_with(Clone::clone).unwrap_or_default()
}

/// Logs the text and the sources of `occurrence` if its response hides them.
pub(crate) fn hidden_error(occurrence: &Occurrence<'_>) {
    let response = occurrence.response();
    if !response.is_opaque() {
        return;
    }
    let (request_id, code, status) = (request_id(), response.code(), response.status().as_u16());
    // As texts, since a `Display` that panics inside of a subscriber leaves half a line behind.
    let error = Text(occurrence.error()).to_string();
    let sources = Sources(occurrence.error()).to_string();
    if response.status().is_server_error() {
        tracing::error!(request_id, code, status, %error, %sources, "an error was hidden from the client");
    } else {
        tracing::warn!(request_id, code, status, %error, %sources, "an error was hidden from the client");
    }
}

/// Logs that the body of `response` could not be written, so that an opaque 500 was.
pub(crate) fn unserialisable(response: &DeclaredResponse, error: &serde_json::Error) {
    let (request_id, code, status) = (request_id(), response.code(), response.status().as_u16());
    tracing::error!(request_id, code, status, %error, "a body could not be serialised; the answer is an opaque 500");
}

/// Logs why an answer was replaced by an opaque 500.
pub(crate) fn replaced(operation: &str, status: http::StatusCode, reason: &dyn fmt::Display) {
    let (request_id, status) = (request_id(), status.as_u16());
    tracing::error!(request_id, operation, status, %reason, "an answer was replaced by an opaque 500");
}

/// Logs an event that could not be read.
#[cfg(feature = "lambda")]
pub(crate) fn unreadable(reason: &dyn fmt::Display) {
    tracing::warn!(request_id = request_id(), %reason, "an event could not be read; the answer is a 400");
}

/// The chain of causes, outermost first.
struct Sources<'a>(&'a dyn Error);

impl fmt::Display for Sources<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut next = self.0.source();
        while let Some(source) = next {
            write!(f, "{}", Text(source))?;
            next = source.source();
            if next.is_some() {
                f.write_str(": ")?;
            }
        }
        Ok(())
    }
}

/// A panic as the cause of an answer.
#[derive(Debug)]
pub(crate) struct Panic(String);

impl Panic {
    pub(crate) fn new(payload: &(dyn Any + Send)) -> Self {
        let text = payload.downcast_ref::<&str>().map(ToString::to_string);
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
        Self(text.unwrap_or_default())
    }
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "panicked: {}", self.0)
    }
}

impl Error for Panic {}

/// Installs the subscriber that Lambda's logging controls ask for, unless the program has one of its own.
#[cfg(feature = "lambda")]
pub(crate) fn install_subscriber() {
    if !tracing::dispatcher::has_been_set() {
        lambda_runtime::tracing::init_default_subscriber();
    }
}

/// Installs a subscriber that writes to standard output, unless the program has one of its own.
#[cfg(all(feature = "http", not(feature = "lambda")))]
pub(crate) fn install_subscriber() {
    if !tracing::dispatcher::has_been_set() {
        let colours = std::io::IsTerminal::is_terminal(&std::io::stdout());
        tracing_subscriber::fmt().with_ansi(colours).init();
    }
}
