//! What differs between two answers.

use crate::callback::Answer;
use axum::body::Bytes;
use http::{HeaderMap, Response, header};
use serde_json::Value;
use std::{collections::BTreeSet, fmt};

/// Headers that a gateway adds by itself.
const OF_THE_PLATFORM: &[&str] = &[
    "connection",
    "content-length",
    "date",
    "x-amz-apigw-id",
    "x-amzn-errortype",
    "x-amzn-requestid",
    "x-amzn-trace-id",
];

/// How alike two answers must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// The client must get what was written: the same bytes, plain text in JSON aside, and the same headers, but for what a
    /// gateway adds for browsers.
    Written,
    /// The client must get an answer that means the same: bodies of equal JSON, and the same headers.
    Meaning,
}

/// A part of an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Status,
    Body,
    /// By its name in lower case.
    Header(String),
}

/// A part that differs; what is absent is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) part: Part,
    pub(crate) found: Option<String>,
    pub(crate) expected: Option<String>,
}

/// Each part of `got` that is not as expected.
pub(crate) fn differences(
    expected: &Answer,
    got: &Response<Bytes>,
    strictness: Strictness,
) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut differ = |part, found: Option<String>, expected: Option<String>| {
        differences.push(Difference {
            part,
            found,
            expected,
        });
    };
    if got.status() != expected.status {
        let text = |status: http::StatusCode| Some(status.as_str().to_owned());
        differ(Part::Status, text(got.status()), text(expected.status));
    }
    if !same_body(expected.body.as_bytes(), got.body(), strictness) {
        let found = String::from_utf8_lossy(got.body()).into_owned();
        differ(Part::Body, Some(found), Some(expected.body.clone()));
    }
    for name in header_names(&expected.headers, got.headers(), strictness) {
        let found = values(got.headers(), &name);
        let wanted = values(&expected.headers, &name);
        if found != wanted {
            differ(Part::Header(name), found, wanted);
        }
    }
    differences
}

/// The names of the headers that count, in lower case.
fn header_names(expected: &HeaderMap, got: &HeaderMap, strictness: Strictness) -> BTreeSet<String> {
    let counts = |name: &str| {
        let is_added = name.starts_with("access-control-")
            || name == header::VARY.as_str()
            || name == header::CONTENT_TYPE.as_str();
        let is_left_open =
            strictness == Strictness::Written && is_added && !expected.contains_key(name);
        !OF_THE_PLATFORM.contains(&name) && !is_left_open
    };
    let names = expected.keys().chain(got.keys());
    names
        .map(http::HeaderName::as_str)
        .filter(|name| counts(name))
        .map(str::to_owned)
        .collect()
}

fn values(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut values = headers.get_all(name).iter().peekable();
    values.peek()?;
    let texts = values.map(|value| String::from_utf8_lossy(value.as_bytes()));
    Some(texts.collect::<Vec<_>>().join(", "))
}

fn same_body(expected: &[u8], got: &[u8], strictness: Strictness) -> bool {
    let json = |body| serde_json::from_slice::<Value>(body).ok();
    if expected == got {
        return true;
    }
    let (Some(expected), Some(got)) = (json(expected), json(got)) else {
        return false;
    };
    match strictness {
        Strictness::Written => {
            plain_text(&expected).is_some_and(|text| plain_text(&got) == Some(text))
        }
        Strictness::Meaning => expected == got,
    }
}

/// The text of a body of the format `Message`, which a template writes with other escapes.
fn plain_text(body: &Value) -> Option<&Value> {
    let members = body.as_object().filter(|members| members.len() == 1)?;
    members.get("errorMessage").filter(|text| text.is_string())
}

/// The headers without those that a gateway adds by itself.
pub(crate) fn without_platform_headers(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for name in OF_THE_PLATFORM {
        headers.remove(*name);
    }
    headers
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status => f.write_str("status"),
            Self::Body => f.write_str("body"),
            Self::Header(name) => write!(f, "header `{name}`"),
        }
    }
}
