//! Messages that arrive at selection patterns: those of a contract, with given texts in them, and those of the platform.

use crate::{DeclaredResponse, FieldError, Occurrence, body::Renderer, callback};
use serde_json::Value;
use std::fmt;

/// A text that is in nobody's way.
pub(super) const PLAIN: &str = "text";

/// Where in an error a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    FieldErrors,
    Extension(&'static str),
    Header(&'static str),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("the error's text"),
            Self::FieldErrors => f.write_str("the message of a field error"),
            Self::Extension(name) => write!(f, "the extension `{name}`"),
            Self::Header(name) => write!(f, "the header `{name}`"),
        }
    }
}

/// The places of `response`, those first that most likely hold what a caller sent.
pub(super) fn places(response: &DeclaredResponse) -> Vec<Place> {
    let extensions = response.extension_names().iter().copied();
    let headers = response.header_names().iter().copied();
    [Place::Text]
        .into_iter()
        .chain(response.has_errors().then_some(Place::FieldErrors))
        .chain(extensions.map(Place::Extension))
        .chain(headers.map(Place::Header))
        .collect()
}

/// The message of `response` with nothing in it that can be left out.
pub(super) fn least(renderer: Renderer, response: &'static DeclaredResponse) -> String {
    callback::of_occurrence(renderer, &Occurrence::new(response, &Given(PLAIN))).0
}

/// The message of `response` with everything in it, and `text` at `place`.
pub(super) fn with(
    renderer: Renderer,
    response: &'static DeclaredResponse,
    place: Place,
    text: &str,
) -> String {
    with_numbers(renderer, response, place, text, 0)
}

/// The same; the extensions whose bits are set in `numbers` are numbers.
pub(super) fn with_numbers(
    renderer: Renderer,
    response: &'static DeclaredResponse,
    place: Place,
    text: &str,
    numbers: u32,
) -> String {
    let at = |this: Place| if this == place { text } else { PLAIN };
    let error = Given(at(Place::Text));
    let names = response.extension_names().iter().enumerate();
    let extensions: Vec<(_, Value)> = names
        .map(|(index, &name)| match numbers >> index.min(31) & 1 {
            0 => (name, at(Place::Extension(name)).into()),
            _ => (name, 7.into()),
        })
        .collect();
    let extensions: Vec<_> = extensions
        .iter()
        .map(|(name, value)| (*name, Some(value as &dyn erased_serde::Serialize)))
        .collect();
    let headers: Vec<_> = response
        .header_names()
        .iter()
        .map(|&name| (name, at(Place::Header(name))))
        .collect();
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (*name, Some(value as &dyn fmt::Display)))
        .collect();
    let errors: Vec<_> = response
        .has_errors()
        .then(|| FieldError::new("Code", at(Place::FieldErrors).to_owned()).at("/pointer"))
        .into_iter()
        .collect();
    let occurrence = Occurrence::new(response, &error)
        .extensions(&extensions)
        .headers(&headers)
        .errors(&errors);
    callback::of_occurrence(renderer, &occurrence).0
}

/// What Lambda itself says of a failed invocation: its status, what happened, the message as recorded on AWS.
pub(super) const PLATFORM: [(u16, &str, &str); 6] = [
    (
        504,
        "Lambda's timeout",
        "RequestId: 3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10 Error: Task timed out after 1.00 seconds",
    ),
    (
        504,
        "Lambda's timeout",
        "2024-04-08T16:23:29.418Z 3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10 Task timed out after 1.00 seconds",
    ),
    (
        500,
        "an exit of the process",
        "RequestId: 3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10 Error: Runtime exited without providing a reason",
    ),
    (
        500,
        "an exit of the process",
        "RequestId: 3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10 Error: Runtime exited with error: signal: killed",
    ),
    (
        500,
        "an exit of the process",
        "RequestId: 3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10 Process exited before completing request",
    ),
    (
        500,
        "an answer that is too large",
        "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    ),
];

#[derive(Debug)]
struct Given<'a>(&'a str);

impl fmt::Display for Given<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Given<'_> {}
