//! The requests of HTTP integrations, to servers on this machine.

use crate::{HttpBackend, engine::BODY_LIMIT};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{HeaderMap, HeaderValue, Request, Response, header};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use std::{error::Error, fmt, net::SocketAddr};

/// Sends the requests of HTTP integrations over HTTP/1.1. Redirects are not followed, as API Gateway follows none.
///
/// ```
/// use apigw_local::{Document, Function, LocalGateway, LoopbackClient};
///
/// # fn gateway(document: Document, function: impl Function + 'static) -> LocalGateway {
/// LocalGateway::new(document, function).http(LoopbackClient::new())
/// # }
/// ```
#[derive(Clone)]
pub struct LoopbackClient {
    client: Client<HttpConnector, Full<Bytes>>,
    /// The server whose requests these are.
    of: Option<Identity>,
}

/// A server, as it names itself in the `Via` of requests that it sends on: RFC 9110, section 7.6.3.
#[derive(Debug, Clone)]
pub(super) struct Identity(String);

impl Identity {
    /// The server at this address, in this process.
    pub(super) fn of(address: SocketAddr) -> Self {
        let process = std::process::id();
        Self(format!("1.1 {address} (apigw-local {process})"))
    }

    /// Whether a request was sent by this server.
    pub(super) fn sent(&self, headers: &HeaderMap) -> bool {
        let values = headers.get_all(header::VIA).iter();
        values
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|hop| hop.trim() == self.0)
    }

    fn sign(&self, headers: &mut HeaderMap) {
        if let Ok(value) = HeaderValue::from_str(&self.0) {
            headers.append(header::VIA, value);
        }
    }
}

impl LoopbackClient {
    /// A client without connections.
    #[must_use]
    pub fn new() -> Self {
        Self {
            client: Client::builder(TokioExecutor::new()).build_http(),
            of: None,
        }
    }

    /// The client of a server, which then knows its own requests when they come back.
    pub(super) fn of(identity: Option<Identity>) -> Self {
        Self {
            of: identity,
            ..Self::new()
        }
    }
}

impl Default for LoopbackClient {
    fn default() -> Self {
        Self::new()
    }
}

impl HttpBackend for LoopbackClient {
    fn send(&self, mut request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, String>> {
        if let Some(identity) = &self.of {
            identity.sign(request.headers_mut());
        }
        let address = request.uri().to_string();
        Box::pin(async move {
            let failed =
                |error: &dyn Error| format!("{address} gives no answer: {}", with_causes(error));
            let response = self.client.request(request.map(Full::new)).await;
            let (head, body) = response.map_err(|error| failed(&error))?.into_parts();
            match Limited::new(body, BODY_LIMIT).collect().await {
                Ok(body) => Ok(Response::from_parts(head, body.to_bytes())),
                Err(error) if error.is::<LengthLimitError>() => {
                    Err(format!("{address} answers with more than 10 MB"))
                }
                Err(error) => Err(failed(&*error)),
            }
        })
    }
}

/// The error and each of its causes.
pub(super) fn with_causes(error: &dyn Error) -> String {
    let mut reason = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        reason = format!("{reason}: {next}");
        cause = next.source();
    }
    reason
}

impl fmt::Debug for LoopbackClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoopbackClient").finish_non_exhaustive()
    }
}
