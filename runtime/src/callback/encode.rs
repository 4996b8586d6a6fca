//! Error value → callback message.

use super::SEPARATOR;
use crate::{
    ApiError, DeclaredResponse, Occurrence, Style,
    body::{Message, Renderer, Shape},
    error::rendered,
    json::{self, Members, Object},
};
use serde::ser::Error;
use std::fmt::Write as _;

/// The callback message of `error`. It is one allocation.
///
/// When the body cannot be serialised, the message is that of an opaque 500, and the reason is logged.
///
/// ```
/// use lambda_api_errors::{api_errors, callback};
///
/// #[api_errors]
/// #[derive(Debug, thiserror::Error)]
/// #[error("too many checkouts")]
/// #[api(status = 429)]
/// struct Throttled {
///     #[api(header = "Retry-After")]
///     seconds: u32,
/// }
/// let message = callback::encode(&Throttled { seconds: 30 });
/// assert!(message.starts_with("Too Many Requests: {"));
/// assert!(message.ends_with("}\u{1f}{\"Retry-After\":\"30\"}"));
/// ```
pub fn encode<E: ApiError>(error: &E) -> String {
    encode_declared(error).0
}

/// The callback message of `error`, and the response that it stands for.
pub(crate) fn encode_declared<E: ApiError>(error: &E) -> (String, &'static DeclaredResponse) {
    rendered(error, |occurrence| {
        of_occurrence(Renderer::of::<E>(), occurrence)
    })
}

/// The callback message of `occurrence`, and the response that it stands for.
pub(crate) fn of_occurrence(
    renderer: Renderer,
    occurrence: &Occurrence<'_>,
) -> (String, &'static DeclaredResponse) {
    renderer.render_or_internal_error(occurrence, |renderer, occurrence| {
        json::to_exact_string(|out| write_message(out, renderer, occurrence))
    })
}

fn write_message(
    out: &mut String,
    renderer: Renderer,
    occurrence: &Occurrence<'_>,
) -> serde_json::Result<()> {
    let declared = occurrence.response();
    match (renderer.shape, renderer.style) {
        _ if !declared.has_body() => {
            out.push_str(&without_body(renderer, declared));
        }
        (Shape::Message, _) => {
            write!(out, "{}", Message::text(occurrence)).map_err(Error::custom)?;
        }
        (_, Style::Json) => return renderer.write_body(out, occurrence),
        (_, Style::Prefixed) => {
            out.push_str(declared.prefix());
            renderer.write_body(out, occurrence)?;
        }
    }
    if occurrence.header_values().next().is_some() {
        out.push(SEPARATOR);
        json::write_object(out, &HeaderValues(occurrence))?;
    }
    Ok(())
}

/// The message of a response that has no body, without its headers: what selects the status, and nothing else.
pub(super) fn without_body(renderer: Renderer, declared: &DeclaredResponse) -> String {
    let rest = match renderer.shape {
        Shape::Message => declared.code(),
        _ => "{}",
    };
    format!("{}{rest}", declared.prefix())
}

struct HeaderValues<'a>(&'a Occurrence<'a>);

impl Object for HeaderValues<'_> {
    fn add_to<O: Members>(&self, object: &mut O) -> Result<(), O::Error> {
        let mut headers = self.0.header_values();
        headers.try_for_each(|(name, value)| object.shown(name, value))
    }
}
