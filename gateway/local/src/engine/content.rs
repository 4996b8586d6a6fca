//! `contentHandling`: bodies as text, or as the bytes that base64 stands for.
//!
//! Lambda sends and takes text, so of AWS's table only the conversions from and to base64 matter.

use super::{ClientRequest, Failure, media};
use crate::{document::ContentHandling, lossy, trace::Trace};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use bytes::Bytes;
use std::borrow::Cow;

/// The request's body, as templates and Lambda see it.
pub(super) fn request_text<'r>(
    request: &'r ClientRequest,
    handling: Option<ContentHandling>,
    binary_media_types: &[String],
    trace: &mut Trace,
) -> Result<Cow<'r, str>, Failure> {
    let is_binary = media::is_binary(binary_media_types, &request.content_type());
    let body = request.body();
    if is_binary && handling == Some(ContentHandling::ToText) {
        return Ok(BASE64.encode(body).into());
    }
    if is_binary || handling != Some(ContentHandling::ToBinary) {
        let text = lossy::text(body);
        if matches!(text, Cow::Owned(_)) {
            trace.unverified("bytes of a body that are not UTF-8 become U+FFFD");
        }
        if is_binary {
            trace.unverified("a binary body that is not converted reaches Lambda as text");
        }
        return Ok(text);
    }
    let body = decode(&lossy::text(body))?;
    Ok(lossy::string(body).into())
}

/// The response's body, as the client gets it.
pub(super) fn response_bytes(
    text: String,
    handling: Option<ContentHandling>,
    accepts_binary: bool,
    trace: &mut Trace,
) -> Result<Bytes, Failure> {
    let decodes = match handling {
        Some(ContentHandling::ToBinary) => true,
        Some(ContentHandling::ToText) => false,
        None => accepts_binary,
    };
    if !decodes {
        return Ok(Bytes::from(text));
    }
    trace.unverified("a body is converted after its template, and without quotes around it");
    decode(&text).map(Bytes::from)
}

fn decode(text: &str) -> Result<Vec<u8>, Failure> {
    BASE64
        .decode(text.trim().trim_matches('"'))
        .map_err(|error| {
            Failure::configuration(format!("the body cannot be converted from base64: {error}"))
        })
}
