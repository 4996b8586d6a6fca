//! HTTP response → callback message.

use super::{SEPARATOR, Undeliverable, header_map};
use crate::{
    DeclaredResponse, Style,
    body::{Renderer, Shape},
    json,
};
use http::{HeaderMap, header};
use serde::Deserialize;

/// The callback message of an HTTP response that gives `declared`, as [`encode`](super::encode()) writes it.
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
