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
mod draft;
mod events;
mod notices;
mod record;
mod routes;
mod send;
mod site;
mod stopped;
mod store;
#[cfg(feature = "cli")]
mod suggested;
mod view;

#[cfg(test)]
mod tests;

pub use contract::{Contract, ContractDrift, ContractOperation, ContractResponse, ContractSuccess};
pub use notices::Notices;
#[cfg(feature = "cli")]
pub(crate) use suggested::requests_of_functions;

use crate::{
    LocalGateway, LocalServer, RunningGateway,
    document::Operation,
    engine::RequestStamp,
    server::{CLIENT_TIMEOUT, Clients, Lanes, serve},
};
use site::Pages;
use std::{
    fmt, io,
    net::{self, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::{Duration, SystemTime},
};
use store::Store;
use tokio::net::TcpListener;

/// How many connections the console serves at once.
const CONNECTIONS: usize = 128;

/// The console of a server.
///
/// ```no_run
/// use apigw_local::{LocalGateway, LocalServer, console::Console};
///
/// # async fn serve(gateway: LocalGateway) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// let server = LocalServer::bind(gateway, 8700).await?;
/// let (server, console) = Console::beside(server, None)?;
/// println!("http://{}", console.address());
/// tokio::spawn(console.run());
/// server.run().await
/// # }
/// ```
pub struct Console {
    listener: TcpListener,
    address: SocketAddr,
    client_timeout: Duration,
    connections: usize,
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
    notices: Notices,
    /// Tells this run of the program from others.
    run: String,
    began: SystemTime,
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
    /// When the port cannot be bound, or there is no tokio runtime.
    pub fn beside(server: LocalServer, port: Option<u16>) -> io::Result<(LocalServer, Self)> {
        let listener = Self::bind(server.address()?, port)?;
        Self::on_listener(server, listener)
    }

    /// The socket of a console beside a gateway at this address, as [`beside`](Self::beside) binds it; another process can serve it.
    ///
    /// # Errors
    ///
    /// When the port cannot be bound.
    pub fn bind(gateway: SocketAddr, port: Option<u16>) -> io::Result<net::TcpListener> {
        let bind = |port| net::TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        match (port, gateway.port().checked_add(1)) {
            (Some(port), _) => bind(port),
            (None, Some(next)) => bind(next).or_else(|_| bind(0)),
            (None, None) => bind(0),
        }
    }

    /// A console for `server` on a socket that another process bound, or another part of this one.
    ///
    /// # Errors
    ///
    /// When the socket cannot be registered with tokio, or there is no tokio runtime.
    pub fn on_listener(
        server: LocalServer,
        listener: net::TcpListener,
    ) -> io::Result<(LocalServer, Self)> {
        let gateway_address = server.address()?;
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        let store = Arc::new(Store::new());
        let server = server.observed_by(Arc::clone(&store) as _);
        let shared = Shared {
            running: server.running_gateway(),
            gateway_address,
            store,
            lanes: Lanes::new(),
            contract: None,
            other: None,
            notices: Notices::new(),
            run: RequestStamp::now().id.replace('-', ""),
            began: SystemTime::now(),
        };
        let address = listener.local_addr()?;
        Ok((
            server,
            Self {
                listener,
                address,
                client_timeout: CLIENT_TIMEOUT,
                connections: CONNECTIONS,
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

    /// A handle that shows notices on the pages while the console runs.
    #[must_use]
    pub fn notices(&self) -> Notices {
        self.shared.notices.clone()
    }

    /// Where the console listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How long a browser may take to send a request's head, then to send its body, and then to take the whole page; 30 seconds
    /// unless this is called. A page that follows the requests live may stay as long as it takes what is sent to it.
    #[must_use]
    pub fn client_timeout(self, client_timeout: Duration) -> Self {
        Self {
            client_timeout,
            ..self
        }
    }

    /// How many connections are served at once; 128 unless this is called, and one at least. When all are in use, the one that was
    /// idle for the longest time makes room, as in [`LocalServer::connections`].
    #[must_use]
    pub fn connections(self, connections: usize) -> Self {
        Self {
            connections: connections.max(1),
            ..self
        }
    }

    /// Serves the pages, without end.
    pub async fn run(self) {
        let clients = Clients::new(self.connections, self.client_timeout);
        let pages = Arc::new(Pages::new(Arc::new(self.shared), clients));
        serve(self.listener, pages, std::future::pending(), || ()).await;
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
