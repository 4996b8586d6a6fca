//! The success envelope: how a success travels through a custom integration.
//!
//! The integration's default response takes every outcome that no selection pattern takes. Its template opens this envelope, and
//! answers an opaque 500 to any other payload. So an unexpected failure never looks like a success.

use super::{Answer, DecodeError, MARKER, decode::insert_all};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
struct Opened {
    #[serde(rename = "lambdaApiErrors")]
    marker: u8,
    status: u16,
    headers: Map<String, Value>,
    body: String,
}

/// Reads the payload of a successful invocation as the gateway would.
///
/// # Errors
///
/// When the payload is not a success envelope.
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
