//! Requests to one operation.

use super::PLAIN;
use axum::body::Bytes;
use http::{HeaderValue, Method, Request, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;
use std::borrow::Cow;

/// A request in which a text stands at each place that a caller writes.
#[derive(Debug, Clone)]
pub(crate) struct SampleRequest<'a> {
    /// An operation for any method takes every name.
    pub(crate) method: &'a str,
    /// The path template, as a gateway writes it.
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    /// The name of the query parameter.
    pub(crate) query_name: &'a str,
    pub(crate) media_type: &'a str,
    /// The body. `None` stands for a body of the media type that contains the text.
    pub(crate) body: Option<&'a str>,
    pub(crate) origin: Option<&'a str>,
    /// The text in the authorizer's values. `None` stands for the same text as elsewhere.
    pub(crate) principal: Option<&'a str>,
}

/// Only characters that are unreserved everywhere are not encoded.
const IN_URIS: &AsciiSet = NON_ALPHANUMERIC;

impl<'a> SampleRequest<'a> {
    /// A plain request with a body of JSON.
    pub(crate) fn new(method: &'a str, path: &'a str) -> Self {
        Self {
            method,
            path,
            text: PLAIN,
            query_name: "query",
            media_type: "application/json",
            body: None,
            origin: None,
            principal: None,
        }
    }

    /// The request as a client sends it.
    pub(crate) fn to_http(&self) -> Request<Bytes> {
        let mut request = Request::new(Bytes::from(self.body().into_owned()));
        *request.method_mut() = Method::from_bytes(self.method.as_bytes()).unwrap_or_default();
        *request.uri_mut() = self.uri().parse().unwrap_or_default();
        let headers = request.headers_mut();
        let mut set = |name: &'static str, text: &str| {
            if let Ok(value) = HeaderValue::from_bytes(header_text(text).as_bytes()) {
                headers.insert(name, value);
            }
        };
        set(header::CONTENT_TYPE.as_str(), self.media_type);
        set(header::USER_AGENT.as_str(), self.text);
        set("x-header", self.text);
        if let Some(origin) = self.origin {
            set(header::ORIGIN.as_str(), origin);
        }
        request
    }

    /// `$context.authorizer` of the request.
    pub(crate) fn authorizer(&self) -> serde_json::Value {
        let text = self.principal.unwrap_or(self.text);
        json!({"principalId": text, "claims": {"sub": text}})
    }

    fn uri(&self) -> String {
        // An empty segment would select another route.
        let text = if self.text.is_empty() {
            PLAIN
        } else {
            self.text
        };
        let segments = self.path.split('/').map(|segment| {
            if segment.ends_with("+}") {
                Cow::Owned(format!("{}/{PLAIN}", encoded(text)))
            } else if segment.starts_with('{') {
                Cow::Owned(encoded(text))
            } else {
                Cow::Borrowed(segment)
            }
        });
        let path = segments.collect::<Vec<_>>().join("/");
        let query = (encoded(self.query_name), encoded(self.text));
        format!("{path}?{}={}", query.0, query.1)
    }

    fn body(&self) -> Cow<'a, str> {
        let media_type = self.media_type.split(';').next().unwrap_or_default();
        match self.body {
            Some(body) => body.into(),
            None if media_type.ends_with("json") => json!({ "text": self.text }).to_string().into(),
            None if media_type == "application/x-www-form-urlencoded" => "a=1&b=%22+%27".into(),
            None => self.text.into(),
        }
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, IN_URIS).to_string()
}

/// The text with spaces in the place of characters that a header cannot hold.
fn header_text(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
