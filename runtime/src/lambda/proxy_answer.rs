//! HTTP response → the answer that a proxy integration takes.

use crate::{EventKind, callback::Undeliverable, json};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use http::{header::SET_COOKIE, response::Parts};
use serde::Serialize;
use serde_json::value::RawValue;
use std::{borrow::Cow, collections::BTreeMap};

/// The answer that REST APIs, HTTP APIs, load balancers and function URLs take.
///
/// It is not that of `lambda_http`, which sends one value of a repeated header to an HTTP API, an empty text for a cookie
/// that is not ASCII, and replaces what is not UTF-8 in a text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    status_code: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_description: Option<String>,
    headers: BTreeMap<&'a str, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    multi_value_headers: BTreeMap<&'a str, Vec<&'a str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cookies: Vec<&'a str>,
    body: Cow<'a, str>,
    is_base64_encoded: bool,
}

/// The payload with which an event of `kind` is answered.
pub(crate) fn payload(
    kind: EventKind,
    parts: &Parts,
    body: &[u8],
) -> Result<Box<RawValue>, Undeliverable> {
    let mut values = BTreeMap::<_, Vec<_>>::new();
    for (name, value) in &parts.headers {
        let value = str::from_utf8(value.as_bytes())
            .map_err(|_| Undeliverable::HeaderText(name.clone()))?;
        values.entry(name.as_str()).or_default().push(value);
    }
    let text = str::from_utf8(body);
    let mut answer = Answer {
        status_code: parts.status.as_u16(),
        status_description: None,
        headers: BTreeMap::new(),
        multi_value_headers: BTreeMap::new(),
        cookies: Vec::new(),
        is_base64_encoded: text.is_err(),
        body: text.map_or_else(|_| BASE64.encode(body).into(), Cow::Borrowed),
    };
    match kind {
        EventKind::RestProxy => {
            let (one, several) = values
                .into_iter()
                .partition(|(_, values)| values.len() == 1);
            answer.headers = joined(&one);
            answer.multi_value_headers = several;
        }
        EventKind::Alb => {
            // Which of the two it reads is a setting of the target group.
            answer.status_description = Some(parts.status.to_string());
            answer.headers = joined(&values);
            answer.multi_value_headers = values;
        }
        _ => {
            answer.cookies = values.remove(SET_COOKIE.as_str()).unwrap_or_default();
            answer.headers = joined(&values);
        }
    }
    json::to_raw(&answer).map_err(|_| Undeliverable::Body)
}

/// The values of each header in one, as [RFC 9110, section 5.3](https://www.rfc-editor.org/rfc/rfc9110#section-5.3) has it.
fn joined<'a>(values: &BTreeMap<&'a str, Vec<&str>>) -> BTreeMap<&'a str, String> {
    let values = values.iter();
    values
        .map(|(name, values)| (*name, values.join(", ")))
        .collect()
}
