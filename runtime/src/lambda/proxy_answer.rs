//! HTTP response → the answer that a proxy integration takes.

use crate::{
    EventKind,
    callback::Undeliverable,
    json::{self, Text},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use http::{
    StatusCode,
    header::{CONTENT_LENGTH, SET_COOKIE},
    response::Parts,
};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::{
    borrow::Cow,
    fmt::{self, Display},
};

/// The answer that REST APIs, HTTP APIs, load balancers, function URLs and VPC Lattice take, and in its own payload Azure Functions.
///
/// It is not that of `lambda_http`, which sends one value of a repeated header to an HTTP API, an empty text for a cookie
/// that is not ASCII, and replaces what is not UTF-8 in a text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    status_code: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_description: Option<Text<StatusCode>>,
    headers: Joined<'a>,
    #[serde(skip_serializing_if = "Lists::is_empty")]
    multi_value_headers: Lists<'a>,
    #[serde(skip_serializing_if = "Values::is_empty")]
    cookies: Values<'a>,
    body: Cow<'a, str>,
    is_base64_encoded: bool,
}

/// The payload with which an event of `kind` is answered.
pub(crate) fn payload(
    kind: EventKind,
    parts: &Parts,
    body: &[u8],
) -> Result<Box<RawValue>, Undeliverable> {
    let mut headers = Vec::with_capacity(parts.headers.len());
    let one_value = matches!(kind, EventKind::VpcLattice | EventKind::AzureFunctions);
    for (name, value) in &parts.headers {
        if kind == EventKind::AzureFunctions && name == CONTENT_LENGTH {
            // The host writes the text anew.
            continue;
        }
        let value = str::from_utf8(value.as_bytes())
            .map_err(|_| Undeliverable::HeaderText(name.clone()))?;
        headers.push((name.as_str(), value));
    }
    // Stable: the values of one name keep their order.
    headers.sort_by_key(|(name, _)| *name);
    // One value of each name, and cookies have a form of their own in which a comma is not a separator.
    let cookies = headers
        .iter()
        .filter(|(name, _)| *name == SET_COOKIE.as_str());
    if one_value && cookies.count() > 1 {
        return Err(Undeliverable::RepeatedHeader(SET_COOKIE));
    }
    let of = |chosen| Groups {
        headers: &headers,
        chosen,
    };
    let (joined, lists, cookies) = match kind {
        EventKind::RestProxy => (
            of(|values| values.len() == 1),
            of(|values| values.len() > 1),
            None,
        ),
        // Which of the two it reads is a setting of the target group.
        EventKind::Alb => (of(|_| true), of(|_| true), None),
        _ if one_value => (of(|_| true), of(|_| false), None),
        _ => (
            of(|values| !are_cookies(values)),
            of(|_| false),
            of(are_cookies).iter().next(),
        ),
    };
    let text = str::from_utf8(body);
    if kind == EventKind::AzureFunctions && text.is_err() {
        return Err(Undeliverable::Body);
    }
    json::to_raw(&Answer {
        status_code: parts.status.as_u16(),
        status_description: matches!(kind, EventKind::Alb | EventKind::VpcLattice)
            .then_some(Text(parts.status)),
        headers: Joined(joined),
        multi_value_headers: Lists(lists),
        cookies: Values(cookies.unwrap_or_default()),
        is_base64_encoded: text.is_err(),
        body: text.map_or_else(|_| BASE64.encode(body).into(), Cow::Borrowed),
    })
    .map_err(|_| Undeliverable::Body)
}

fn are_cookies(values: &[Header<'_>]) -> bool {
    values.iter().all(|(name, _)| *name == SET_COOKIE.as_str())
}

/// A name and one of its values.
type Header<'a> = (&'a str, &'a str);

/// The headers of some names, sorted by name: a slice for each name.
struct Groups<'a> {
    headers: &'a [Header<'a>],
    chosen: fn(&[Header<'_>]) -> bool,
}

impl<'a> Groups<'a> {
    fn iter(&self) -> impl Iterator<Item = &'a [Header<'a>]> {
        self.headers
            .chunk_by(|(left, _), (right, _)| left == right)
            .filter(|values| (self.chosen)(values))
    }

    fn write<S: Serializer, V: Serialize>(
        &self,
        serializer: S,
        value: fn(&'a [Header<'a>]) -> V,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.iter()
                .filter_map(|values| Some((values.first()?.0, value(values)))),
        )
    }
}

/// The values of each header in one, as [RFC 9110, section 5.3](https://www.rfc-editor.org/rfc/rfc9110#section-5.3) has it.
struct Joined<'a>(Groups<'a>);

impl Serialize for Joined<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer, |values| Text(Values(values)))
    }
}

/// The values of each header as a list.
struct Lists<'a>(Groups<'a>);

impl Lists<'_> {
    fn is_empty(&self) -> bool {
        self.0.iter().next().is_none()
    }
}

impl Serialize for Lists<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer, Values)
    }
}

/// The values of one header.
struct Values<'a>(&'a [Header<'a>]);

impl Values<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|(_, value)| value))
    }
}

impl Display for Values<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (_, value)) in self.0.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { ", " })?;
            f.write_str(value)?;
        }
        Ok(())
    }
}
