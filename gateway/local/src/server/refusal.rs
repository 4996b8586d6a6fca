//! The requests that the server refuses before the gateway sees them.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;
use std::{fmt, time::Duration};

/// Why a request does not reach the gateway.
#[derive(Debug)]
pub(crate) enum Refusal {
    NoHost,
    SeveralHosts,
    ForeignHost(String),
    Loop,
    BodyLate(Duration),
    BodyBroken(hyper::Error),
    MemoryUsedUp,
    Stopping,
}

impl Refusal {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NoHost | Self::SeveralHosts | Self::BodyBroken(_) => StatusCode::BAD_REQUEST,
            Self::ForeignHost(_) => StatusCode::MISDIRECTED_REQUEST,
            Self::Loop => StatusCode::LOOP_DETECTED,
            Self::BodyLate(_) => StatusCode::REQUEST_TIMEOUT,
            Self::MemoryUsedUp | Self::Stopping => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The answer, after which the connection ends.
    pub(crate) fn response(&self) -> Response<Bytes> {
        let body = json!({"message": format!("local gateway: {self}")}).to_string();
        let mut response = Response::new(Bytes::from(body));
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        if matches!(self, Self::MemoryUsedUp) {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHost => f.write_str("a request of HTTP/1.1 needs the header `Host`"),
            Self::SeveralHosts => f.write_str("a request has one header `Host`, not several"),
            Self::ForeignHost(host) => write!(
                f,
                "the host `{host}` is not this machine, so the request may come from a foreign web page; \
                 start the gateway with `--allow-host NAME` to take other names"
            ),
            Self::Loop => f.write_str(
                "an HTTP integration of this gateway leads back to the gateway: give the integration the address of another server",
            ),
            Self::BodyLate(limit) => write!(f, "the body did not arrive within {limit:?}"),
            Self::BodyBroken(error) => write!(f, "the body could not be read: {error}"),
            Self::MemoryUsedUp => f.write_str(
                "other requests use up the memory for bodies and answers; try again in a second",
            ),
            Self::Stopping => f.write_str(
                "the gateway stops, and this request waited for others that take long",
            ),
        }
    }
}
