//! An API on a port: plain HTTP, without a gateway in front.

use super::{Api, ApiService};
use crate::{Error, log};
use axum::{ServiceExt, extract::Request};
use std::net::ToSocketAddrs;

impl Api {
    /// Serves plain HTTP on `address` until Ctrl-C.
    ///
    /// # Errors
    ///
    /// When the API is [not valid](Self::service), its state cannot be opened, or the address is not available.
    pub async fn serve(self, address: impl ToSocketAddrs) -> Result<(), Error> {
        log::install_subscriber();
        self.open().await?.serve(address).await
    }
}

impl ApiService {
    /// Serves plain HTTP on `address` until Ctrl-C.
    ///
    /// # Errors
    ///
    /// When the address is not available.
    pub async fn serve(self, address: impl ToSocketAddrs) -> Result<(), Error> {
        log::install_subscriber();
        let addresses: Vec<_> = address.to_socket_addrs()?.collect();
        let listener = tokio::net::TcpListener::bind(&*addresses).await?;
        let address = listener.local_addr()?;
        tracing::info!(api = self.title(), version = self.version(), %address, "serving HTTP; Ctrl-C stops");
        let stopped = async {
            if let Err(error) = tokio::signal::ctrl_c().await {
                tracing::warn!(%error, "Ctrl-C cannot be waited for");
                std::future::pending::<()>().await;
            }
        };
        axum::serve(listener, ServiceExt::<Request>::into_make_service(self))
            .with_graceful_shutdown(stopped)
            .await?;
        Ok(())
    }
}
