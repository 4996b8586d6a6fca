//! Request ids in answers, for an API that asks for them.
//!
//! In: the answer, after all middleware. Out: the same with the id in its header, and in the body of a failure. Must not repeat
//! text of a caller: only an id of letters, digits and `.`, `_`, `:`, `-` is shown.

use crate::{
    Style,
    body::{Members, REQUEST_ID, Renderer, Shape},
    endpoint::answer::{self, Origin},
    log,
};
use axum::{
    body::{Body, HttpBody, to_bytes},
    response::Response,
};
use http::{HeaderName, HeaderValue, header};
use serde_json::Value;

/// The header that has the id.
#[cfg(feature = "openapi")]
pub(crate) const HEADER: &str = "X-Request-Id";

/// Puts the id of the request that is being answered into `response`. `instance_base` and the id are the problem's `instance`.
pub(crate) async fn named(mut response: Response, instance_base: Option<&str>) -> Response {
    let Some(id) = log::request_id().filter(|id| id.bytes().all(is_shown)) else {
        return response;
    };
    let Some(origin) = response.extensions().get::<Origin>().copied() else {
        return response;
    };
    // In the `json` style only declared headers reach the client of a custom integration.
    let has_header =
        !matches!(origin, Origin::Failure(_, renderer) if renderer.style == Style::Json);
    if let Some(value) = HeaderValue::from_str(&id).ok().filter(|_| has_header) {
        let name = HeaderName::from_static("x-request-id");
        response.headers_mut().entry(name).or_insert(value);
    }
    let Origin::Failure(declared, renderer) = origin else {
        return response;
    };
    if !declared.has_body() || response.body().size_hint().exact().is_none() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let body = match to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => return answer::opaque(renderer, &error),
    };
    let instance = instance_base.map(|base| format!("{base}{id}"));
    let with_id = str::from_utf8(&body)
        .ok()
        .and_then(|body| with_members(renderer, body, &id, instance.as_deref()));
    let Some(with_id) = with_id else {
        return Response::from_parts(parts, Body::from(body));
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(with_id))
}

fn is_shown(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._:-".contains(&byte)
}

/// `body` with the id at the end of its object, of JSON:API in `meta`; `None` if there is no place, or a member of the name already.
pub(crate) fn with_members(
    renderer: Renderer,
    body: &str,
    id: &str,
    instance: Option<&str>,
) -> Option<String> {
    let members: Members = serde_json::from_str(body).ok()?;
    if members.is_empty() {
        return None;
    }
    let member = format!(r#""{REQUEST_ID}":{}"#, Value::from(id));
    let (end, added) = match renderer.shape {
        Shape::Message => return None,
        Shape::JsonApi if members.contains_key("meta") => {
            let meta = renderer.header_members(members);
            if meta.contains_key(REQUEST_ID) || meta.is_empty() {
                return None;
            }
            ("}}", format!(",{member}"))
        }
        Shape::JsonApi => ("}", format!(r#","meta":{{{member}}}"#)),
        _ if members.contains_key(REQUEST_ID) => return None,
        Shape::Problem => {
            let instance = instance.filter(|_| !members.contains_key("instance"));
            let instance = instance.map(|uri| format!(r#","instance":{}"#, Value::from(uri)));
            ("}", format!("{},{member}", instance.unwrap_or_default()))
        }
        _ => ("}", format!(",{member}")),
    };
    let with_id = format!("{}{added}{end}", body.trim_end().strip_suffix(end)?);
    // Middleware may have put `meta` at another place.
    let written = renderer.header_members(serde_json::from_str(&with_id).ok()?);
    let written: &str = serde_json::from_str(written.get(REQUEST_ID)?.get()).ok()?;
    (written == id).then_some(with_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{HttpStatusDetails, JsonApi, Message, Problem};

    #[test]
    fn the_id_stands_at_the_end_of_the_body() {
        let problem = Renderer::new::<Problem>(Style::Prefixed);
        let json_api = Renderer::new::<JsonApi>(Style::Json);
        let details = Renderer::new::<HttpStatusDetails>(Style::Json);
        let message = Renderer::new::<Message>(Style::Prefixed);
        for (renderer, body, expected) in [
            (
                problem,
                r#"{"status":404}"#,
                Some(r#"{"status":404,"instance":"https://e.org/7","requestId":"7"}"#),
            ),
            (problem, r#"{"requestId":1}"#, None),
            (
                json_api,
                r#"{"errors":[{}]}"#,
                Some(r#"{"errors":[{}],"meta":{"requestId":"7"}}"#),
            ),
            (
                json_api,
                r#"{"errors":[{}],"meta":{"sku":1}}"#,
                Some(r#"{"errors":[{}],"meta":{"sku":1,"requestId":"7"}}"#),
            ),
            (json_api, r#"{"meta":{"sku":1},"errors":{"a":{}}}"#, None),
            (
                details,
                r#"{"error":{}}"#,
                Some(r#"{"error":{},"requestId":"7"}"#),
            ),
            (message, r#"{"errorMessage":"a"}"#, None),
            (problem, "[]", None),
            (problem, "{}", None),
        ] {
            let found = with_members(renderer, body, "7", Some("https://e.org/7"));
            assert_eq!(found.as_deref(), expected, "{body}");
        }
    }
}
