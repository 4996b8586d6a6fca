//! HTTP response → callback message.

use super::{SEPARATOR, Undeliverable, altered::header_names, encode::without_body, header_map};
use crate::{
    DeclaredResponse, Style,
    body::{Renderer, Shape},
    json, log,
};
use http::{HeaderMap, header};
use serde::Deserialize;

/// The callback message of an HTTP response that gives `declared`, one of `responses`, as [`encode`](super::encode()) writes it.
/// The body has passed [`check_body`](super::check_body).
///
/// Middleware may have added headers to it. They travel along, but for the `json` style: it has the declared headers only, as members of
/// the body.
pub(crate) fn of_response(
    renderer: Renderer,
    declared: &DeclaredResponse,
    responses: &[&'static DeclaredResponse],
    headers: &HeaderMap,
    body: &str,
) -> Result<String, Undeliverable> {
    let mut message = match (renderer.shape, renderer.style) {
        _ if !declared.has_body() && body.is_empty() => without_body(renderer, declared),
        _ if !declared.has_body() => return Err(Undeliverable::Altered),
        (Shape::Message, _) => {
            serde_json::from_str::<WholePlainBody>(body)
                .map_err(|_| Undeliverable::MoreThanText)?
                .error_message
        }
        _ if !is_body(body) => return Err(Undeliverable::Altered),
        (_, Style::Json) => {
            check_headers(renderer, header_names(declared, responses), headers)?;
            return Ok(body.to_owned());
        }
        (_, Style::Prefixed) => format!("{}{body}", declared.prefix()),
    };
    let mut headers = header_map(headers, declared.header_names())?;
    if headers
        .get(header::CONTENT_TYPE.as_str())
        .is_some_and(|value| *value == renderer.media_type)
    {
        headers.remove(header::CONTENT_TYPE.as_str());
    }
    if !headers.is_empty() {
        message.push(SEPARATOR);
        json::write(&mut message, &headers).map_err(|_| Undeliverable::Body)?;
    }
    Ok(message)
}

/// Logs the headers that the `json` style leaves out: those that have none of `names`, which are members of the body.
fn check_headers(
    renderer: Renderer,
    names: impl Iterator<Item = &'static str>,
    headers: &HeaderMap,
) -> Result<(), Undeliverable> {
    let names: Vec<_> = names.collect();
    for name in headers.keys() {
        let is_declared = names
            .iter()
            .any(|declared| declared.eq_ignore_ascii_case(name.as_str()));
        let mut values = headers.get_all(name).iter();
        if is_declared && values.nth(1).is_some() {
            return Err(Undeliverable::RepeatedHeader(name.clone()));
        }
        let is_of_every_answer = *name == header::CONTENT_LENGTH
            || *name == header::CONTENT_TYPE && headers[name] == renderer.media_type;
        if !is_declared && !is_of_every_answer {
            log::left_out(name);
        }
    }
    Ok(())
}

/// Whether a selection pattern and a template can take `body`, which middleware may have written.
fn is_body(body: &str) -> bool {
    body.starts_with('{') && (json::is_plain(body) || !body.contains(char::is_control))
}

/// A plain text's body as the template writes it, which has no other member.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WholePlainBody {
    #[serde(rename = "errorMessage")]
    error_message: String,
}
