//! The gateway on a socket of this machine.

mod invoke;

#[cfg(test)]
mod tests;

pub use invoke::{InvalidFunction, LambdaFunctions};

use super::{LocalGateway, Trace};
use crate::log;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    response::Response,
};
use http::StatusCode;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use lambda_runtime::Error;
use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Instant,
};
use tokio::net::TcpListener;

/// One byte more than API Gateway takes: the gateway itself refuses what is larger.
const BODY_LIMIT: usize = 10 * 1024 * 1024 + 1;

/// A gateway that listens on loopback.
#[derive(Debug)]
pub struct LocalServer {
    gateway: LocalGateway,
    listener: TcpListener,
    explain: bool,
}

#[derive(Clone)]
struct Served {
    gateway: LocalGateway,
    explain: bool,
}

impl LocalServer {
    /// Listens on `127.0.0.1`; port 0 is any free one.
    ///
    /// # Errors
    ///
    /// When the port cannot be had.
    pub async fn bind(gateway: LocalGateway, port: u16) -> Result<Self, Error> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        Ok(Self {
            gateway,
            listener,
            explain: false,
        })
    }

    /// Logs the whole trace of every request, instead of one line.
    #[must_use]
    pub fn explain(self, explain: bool) -> Self {
        Self { explain, ..self }
    }

    /// Where the server listens.
    ///
    /// # Errors
    ///
    /// When the operating system does not say.
    pub fn address(&self) -> Result<SocketAddr, Error> {
        Ok(self.listener.local_addr()?)
    }

    /// Serves until Ctrl-C, then finishes the requests that are running.
    ///
    /// # Errors
    ///
    /// When the socket fails.
    pub async fn run(self) -> Result<(), Error> {
        log::set_up();
        let address = self.address()?;
        tracing::info!(api = self.gateway.title(), %address, "the local gateway serves HTTP; Ctrl-C stops");
        self.run_until(async {
            if let Err(error) = tokio::signal::ctrl_c().await {
                tracing::warn!(%error, "Ctrl-C cannot be waited for");
                std::future::pending::<()>().await;
            }
        })
        .await
    }

    /// Serves until `stop` ends, then finishes the requests that are running.
    ///
    /// # Errors
    ///
    /// When the socket fails.
    pub async fn run_until(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), Error> {
        let Self {
            gateway,
            listener,
            explain,
        } = self;
        let router = Router::new()
            .fallback(serve)
            .with_state(Served { gateway, explain });
        axum::serve(listener, router)
            .with_graceful_shutdown(stop)
            .await?;
        Ok(())
    }
}

async fn serve(State(served): State<Served>, request: Request) -> Response {
    let started = Instant::now();
    let (parts, body) = request.into_parts();
    let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
    let body = match Limited::new(body, BODY_LIMIT).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => Bytes::from(vec![0; BODY_LIMIT]),
        Err(error) => {
            tracing::warn!(%method, path, error, "the request's body could not be read");
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::BAD_REQUEST;
            return response;
        }
    };
    let (response, trace) = served
        .gateway
        .answer(Request::from_parts(parts, body))
        .await;
    let (status, took) = (response.status().as_u16(), started.elapsed());
    let chosen = chosen(&trace);
    tracing::info!(%method, path, status, chosen, ?took, "answered");
    if served.explain {
        tracing::info!("{trace}");
    }
    response.map(Body::from)
}

/// Which integration response or gateway response answered.
fn chosen(trace: &Trace) -> String {
    match (trace.gateway_response(), &trace.selection) {
        (Some(kind), _) => format!("gateway response {kind}"),
        (None, Some(selection)) => selection.to_string(),
        (None, None) => "the function".to_owned(),
    }
}
