//! HTTP response → success envelope.

use super::{Undeliverable, envelope::Envelope, header_map};
use http::{HeaderMap, StatusCode};
use serde_json::value::RawValue;

/// Puts a success into its envelope; `declared` spells the headers' names.
pub(crate) fn seal(
    status: StatusCode,
    headers: &HeaderMap,
    declared: &[&str],
    body: &str,
) -> Result<Box<RawValue>, Undeliverable> {
    let headers = header_map(headers, declared)?;
    Envelope::new(status, headers, body)
        .to_json()
        .map_err(|_| Undeliverable::Body)
}
