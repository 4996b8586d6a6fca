//! The success envelope: how a success travels through a custom integration.
//!
//! The integration's default response takes whatever no selection pattern takes. Its template opens this envelope, and
//! answers an opaque 500 to anything else, so that no unforeseen failure passes as a success.

use super::{Answer, DecodeError, MARKER, Undeliverable, decode::insert_all, header_map};
use crate::json;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, value::RawValue};
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Envelope<'a> {
    #[serde(rename = "lambdaApiErrors")]
    marker: u8,
    status: u16,
    headers: BTreeMap<String, String>,
    body: &'a str,
}

#[derive(Deserialize)]
struct Opened {
    #[serde(rename = "lambdaApiErrors")]
    marker: u8,
    status: u16,
    headers: Map<String, Value>,
    body: String,
}

/// Puts a success into its envelope; `declared` spells the headers' names.
pub(crate) fn seal(
    status: StatusCode,
    headers: &HeaderMap,
    declared: &[&str],
    body: &str,
) -> Result<Box<RawValue>, Undeliverable> {
    let envelope = Envelope {
        marker: MARKER,
        status: status.as_u16(),
        headers: header_map(headers, declared)?,
        body,
    };
    json::to_raw(&envelope).map_err(|_| Undeliverable::Body)
}

/// Reads the payload of a successful invocation as the gateway would.
///
/// # Errors
///
/// When the payload is no success envelope.
///
/// ```
/// use lambda_api_errors::callback;
///
/// let payload = r#"{"lambdaApiErrors":1,"status":201,"headers":{"Location":"/carts/1"},"body":"{\"id\":1}"}"#;
/// let answer = callback::open(payload).unwrap();
/// assert_eq!(answer.status, 201);
/// assert_eq!(answer.headers["Location"], "/carts/1");
/// assert_eq!(answer.body, r#"{"id":1}"#);
/// ```
pub fn open(payload: &str) -> Result<Answer, DecodeError> {
    let envelope: Opened = serde_json::from_str(payload).map_err(DecodeError::Envelope)?;
    let status = match (envelope.marker, StatusCode::from_u16(envelope.status)) {
        (MARKER, Ok(status)) if status.is_success() => status,
        _ => return Err(DecodeError::Undeclared),
    };
    let mut headers = HeaderMap::new();
    insert_all(&mut headers, &envelope.headers)?;
    Ok(Answer::new(status, headers, envelope.body))
}
