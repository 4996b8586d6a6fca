//! The requests of HTTP integrations, to servers on this machine.

use crate::{HttpBackend, engine::BODY_LIMIT};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use std::{error::Error, fmt};

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
pub struct LoopbackClient(Client<HttpConnector, Full<Bytes>>);

impl LoopbackClient {
    /// A client without connections.
    #[must_use]
    pub fn new() -> Self {
        Self(Client::builder(TokioExecutor::new()).build_http())
    }
}

impl Default for LoopbackClient {
    fn default() -> Self {
        Self::new()
    }
}

impl HttpBackend for LoopbackClient {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, String>> {
        let address = request.uri().to_string();
        Box::pin(async move {
            let failed =
                |error: &dyn Error| format!("{address} gives no answer: {}", with_causes(error));
            let response = self.0.request(request.map(Full::new)).await;
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

fn with_causes(error: &dyn Error) -> String {
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
