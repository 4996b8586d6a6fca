//! The gateway on a socket of this machine.

mod accept;
mod clients;
mod connection;
mod connections;
mod decoded;
mod emulator;
mod event_stream;
mod hosts;
mod invoke;
mod lanes;
mod log;
mod loopback;
mod memory;
#[cfg(feature = "console")]
mod observer;
mod refusal;
mod request;
mod request_line;
#[cfg(feature = "console")]
mod request_log;
mod slot;
mod streamed;

#[cfg(test)]
mod tests;

#[cfg(not(feature = "console"))]
use clients::Clients;
pub use invoke::{InvalidFunction, LambdaFunctions};
pub use log::log_to_stderr;
pub use loopback::LoopbackClient;
#[cfg(feature = "console")]
pub(crate) use {
    accept::serve,
    clients::{Answer, Clients, Site},
    memory::Charge,
    observer::{Exchange, Observer},
    request_log::{LogLine, RequestLog},
    slot::Slot,
};
pub(crate) use {hosts::Hosts, lanes::Lanes};

use crate::LocalGateway;
use futures_util::{
    FutureExt,
    future::{Either, select},
};
use http::HeaderMap;
use loopback::Identity;
use request::Served;
use slot::Running;
use std::{
    error::Error,
    io,
    net::{self, Ipv4Addr, SocketAddr},
    pin::pin,
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::TcpListener,
    sync::{oneshot, watch},
};

/// The `tracing` target of the server's log lines.
const LOG: &str = "apigw_local";
/// The default of [`LocalServer::client_timeout`].
pub(crate) const CLIENT_TIMEOUT: Duration = Duration::from_secs(30);
/// The default of [`LocalServer::connections`].
const CONNECTIONS: usize = 1024;
/// How many running requests are named when the server stops.
const NAMED: usize = 5;

/// A gateway that listens on loopback.
///
/// Its promises, for any number of clients and any behaviour of theirs:
///
/// - No client holds a connection for ever: see [`client_timeout`](Self::client_timeout).
/// - New clients always get a connection. When all [`connections`](Self::connections) are in use, the server closes the one
///   that was idle for the longest time: it waits for a next request, or its client did nothing for a second. While there is
///   no free place, each connection closes after its answer.
/// - A slow template, pattern or model does not delay other requests. Each first runs with a small budget of steps. If it needs
///   more, it continues in a thread of its own; there are as many such threads as processors.
/// - Of a streamed answer there is one chunk in memory: the next is made when the client has taken it.
/// - Other bodies and answers together use at most 256 MiB, and the first 64 KiB of each are always available. A request for which
///   there is no memory left gets 503 with `Retry-After`.
/// - The server answers requests to loopback and to the names of [`allow_host`](Self::allow_host). Others get 421, so a web
///   page cannot reach the gateway through a domain name that its author controls.
/// - An answer of the server itself has a JSON body with a `message`. A request that is not HTTP gets 400, 414 or 431 from
///   [`hyper`], without a body.
#[derive(Debug)]
pub struct LocalServer {
    gateway: RunningGateway,
    listener: TcpListener,
    explain: bool,
    client_timeout: Duration,
    connections: usize,
    hosts: Hosts,
    #[cfg(feature = "console")]
    observer: Option<Arc<dyn Observer>>,
}

/// Changes the gateway of a server that runs.
#[derive(Debug, Clone)]
pub struct RunningGateway {
    gateway: Arc<watch::Sender<Current>>,
    /// The server that it runs in.
    identity: Option<Identity>,
}

/// The gateway that answers now.
#[derive(Debug, Clone)]
pub(crate) struct Current {
    gateway: LocalGateway,
    /// How many were replaced before.
    pub(crate) number: u64,
}

impl LocalServer {
    /// Listens on `127.0.0.1`; port 0 is any free one.
    ///
    /// # Errors
    ///
    /// When the port cannot be bound.
    pub async fn bind(gateway: LocalGateway, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        Ok(Self::with(gateway, listener))
    }

