//! Pages beside a server that show each request on its way: the console.
//!
//! The console listens on a port of its own, on loopback, so no request to the API can reach it. It shows the last 200 requests, as
//! they come, each with its five stages: what went in and out, which pattern took the error, and where the others stopped. It
//! sends requests again, compares two of them, and shows what a client gets of an `errorMessage`. Nothing is stored on disk.
//!
//! A page of the web cannot use it: the `Host` must be loopback, and an `Origin` must be its own. A
//! [Content Security Policy](https://www.w3.org/TR/CSP3/) keeps foreign text from being more than text.
//!
//! A program that has the API itself hands over its [`Contract`] and a gateway with the other kind of integration; the console
//! then shows them beside the document.

mod access;
mod contract;
mod curl;
mod events;
mod example;
mod record;
mod routes;
mod send;
mod stopped;
mod store;
mod view;

#[cfg(test)]
mod tests;

pub use contract::{Contract, ContractDrift, ContractOperation, ContractResponse};

use crate::{
    LocalGateway, LocalServer, RunningGateway, document::Operation, engine::RequestStamp,
    server::Lanes,
};
use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};
use store::Store;
use tokio::net::TcpListener;

/// The console of a server.
///
/// ```no_run
/// use apigw_local::{LocalGateway, LocalServer, console::Console};
///
/// # async fn serve(gateway: LocalGateway) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// let server = LocalServer::bind(gateway, 8700).await?;
/// let (server, console) = Console::beside(server, None).await?;
/// println!("http://{}", console.address());
/// tokio::spawn(console.run());
/// server.run().await
/// # }
/// ```
pub struct Console {
    listener: TcpListener,
    address: SocketAddr,
    shared: Shared,
}

/// What all pages read.
struct Shared {
    running: RunningGateway,
    gateway_address: SocketAddr,
    store: Arc<Store>,
    lanes: Lanes,
    contract: Option<Contract>,
    other: Option<LocalGateway>,
    /// Tells this run of the program from others.
    run: String,
}

impl Shared {
    /// The id of the event about a request.
    fn event_id(&self, number: u64) -> String {
        format!("{}-{number}", self.run)
    }
}

impl Console {
    /// A console for `server`, which is given back and lets it see each request.
    ///
    /// It listens on this port of 127.0.0.1. Without a port, it takes the one after the server's, or any other if that is taken.
    ///
    /// # Errors
    ///
    /// When the port cannot be bound.
    pub async fn beside(server: LocalServer, port: Option<u16>) -> io::Result<(LocalServer, Self)> {
        let gateway_address = server.address()?;
        let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = match port {
            Some(port) => bind(port).await?,
            None => match gateway_address.port().checked_add(1) {
                Some(next) => match bind(next).await {
                    Ok(listener) => listener,
                    Err(_) => bind(0).await?,
                },
                None => bind(0).await?,
            },
        };
        let store = Arc::new(Store::new());
        let server = server.observed_by(Arc::clone(&store) as _);
        let shared = Shared {
            running: server.running_gateway(),
            gateway_address,
            store,
            lanes: Lanes::new(),
            contract: None,
            other: None,
            run: RequestStamp::now().id.replace('-', ""),
        };
        let address = listener.local_addr()?;
        Ok((
            server,
            Self {
                listener,
                address,
                shared,
            },
        ))
    }

    /// Shows the contract of the API beside the document.
    #[must_use]
    pub fn contract(mut self, contract: Contract) -> Self {
        self.shared.contract = Some(contract);
        self
    }

    /// Runs requests through `gateway` too, which has the same functions behind the other kind of integration: proxy instead of
    /// custom, or custom instead of proxy.
    #[must_use]
    pub fn other_integration(mut self, gateway: LocalGateway) -> Self {
        self.shared.other = Some(gateway);
        self
    }

    /// Where the console listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves the pages, without end.
    ///
    /// # Errors
    ///
    /// When the operating system takes the port away.
    pub async fn run(self) -> io::Result<()> {
        let router = routes::router(Arc::new(self.shared));
        axum::serve(self.listener, router).await
    }
}

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// Method and path: `GET /carts/{cart}`, as a trace names the operation.
fn operation_name(operation: &Operation) -> String {
    let method = operation
        .method
        .as_ref()
        .map_or("ANY", http::Method::as_str);
    format!("{method} {}", operation.path.text)
}
