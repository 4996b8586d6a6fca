//! HTTP response → callback message.

use super::{SEPARATOR, Undeliverable, header_map};
use crate::{
    DeclaredResponse, Style,
    body::{Renderer, Shape},
    json,
};
use http::{HeaderMap, header};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Whether `body` is one that an error with `declared` has, so that a message made of it selects its status.
///
/// In the `json` style, and in plain text, the body holds what selects the status, and middleware may have written another one.
pub(crate) fn check_start(
    renderer: Renderer,
    declared: &DeclaredResponse,
    body: &[u8],
) -> Result<(), Undeliverable> {
    if renderer.shape != Shape::Message && renderer.style == Style::Prefixed {
        return Ok(());
    }
    let start = renderer.message_prefix(declared);
    let is_there = match renderer.shape {
        Shape::Message => serde_json::from_slice::<PlainBody>(body)
            .is_ok_and(|body| body.error_message.starts_with(&start)),
        _ => body.starts_with(start.as_bytes()),
    };
    if is_there {
        Ok(())
    } else {
        Err(Undeliverable::Start(start))
    }
}

/// The callback message of an HTTP response that gives `declared`, one of `responses`, as [`encode`](super::encode()) writes it.
/// The body has passed [`check_start`].
///
/// Middleware may have added headers to it; they travel along.
pub(crate) fn of_response(
    renderer: Renderer,
    declared: &DeclaredResponse,
    responses: &[&'static DeclaredResponse],
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
            serde_json::from_str::<WholePlainBody>(body)
                .map_err(|_| Undeliverable::MoreThanText)?
                .error_message
        }
        _ if !is_body(body) => return Err(Undeliverable::Altered),
        (_, Style::Json) => {
            let of_status = responses
                .iter()
                .filter(|response| response.status() == declared.status());
            let names = of_status.flat_map(|response| response.header_names());
            check_members(renderer, names.copied().collect(), headers, body)?;
            return Ok(body.to_owned());
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

/// Whether `headers` are what the template of the `json` style reads from the body: members with one of `names`.
fn check_members(
    renderer: Renderer,
    names: BTreeSet<&'static str>,
    mut headers: BTreeMap<String, String>,
    body: &str,
) -> Result<(), Undeliverable> {
    if !names.is_empty() {
        let body = serde_json::from_str(body).map_err(|_| Undeliverable::Altered)?;
        let members = renderer.header_members(body);
        for name in names {
            let header = headers.remove(name).map(Value::String);
            if header.as_ref() != members.get(name) {
                return Err(Undeliverable::OtherMember(name));
            }
        }
    }
    match headers.into_keys().next() {
        Some(name) => Err(Undeliverable::UndeclaredHeader(name)),
        None => Ok(()),
    }
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

/// A plain text's body as the template writes it, which has no other member.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WholePlainBody {
    #[serde(rename = "errorMessage")]
    error_message: String,
}
