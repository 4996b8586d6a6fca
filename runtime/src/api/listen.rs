//! An API on a port: plain HTTP, without a gateway in front.

use super::{Api, ApiService, HasState};
use crate::{Error, log};
use axum::{ServiceExt, extract::Request, response::Response};
use futures_util::{
    FutureExt,
    future::{BoxFuture, pending, select},
};
use std::{convert::Infallible, net::ToSocketAddrs, pin::pin};
use tower::Service;

impl<S: Clone + Send + Sync + 'static> Api<S> {
    /// Serves plain HTTP on `address` until Ctrl-C or SIGTERM, and then answers the requests that it has begun.
    ///
    /// # Errors
    ///
    /// When the API is [not valid](Self::service), its state cannot be opened, or the address is not available.
    pub fn serve(self, address: impl ToSocketAddrs) -> BoxFuture<'static, Result<(), Error>>
    where
        (): HasState<S>,
    {
        let addresses = address.to_socket_addrs().map(Vec::from_iter);
        let service = self.open();
        async move {
            log::install_subscriber();
            service.await?.serve(&*addresses?).await
        }
        .boxed()
    }
}

impl ApiService {
    /// Serves plain HTTP on `address` until Ctrl-C or SIGTERM, and then answers the requests that it has begun.
    ///
    /// # Errors
    ///
    /// When the address is not available.
    pub async fn serve(self, address: impl ToSocketAddrs) -> Result<(), Error> {
        let (title, version) = (self.title().to_owned(), self.version().to_owned());
        log::install_subscriber();
        serve(self, address, &title, &version).await
    }
}

/// Serves `service`, which is that of the API `title`, on `address`.
pub(crate) async fn serve<S>(
    service: S,
    address: impl ToSocketAddrs,
    title: &str,
    version: &str,
) -> Result<(), Error>
where
    S: Service<Request, Response = Response, Error = Infallible, Future: Send>
        + Clone
        + Send
        + 'static,
{
    let addresses: Vec<_> = address.to_socket_addrs()?.collect();
    let listener = tokio::net::TcpListener::bind(&*addresses).await?;
    let address = listener.local_addr()?;
    tracing::info!(api = title, version, %address, "serving HTTP; Ctrl-C stops");
    axum::serve(listener, ServiceExt::<Request>::into_make_service(service))
        .with_graceful_shutdown(stopped())
        .await?;
    Ok(())
}

/// Waits for Ctrl-C, or for SIGTERM, by which containers and hosts end a program.
async fn stopped() {
    let (interrupted, terminated) = (pin!(interrupted()), pin!(terminated()));
    select(interrupted, terminated).await;
}

async fn interrupted() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        tracing::warn!(%error, "Ctrl-C cannot be waited for");
        pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signals) => {
            signals.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "SIGTERM cannot be waited for");
            pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminated() {
    pending::<()>().await;
}
