//! Response headers: which names API Gateway changes or drops, and how much it carries.

use super::Failure;
use crate::trace::{Step, Trace};
use http::{HeaderMap, HeaderName, HeaderValue};

/// The sum of all header names and values that API Gateway carries, in bytes.
pub(super) const HEADERS_LIMIT: usize = 10_240;

/// The headers that have the id of the request, and its extended id.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
pub(super) const EXTENDED_REQUEST_ID: HeaderName = HeaderName::from_static("x-amz-apigw-id");
/// The header that has the id under which X-Ray would know the request.
pub(super) const TRACE_ID: HeaderName = HeaderName::from_static("x-amzn-trace-id");

/// How many headers are put together at most: no response with as many is small enough for [`HEADERS_LIMIT`], and a `HeaderMap`
/// panics beyond some ten thousand.
const MOST_HEADERS: usize = HEADERS_LIMIT / 4;

/// The change that API Gateway makes to a response header which an integration response sets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderRestriction {
    /// It leaves under this name.
    Renamed(String),
    /// It does not leave.
    Dropped,
}

/// The change that API Gateway makes to the response header `name` when an integration response sets it; `None` when it makes no change.
///
/// As `LocalStack` recorded it on AWS: `TestApiGatewayHeaderRemapping::test_apigateway_header_remapping_aws`.
///
/// ```
/// use apigw_local::engine::{HeaderRestriction, header_restriction};
///
/// let renamed = HeaderRestriction::Renamed("x-amzn-Remapped-Date".to_owned());
/// assert_eq!(header_restriction("Date"), Some(renamed));
/// assert_eq!(header_restriction("Location"), None);
/// ```
#[must_use]
pub fn header_restriction(name: &str) -> Option<HeaderRestriction> {
    let lower = name.to_ascii_lowercase();
    if lower == "transfer-encoding" {
        Some(HeaderRestriction::Dropped)
    } else if REMAPPED.contains(&lower.as_str()) {
        Some(HeaderRestriction::Renamed(format!(
            "x-amzn-Remapped-{name}"
        )))
    } else {
        None
    }
}

/// Mapped under another name: `x-amzn-Remapped-…`.
const REMAPPED: &[&str] = &[
    "authorization",
    "connection",
    "content-length",
    "content-md5",
    "date",
    "expect",
    "host",
    "max-forwards",
    "proxy-authenticate",
    "server",
    "trailer",
    "upgrade",
    "user-agent",
    "www-authenticate",
];

/// The request headers that do not reach the backend of a proxy integration.
///
/// As recorded on AWS (`LocalStack`'s AWS-validated test `test_apigateway_header_remapping_aws`), and for `Connection` and
/// `Content-Length` as in `LocalStack`'s source.
pub(super) const DROPPED_FROM_REQUESTS: &[&str] = &[
    "connection",
    "content-length",
    "content-md5",
    "expect",
    "max-forwards",
    "proxy-authenticate",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "www-authenticate",
];

/// The request headers of the connection alone, which do not reach the backend of an HTTP API: RFC 9110, section 7.6.1.
pub(super) const HOP_BY_HOP: &[&str] = &[
    "connection",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The headers of a server's response that leave a proxy integration under another name, and those that do not leave
/// (`LocalStack`'s source, after the same test).
const REMAPPED_BY_PROXIES: &[&str] = &["connection", "content-length", "date", "server"];
const DROPPED_BY_HTTP_PROXIES: &[&str] = &["content-encoding", "transfer-encoding", "via"];

/// The headers of a server's response as they leave an HTTP proxy integration.
pub(super) fn through_http_proxy(mut headers: HeaderMap) -> HeaderMap {
    for name in DROPPED_BY_HTTP_PROXIES {
        headers.remove(*name);
    }
    for name in REMAPPED_BY_PROXIES {
        let to = HeaderName::from_bytes(format!("x-amzn-remapped-{name}").as_bytes());
        if let (Some(value), Ok(to)) = (headers.remove(*name), to) {
            headers.insert(to, value);
        }
    }
    headers
}

/// The request headers that a mapping of an HTTP integration cannot set (`LocalStack`'s source).
pub(super) const FORBIDDEN_OVER_HTTP: &[&str] = &[
    "content-length",
    "transfer-encoding",
    "x-amzn-apigateway-api-id",
    "x-amzn-trace-id",
];

/// The request headers that a mapping of another integration cannot set: the answer is a 500.
pub(super) const FORBIDDEN_IN_REQUESTS: &[&str] = &[
    "authorization",
    "connection",
    "content-length",
    "expect",
    "proxy-authenticate",
    "te",
    "transfer-encoding",
];

/// The trace's note on a header value that is not ASCII.
pub(super) const NOT_ASCII: &str = "a header's value that is not ASCII leaves as UTF-8";

/// Sets a header as a mapping does.
pub(super) fn set(headers: &mut HeaderMap, name: &str, value: &str, trace: &mut Trace) {
    let wire = match header_restriction(name) {
        None => name.to_ascii_lowercase(),
        Some(HeaderRestriction::Dropped) => {
            trace.add(|| Step::Renamed {
                from: name.to_owned(),
                to: None,
            });
            return;
        }
        Some(HeaderRestriction::Renamed(to)) => {
            trace.add(|| Step::Renamed {
                from: name.to_owned(),
                to: Some(to.clone()),
            });
            to.to_ascii_lowercase()
        }
    };
    match (
        HeaderName::from_bytes(wire.as_bytes()),
        HeaderValue::from_bytes(value.as_bytes()),
    ) {
        (Ok(name), Ok(value)) => {
            if !value.as_bytes().is_ascii() {
                trace.unverified(NOT_ASCII);
            }
            insert(headers, name, value);
        }
        _ => trace.unverified(format!(
            "the header `{name}` cannot hold {value:?}; it is left out"
        )),
    }
}

/// Adds a value of a header. One that is too many is left out, since a response with as many is refused.
pub(super) fn append(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    if headers.len() < MOST_HEADERS {
        headers.append(name, value);
    }
}

/// Sets a header, unless it is one too many.
pub(super) fn insert(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    if headers.len() < MOST_HEADERS || headers.contains_key(&name) {
        headers.insert(name, value);
    }
}

/// The size of all headers in bytes, separators included.
pub(super) fn size(headers: &HeaderMap) -> usize {
    headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len())
        .sum()
}

/// The reason why a response with headers larger than [`HEADERS_LIMIT`] is not sent.
pub(super) fn too_large(trace: &mut Trace) -> Failure {
    trace.unverified("response headers of more than 10,240 bytes are answered with a 500");
    Failure::configuration("the response headers are too large")
}
