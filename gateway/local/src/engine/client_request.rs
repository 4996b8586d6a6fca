//! A request as it arrived, with its parts taken apart.

use super::{Deployment, Failure, RequestContext};
use bytes::Bytes;
use http::{HeaderMap, Method, Request, header};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::{
    borrow::Cow,
    collections::BTreeMap,
    hash::{BuildHasher, RandomState},
    sync::Arc,
    time::{Duration, SystemTime},
};

/// The id of a request and its time. Only these differ between two equal requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestStamp {
    /// The id.
    pub id: String,
    /// When it came.
    pub time: SystemTime,
}

/// A request with its parts taken apart: all that mappings, templates and gateway responses can read of it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ClientRequest {
    /// Its id, and when it came.
    pub stamp: RequestStamp,
    /// The method.
    pub method: Method,
    /// The path as it was sent, still encoded.
    pub path: String,
    /// The path parameters, decoded; empty until the operation is known.
    pub path_parameters: Vec<(String, String)>,
    /// The query parameters in their order, decoded.
    pub query: Vec<(String, String)>,
    /// The query as it was sent, without the `?`.
    pub raw_query: String,
    /// The path that a mapping of an HTTP API gave it for its integration.
    pub(super) mapped_path: Option<String>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// What the stages found out for `$context`.
    pub context: RequestContext,
    /// What Lambda authorizers said before the first stage, by the names of their security schemes: `$context.authorizer`, or the
    /// refusal. A stand-in takes the place of those that are not here.
    pub decisions: Arc<BTreeMap<String, Result<Value, Failure>>>,
    /// How many steps each template, pattern and model may take; [`STEP_LIMIT`] at first.
    pub step_limit: u64,
}

/// How many steps a template, a pattern or a model may take for one request. A step takes some nanoseconds, so that they end
/// within some tenths of a second.
pub const STEP_LIMIT: u64 = 10_000_000;

impl RequestStamp {
    /// A random id, and the time that it is now.
    #[must_use]
    pub fn now() -> Self {
        Self {
            id: new_id(),
            time: SystemTime::now(),
        }
    }

    pub(super) fn since_epoch(&self) -> Duration {
        self.time
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default()
    }

    /// The id under which X-Ray would know the request.
    pub(super) fn trace_id(&self) -> String {
        const UNIQUE: usize = 24;
        let (mut digits, mut count) = ([b'0'; UNIQUE], 0);
        for digit in self.id.bytes().filter(u8::is_ascii_hexdigit).take(UNIQUE) {
            digits[count] = digit;
            count += 1;
        }
        digits.rotate_left(count);
        let seconds = u32::try_from(self.since_epoch().as_secs()).unwrap_or(u32::MAX);
        let mut id = String::with_capacity(35);
        id.push_str("Root=1-");
        push_hex(&mut id, &seconds.to_be_bytes());
        id.push('-');
        id.push_str(str::from_utf8(&digits).unwrap_or_default());
        id
    }
}

impl ClientRequest {
    /// Takes a request apart.
    #[must_use]
    pub fn new(request: Request<Bytes>, stamp: RequestStamp) -> Self {
        let (parts, body) = request.into_parts();
        Self {
            stamp,
            method: parts.method,
            path: parts.uri.path().to_owned(),
            path_parameters: Vec::new(),
            query: query(parts.uri.query().unwrap_or_default()),
            raw_query: parts.uri.query().unwrap_or_default().to_owned(),
            mapped_path: None,
            headers: parts.headers,
            body,
            context: RequestContext::default(),
            decisions: Arc::default(),
            step_limit: STEP_LIMIT,
        }
    }

    /// The body, which counts as `{}` if it is empty.
    pub(super) fn body(&self) -> &[u8] {
        match &*self.body {
            [] => b"{}",
            body => body,
        }
    }

    /// The values of a header, in order.
    pub(super) fn header(&self, name: &str) -> impl DoubleEndedIterator<Item = Cow<'_, str>> {
        let values = self.headers.get_all(name).iter();
        values.map(|value| String::from_utf8_lossy(value.as_bytes()))
    }

    pub(super) fn queries(&self, name: &str) -> impl DoubleEndedIterator<Item = Cow<'_, str>> {
        let named = self.query.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.into())
    }

    pub(super) fn path_parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.path_parameters.iter();
        let found = parameters.find(|(key, _)| key == name)?;
        Some(&found.1)
    }

    /// The path, decoded.
    pub(super) fn decoded_path(&self) -> Cow<'_, str> {
        percent_decode_str(&self.path).decode_utf8_lossy()
    }

    /// The path as functions see it, with the stage in front of it.
    pub(super) fn sent_path(&self, deployment: &Deployment) -> String {
        match &self.mapped_path {
            Some(path) => path.clone(),
            None => deployment.staged(&self.decoded_path()),
        }
    }

    /// The media type of the body; without one it counts as JSON.
    pub(super) fn content_type(&self) -> Cow<'_, str> {
        self.media_type(header::CONTENT_TYPE.as_str())
    }

    /// The media type of the body, if the client states one.
    pub(super) fn stated_content_type(&self) -> Option<Cow<'_, str>> {
        self.stated_media_type(header::CONTENT_TYPE.as_str())
    }

    /// The first media type that the client accepts.
    pub(super) fn accept(&self) -> Cow<'_, str> {
        self.media_type(header::ACCEPT.as_str())
    }

    /// The first media type that the client says it accepts; `None` if it says nothing.
    pub(super) fn stated_accept(&self) -> Option<Cow<'_, str>> {
        self.stated_media_type(header::ACCEPT.as_str())
    }

    fn media_type(&self, name: &str) -> Cow<'_, str> {
        self.stated_media_type(name)
            .unwrap_or("application/json".into())
    }

    /// The first media type in a header, in lower case.
    fn stated_media_type(&self, name: &str) -> Option<Cow<'_, str>> {
        let value = self.headers.get(name)?.as_bytes();
        let first = value.split(|byte| matches!(byte, b',' | b';')).next()?;
        let first = String::from_utf8_lossy(first.trim_ascii());
        let is_lower = !first.bytes().any(|byte| byte.is_ascii_uppercase());
        let first = if is_lower {
            first
        } else {
            first.to_ascii_lowercase().into()
        };
        (!first.is_empty()).then_some(first)
    }
}

fn query(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        percent_decode_str(&text.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned()
    };
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// A random id in the form of a UUID.
fn new_id() -> String {
    let random = || RandomState::new().hash_one(0);
    let version = random() & !0xf000 | 0x4000;
    let variant = random() & !(0b11 << 62) | 0b10 << 62;
    let bytes = (u128::from(version) << 64 | u128::from(variant)).to_be_bytes();
    let mut id = String::with_capacity(36);
    for group in [0..4, 4..6, 6..8, 8..10, 10..16] {
        if !id.is_empty() {
            id.push('-');
        }
        push_hex(&mut id, &bytes[group]);
    }
    id
}

/// Adds two hexadecimal digits for each byte.
pub(super) fn push_hex(out: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 0xf)]));
    }
}
