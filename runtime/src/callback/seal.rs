//! HTTP response → success envelope.

use super::{MARKER, Undeliverable, header_map};
use crate::json;
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Envelope<'a> {
    #[serde(rename = "lambdaApiErrors")]
    marker: u8,
    status: u16,
    headers: BTreeMap<String, String>,
    body: &'a str,
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
