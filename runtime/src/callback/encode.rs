//! Error value or HTTP response → callback message.

use super::SEPARATOR;
use crate::{
    ApiError, DeclaredResponse, Occurrence, Style,
    body::{Message, Renderer, Shape, to_exact_string},
    error::rendered,
    json,
};
use http::{HeaderMap, HeaderName, header};
use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};
use std::{collections::BTreeMap, fmt, io};

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
        to_exact_string(|out| write_message(out, renderer, occurrence))
    })
}

fn write_message(
    out: &mut dyn io::Write,
    renderer: Renderer,
    occurrence: &Occurrence<'_>,
) -> serde_json::Result<()> {
    match (renderer.shape, renderer.style) {
        (Shape::Message, _) => {
            write!(out, "{}", Message::text(occurrence)).map_err(serde_json::Error::io)?;
        }
        (_, Style::Json) => return renderer.write_body(out, occurrence),
        (_, Style::Prefixed) => {
            out.write_all(occurrence.response().prefix().as_bytes())
                .map_err(serde_json::Error::io)?;
            renderer.write_body(out, occurrence)?;
        }
    }
    if occurrence.header_values().next().is_some() {
        write!(out, "{SEPARATOR}").map_err(serde_json::Error::io)?;
        json::write(out, &HeaderValues(occurrence))?;
    }
    Ok(())
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

/// The callback message of an HTTP response that gives `declared`, as [`encode`] writes it.
///
/// Middleware may have added headers to it; they travel along.
pub(crate) fn of_response(
    renderer: Renderer,
    declared: &DeclaredResponse,
    headers: &HeaderMap,
    body: &str,
) -> Result<String, Undeliverable> {
    let mut headers = header_map(headers, declared.header_names())?;
    if headers
        .get(header::CONTENT_TYPE.as_str())
        .is_some_and(|value| *value == renderer.media_type)
    {
        headers.remove(header::CONTENT_TYPE.as_str());
    }
    let mut message = match (renderer.shape, renderer.style) {
        (Shape::Message, _) => {
            serde_json::from_str::<PlainBody>(body)
                .map_err(|_| Undeliverable::Body)?
                .error_message
        }
        _ if !is_body(body) => return Err(Undeliverable::Altered),
        (_, Style::Json) => {
            headers.retain(|name, _| !declared.header_names().contains(&name.as_str()));
            return match headers.into_keys().next() {
                Some(name) => Err(Undeliverable::UndeclaredHeader(name)),
                None => Ok(body.to_owned()),
            };
        }
        (_, Style::Prefixed) => format!("{}{body}", declared.prefix()),
    };
    if !headers.is_empty() {
        let mut tail = Vec::new();
        json::write(&mut tail, &headers).map_err(|_| Undeliverable::Body)?;
        message.push(SEPARATOR);
        message.push_str(&String::from_utf8_lossy(&tail));
    }
    Ok(message)
}

/// Whether a selection pattern and a template can take `body`, which middleware may have written.
fn is_body(body: &str) -> bool {
    body.starts_with('{') && !body.contains(char::is_control)
}

#[derive(Deserialize)]
struct PlainBody {
    #[serde(rename = "errorMessage")]
    error_message: String,
}

/// The headers by name, in the spelling of `declared` where they are among those; one value each.
///
/// `Content-Length` is left out, since whoever sends the body knows it better.
pub(crate) fn header_map(
    headers: &HeaderMap,
    declared: &[&str],
) -> Result<BTreeMap<String, String>, Undeliverable> {
    let mut map = BTreeMap::new();
    for (name, value) in headers {
        if name == header::CONTENT_LENGTH {
            continue;
        }
        let spelling = declared
            .iter()
            .find(|declared| declared.eq_ignore_ascii_case(name.as_str()));
        let value = str::from_utf8(value.as_bytes())
            .map_err(|_| Undeliverable::HeaderText(name.clone()))?;
        let spelling = spelling
            .map_or(name.as_str(), |spelling| *spelling)
            .to_owned();
        if map.insert(spelling, value.to_owned()).is_some() {
            return Err(Undeliverable::RepeatedHeader(name.clone()));
        }
    }
    Ok(map)
}

/// What of an HTTP response a custom integration cannot carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Undeliverable {
    RepeatedHeader(HeaderName),
    HeaderText(HeaderName),
    UndeclaredHeader(String),
    Altered,
    Body,
}

impl fmt::Display for Undeliverable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RepeatedHeader(name) => write!(
                f,
                "the header `{name}` has two values, and a custom integration can carry one"
            ),
            Self::HeaderText(name) => write!(f, "the value of the header `{name}` is not UTF-8"),
            Self::UndeclaredHeader(name) => write!(
                f,
                "the header `{name}` is not declared, and in the `json` style only declared headers have a place"
            ),
            Self::Altered => f.write_str("the body of the error is no JSON object on one line"),
            Self::Body => {
                f.write_str("the body is not text, and a custom integration can carry nothing else")
            }
        }
    }
}
