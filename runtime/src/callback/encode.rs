//! Error value → callback message.

use super::SEPARATOR;
use crate::{
    ApiError, DeclaredResponse, Occurrence, Style,
    body::{Message, Renderer, Shape},
    error::rendered,
    json,
};
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::io::Write as _;

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
    out: &mut Vec<u8>,
    renderer: Renderer,
    occurrence: &Occurrence<'_>,
) -> serde_json::Result<()> {
    let declared = occurrence.response();
    match (renderer.shape, renderer.style) {
        _ if !declared.has_body() => {
            out.extend_from_slice(without_body(renderer, declared).as_bytes());
        }
        (Shape::Message, _) => {
            write!(out, "{}", Message::text(occurrence)).map_err(serde_json::Error::io)?;
        }
        (_, Style::Json) => return renderer.write_body(out, occurrence),
        (_, Style::Prefixed) => {
            out.extend_from_slice(declared.prefix().as_bytes());
            renderer.write_body(out, occurrence)?;
        }
    }
    if occurrence.header_values().next().is_some() {
        write!(out, "{SEPARATOR}").map_err(serde_json::Error::io)?;
        json::write(out, &HeaderValues(occurrence))?;
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

impl Serialize for HeaderValues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.0.header_values() {
            map.serialize_entry(name, &value)?;
        }
        map.end()
    }
}
