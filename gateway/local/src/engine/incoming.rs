//! A request, with its parameters taken apart.

use bytes::Bytes;
use http::{HeaderMap, Method, Request, header};
use percent_encoding::percent_decode_str;
use std::hash::{BuildHasher, RandomState};

/// A request as the integration sees it.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) method: Method,
    /// As it was sent, still encoded.
    pub(crate) path: String,
    pub(crate) path_parameters: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) request_id: String,
}

impl Incoming {
    pub(super) fn new(request: Request<Bytes>) -> Self {
        let (parts, body) = request.into_parts();
        Self {
            method: parts.method,
            path: parts.uri.path().to_owned(),
            path_parameters: Vec::new(),
            query: query(parts.uri.query().unwrap_or_default()),
            headers: parts.headers,
            body,
            request_id: new_id(),
        }
    }

    /// The values of a header, in order.
    pub(crate) fn header(&self, name: &str) -> Vec<String> {
        self.headers
            .get_all(name)
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
            .collect()
    }

    pub(super) fn queries(&self, name: &str) -> Vec<String> {
        let of_name = |(key, value): &(String, String)| (key == name).then(|| value.clone());
        self.query.iter().filter_map(of_name).collect()
    }

    pub(super) fn path_parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.path_parameters.iter();
        let found = parameters.find(|(key, _)| key == name)?;
        Some(&found.1)
    }

    /// The id under which X-Ray would know the request.
    pub(super) fn trace_id(&self) -> String {
        let digits: String = self.request_id.chars().filter(|c| *c != '-').collect();
        let (epoch, unique) = digits.split_at(8);
        format!("Root=1-{epoch}-{}", &unique[..24])
    }

    /// The media type of the body; without one it counts as JSON.
    pub(super) fn content_type(&self) -> String {
        self.media_type(header::CONTENT_TYPE.as_str())
    }

    /// The first media type that the client accepts.
    pub(super) fn accept(&self) -> String {
        self.media_type(header::ACCEPT.as_str())
    }

    fn media_type(&self, name: &str) -> String {
        let values = self.header(name);
        let first = values
            .first()
            .and_then(|value| value.split([',', ';']).next());
        match first.map(str::trim) {
            Some(media_type) if !media_type.is_empty() => media_type.to_ascii_lowercase(),
            _ => "application/json".to_owned(),
        }
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
    let (high, low) = (random(), random());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        (low >> 48) & 0x3fff | 0x8000,
        low & 0xffff_ffff_ffff
    )
}
