//! Callback message → HTTP answer.

use super::SEPARATOR;
use crate::{
    ApiError, DeclaredResponse, Style,
    body::{Members, Renderer, Shape},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::de::IgnoredAny;
use serde_json::json;
use std::{error::Error, fmt};

/// The HTTP answer that a client receives. It is the same through a custom and a proxy integration.
///
/// ```
/// use lambda_api_errors::{api_errors, callback};
///
/// #[api_errors]
/// #[derive(Debug, thiserror::Error)]
/// #[error("no such cart")]
/// #[api(status = 404)]
/// struct NoCart;
///
/// let answer = callback::decode::<NoCart>(&callback::encode(&NoCart)).unwrap();
/// assert_eq!(answer.status, 404);
/// assert_eq!(answer.headers["Content-Type"], "application/problem+json");
/// assert!(answer.body.starts_with('{'));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers, `Content-Type` among them.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Answer {
    /// An answer of these parts.
    ///
    /// ```
    /// use lambda_api_errors::{StatusCode, callback::Answer, http::HeaderMap};
    ///
    /// let answer = Answer::new(StatusCode::OK, HeaderMap::new(), "{}".to_owned());
    /// assert_eq!(answer.status, 200);
    /// ```
    #[must_use]
    pub fn new(status: StatusCode, headers: HeaderMap, body: String) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }
}

/// Reads the callback message of an `E` as the gateway would.
///
/// # Errors
///
/// When [`encode`](super::encode) does not write such a message for an `E`. The message of a timeout is an example.
///
/// ```
/// use lambda_api_errors::{api_errors, callback::{self, DecodeError}};
///
/// #[api_errors]
/// #[derive(Debug, thiserror::Error)]
/// #[error("no such cart")]
/// #[api(status = 404)]
/// struct NoCart;
///
/// let timeout = "RequestId: 1 Error: Task timed out after 1.00 seconds";
/// assert!(matches!(callback::decode::<NoCart>(timeout), Err(DecodeError::Undeclared)));
/// ```
pub fn decode<E: ApiError>(message: &str) -> Result<Answer, DecodeError> {
    decode_with(Renderer::of::<E>(), E::CONTRACT.responses(), message)
}

/// Reads the callback message of an endpoint that answers with `responses`.
pub(crate) fn decode_with(
    renderer: Renderer,
    responses: impl Iterator<Item = &'static DeclaredResponse>,
    message: &str,
) -> Result<Answer, DecodeError> {
    let responses: Vec<_> = responses.collect();
    let response = responses
        .iter()
        .find(|response| message.starts_with(&renderer.message_prefix(response)))
        .ok_or(DecodeError::Undeclared)?;
    let (text, tail) = match renderer.style {
        Style::Prefixed => split(message),
        Style::Json => (message, None),
    };
    let body = match (renderer.shape, renderer.style) {
        (Shape::Message, _) => json!({ "errorMessage": text }).to_string(),
        (_, Style::Prefixed) => text[response.prefix().len()..].to_owned(),
        (_, Style::Json) => text.to_owned(),
    };
    let (body, members, mut headers) = if response.has_body() {
        let members: Members = serde_json::from_str(&body).map_err(DecodeError::Body)?;
        let media_type = HeaderValue::from_static(renderer.media_type);
        (
            body,
            members,
            HeaderMap::from_iter([(header::CONTENT_TYPE, media_type)]),
        )
    } else {
        (String::new(), Members::new(), HeaderMap::new())
    };
    match (renderer.style, tail) {
        (Style::Prefixed, None) => {}
        (Style::Prefixed, Some(tail)) => {
            let members = serde_json::from_str(tail).map_err(DecodeError::Headers)?;
            insert_all(&mut headers, texts(members))?;
        }
        (Style::Json, _) => {
            let of_status = responses
                .iter()
                .filter(|other| other.status() == response.status());
            let names: Vec<_> = of_status.flat_map(|other| other.header_names()).collect();
            let mut members = renderer.header_members(members);
            members.retain(|name, _| names.iter().any(|declared| *declared == name));
            insert_all(&mut headers, texts(members))?;
        }
    }
    Ok(Answer::new(response.status(), headers, body))
}

/// The headers and the body in a message that starts with no prefix that is known. The body is the whole message if there is no JSON
/// object in it.
pub(crate) fn parts_of_undeclared(message: &str) -> (HeaderMap, &str) {
    let (text, tail) = split(message);
    let body = text.find('{').map(|start| &text[start..]);
    let is_object = |body: &&str| serde_json::from_str::<IgnoredAny>(body).is_ok();
    let Some(body) = body.filter(is_object) else {
        return (HeaderMap::new(), message);
    };
    let mut headers = HeaderMap::new();
    let members = tail.and_then(|tail| serde_json::from_str(tail).ok());
    match insert_all(&mut headers, texts(members.unwrap_or_default())) {
        Ok(()) => (headers, body),
        Err(_) => (HeaderMap::new(), body),
    }
}

/// The message up to the separator, and the text after it.
fn split(message: &str) -> (&str, Option<&str>) {
    match message.rsplit_once(SEPARATOR) {
        Some((text, tail)) => (text, Some(tail)),
        None => (message, None),
    }
}

/// The members with their values, `None` where a value is not a text.
fn texts(members: Members) -> impl Iterator<Item = (String, Option<String>)> {
    let members = members.into_iter();
    members.map(|(name, value)| (name, serde_json::from_str(value.get()).ok()))
}

pub(super) fn insert_all(
    headers: &mut HeaderMap,
    members: impl IntoIterator<Item = (String, Option<String>)>,
) -> Result<(), DecodeError> {
    for (name, value) in members {
        let value = value.and_then(|text| HeaderValue::try_from(text).ok());
        match (HeaderName::try_from(&name), value) {
            (Ok(name), Some(value)) => headers.insert(name, value),
            _ => return Err(DecodeError::Header(name)),
        };
    }
    Ok(())
}

/// Why a text is not a callback message of the contract.
///
/// ```
/// use lambda_api_errors::callback::DecodeError;
///
/// assert_eq!(DecodeError::Undeclared.to_string(), "no response of the contract has a message that starts like this");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum DecodeError {
    /// The text starts with no prefix of the contract.
    Undeclared,
    /// The text after the prefix is not a JSON object.
    Body(serde_json::Error),
    /// The text after the separator is not a JSON object.
    Headers(serde_json::Error),
    /// The payload is not a success envelope.
    Envelope(serde_json::Error),
    /// The header of this name has a value that HTTP does not allow.
    Header(String),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undeclared => {
                f.write_str("no response of the contract has a message that starts like this")
            }
            Self::Body(_) => f.write_str("behind the prefix stands no JSON object"),
            Self::Headers(_) => f.write_str("behind the separator stands no JSON object"),
            Self::Envelope(_) => f.write_str("the payload is not a success envelope"),
            Self::Header(name) => write!(
                f,
                "the header `{name}` has a value that HTTP does not allow"
            ),
        }
    }
}

impl Error for DecodeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Body(error) | Self::Headers(error) | Self::Envelope(error) => Some(error),
            Self::Undeclared | Self::Header(_) => None,
        }
    }
}