    /// Takes connections from `listener`, which another process or another part of this one bound.
    ///
    /// # Errors
    ///
    /// When the listener cannot be registered with tokio, or there is no tokio runtime.
    pub fn from_listener(gateway: LocalGateway, listener: net::TcpListener) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        Ok(Self::with(gateway, TcpListener::from_std(listener)?))
    }

    fn with(gateway: LocalGateway, listener: TcpListener) -> Self {
        let identity = listener.local_addr().ok().map(Identity::of);
        Self {
            gateway: RunningGateway::new(gateway, identity),
            listener,
            explain: false,
            client_timeout: CLIENT_TIMEOUT,
            connections: CONNECTIONS,
            hosts: Hosts::default(),
            #[cfg(feature = "console")]
            observer: None,
        }
    }

    /// Lets `observer` see each request, with a whole trace.
    #[cfg(feature = "console")]
    pub(crate) fn observed_by(self, observer: Arc<dyn Observer>) -> Self {
        Self {
            observer: Some(observer),
            ..self
        }
    }

    /// Logs the whole trace of every request, after its one line.
    #[must_use]
    pub fn explain(self, explain: bool) -> Self {
        Self { explain, ..self }
    }

    /// How long a client may take to send a request's head, then to send its body, and then to take the whole answer;
    /// 30 seconds unless this is called. Of a streamed answer, how long it may take each chunk.
    #[must_use]
    pub fn client_timeout(self, client_timeout: Duration) -> Self {
        Self {
            client_timeout,
            ..self
        }
    }

    /// How many connections are served at once; 1,024 unless this is called, and one at least.
    #[must_use]
    pub fn connections(self, connections: usize) -> Self {
        Self {
            connections: connections.max(1),
            ..self
        }
    }

    /// Takes requests whose `Host` is `name`, with any port, as well as those to loopback; `*` takes every host.
    ///
    /// ```no_run
    /// # async fn serve(gateway: apigw_local::LocalGateway) -> std::io::Result<()> {
    /// use apigw_local::LocalServer;
    ///
    /// let server = LocalServer::bind(gateway, 8700).await?.allow_host("host.docker.internal");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn allow_host(mut self, name: &str) -> Self {
        self.hosts.add(name);
        self
    }

    /// Where the server listens.
    ///
    /// # Errors
    ///
    /// When the operating system gives no address.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// A handle that replaces the gateway while the server runs.
    #[must_use]
    pub fn running_gateway(&self) -> RunningGateway {
        self.gateway.clone()
    }

    /// Serves until Ctrl-C, then finishes the requests that are running; a second Ctrl-C stops at once. Requests that wait for a
    /// thread, since others take long, get 503 after the first.
    ///
    /// # Errors
    ///
    /// When a second Ctrl-C came before all requests were finished, or the handler of Ctrl-C cannot be installed.
    pub async fn run(self) -> Result<(), Box<dyn Error + Send + Sync>> {
        log_to_stderr();
        let address = self.address()?;
        log_problems(&self.gateway.get());
        let (listener, served) = self.into_parts();
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = stopped.map(drop);
        let serving = pin!(accept::serve(
            listener,
            Arc::clone(&served),
            stopped,
            || {
                served.lanes.stop();
                log_stopping(&served.clients.connections.running());
            }
        ));
        let interrupted = pin!(async {
            let mut first = pin!(tokio::signal::ctrl_c());
            // The first poll installs the handler of Ctrl-C, so the log line below is true.
            if first.as_mut().now_or_never().is_none() {
                tracing::info!(target: LOG, "serves HTTP on {address}; Ctrl-C finishes the running requests and stops");
                first.await?;
            }
            drop(stop);
            tokio::signal::ctrl_c().await
        });
        match select(serving, interrupted).await {
            Either::Left(((), _)) => {
                tracing::info!(target: LOG, "stopped, all requests are finished");
                Ok(())
            }
            Either::Right((interrupted, _)) => {
                interrupted?;
                let unfinished = served.clients.connections.running().len();
                Err(format!("stopped at once; unfinished requests: {unfinished}").into())
            }
        }
    }

    /// Serves until `stop` ends, then finishes the requests that are running, as [`run`](Self::run) does.
    pub async fn run_until(self, stop: impl Future<Output = ()>) {
        let (listener, served) = self.into_parts();
        let stopping = Arc::clone(&served);
        accept::serve(listener, served, stop, move || stopping.lanes.stop()).await;
    }

    fn into_parts(self) -> (TcpListener, Arc<Served>) {
        let served = Served {
            gateway: self.gateway,
            explain: self.explain,
            hosts: self.hosts,
            clients: Clients::new(self.connections, self.client_timeout),
            lanes: Lanes::new(),
            #[cfg(feature = "console")]
            observer: self.observer,
        };
        (self.listener, Arc::new(served))
    }
}

impl RunningGateway {
    fn new(gateway: LocalGateway, identity: Option<Identity>) -> Self {
        let gateway = with_client(gateway, identity.as_ref());
        Self {
            gateway: Arc::new(watch::Sender::new(Current { gateway, number: 0 })),
            identity,
        }
    }

    /// Whether the server itself sent the request with these headers.
    fn sent(&self, headers: &HeaderMap) -> bool {
        let identity = self.identity.as_ref();
        identity.is_some_and(|identity| identity.sent(headers))
    }

    /// The gateway that answers now.
    #[must_use]
    pub fn get(&self) -> LocalGateway {
        self.gateway.borrow().gateway.clone()
    }

    /// How many gateways were replaced.
    #[cfg(feature = "console")]
    pub(crate) fn number(&self) -> u64 {
        self.gateway.borrow().number
    }

    /// News of gateways that come in the place of others.
    #[cfg(feature = "console")]
    pub(crate) fn follow(&self) -> watch::Receiver<Current> {
        self.gateway.subscribe()
    }

    /// Answers every request that comes from now on with `gateway`. Open connections stay, and requests that are being
    /// answered keep the gateway that they began with.
    pub fn replace(&self, gateway: LocalGateway) {
        log_problems(&gateway);
        let gateway = with_client(gateway, self.identity.as_ref());
        self.gateway.send_modify(|current| {
            current.gateway = gateway;
            current.number += 1;
        });
    }
}

/// The gateway, whose HTTP integrations reach this machine.
fn with_client(gateway: LocalGateway, identity: Option<&Identity>) -> LocalGateway {
    if gateway.has_http() {
        gateway
    } else {
        gateway.http(LoopbackClient::of(identity.cloned()))
    }
}

/// Logs the problems of the document, and the operations that are not run.
fn log_problems(gateway: &LocalGateway) {
    for problem in &gateway.deployment().document.problems {
        tracing::warn!(target: LOG, "{problem}");
    }
}

/// Logs the requests that the server waits for.
fn log_stopping(running: &[Running]) {
    let count = running.len();
    let names = running.iter().take(NAMED).map(Running::to_string);
    let mut names = names.collect::<Vec<_>>().join(", ");
    if count > NAMED {
        names.push_str(", …");
    }
    let listed = if count > 0 {
        format!(" ({names})")
    } else {
        names
    };
    tracing::info!(target: LOG, "running requests: {count}{listed}; stops when they are finished, or at once after another Ctrl-C");
}
