//! The success envelope: how a success travels through a custom integration.
//!
//! The integration's default response takes every outcome that no selection pattern takes. Its template opens this envelope, and
//! answers an opaque 500 to any other payload. So an unexpected failure never looks like a success.

use super::{Answer, DecodeError, MARKER, decode::insert_all};
use crate::json;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::{borrow::Cow, collections::BTreeMap};

/// What a success is in the payload. The template of the default response knows these names, in this order.
#[derive(Serialize, Deserialize)]
pub(super) struct Envelope<'a> {
    #[serde(rename = "lambdaApiErrors")]
    marker: u8,
    status: u16,
    headers: BTreeMap<String, String>,
    #[serde(borrow)]
    body: Cow<'a, str>,
}

#[cfg(any(feature = "lambda", feature = "openapi"))]
impl<'a> Envelope<'a> {
    pub(super) fn new(
        status: StatusCode,
        headers: BTreeMap<String, String>,
        body: &'a str,
    ) -> Self {
        Self {
            marker: MARKER,
            status: status.as_u16(),
            headers,
            body: body.into(),
        }
    }
}

impl Envelope<'_> {
    pub(super) fn to_json(&self) -> serde_json::Result<Box<RawValue>> {
        json::to_raw(self)
    }
}

/// Reads the payload of a successful invocation as the gateway would.
///
/// # Errors
///
/// When the payload is not a success envelope, byte for byte as a function of this library writes it.
///
/// ```
/// use lambda_api_errors::callback;
///
/// let payload = r#"{"lambdaApiErrors":1,"status":201,"headers":{"Location":"/carts/1"},"body":"{\"id\":1}"}"#;
/// let answer = callback::open(payload).unwrap();
/// assert_eq!(answer.status, 201);
/// assert_eq!(answer.headers["Location"], "/carts/1");
/// assert_eq!(answer.body, r#"{"id":1}"#);
///
/// assert!(callback::open(&payload.replace("201", "\"201\"")).is_err());
/// ```
pub fn open(payload: &str) -> Result<Answer, DecodeError> {
    let envelope: Envelope<'_> = serde_json::from_str(payload).map_err(DecodeError::Envelope)?;
    let written = envelope.to_json().map_err(DecodeError::Envelope)?;
    let status = match (envelope.marker, StatusCode::from_u16(envelope.status)) {
        (MARKER, Ok(status)) if status.is_success() && written.get() == payload => status,
        _ => return Err(DecodeError::Undeclared),
    };
    let mut headers = HeaderMap::new();
    let members = envelope.headers.into_iter();
    let members = members.map(|(name, value)| (name, Some(value)));
    insert_all(&mut headers, members)?;
    Ok(Answer::new(status, headers, envelope.body.into_owned()))
}
