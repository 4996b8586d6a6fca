//! The gateway on a socket of this machine.

mod connection;
mod invoke;
mod log;
mod request;

#[cfg(test)]
mod tests;

pub use invoke::{InvalidFunction, LambdaFunctions};
pub use log::log_to_stderr;

use super::LocalGateway;
use futures_util::{
    FutureExt,
    future::{Either, select},
};
use hyper_util::server::graceful::GracefulShutdown;
use request::Served;
use std::{
    error::Error,
    io,
    net::{Ipv4Addr, SocketAddr},
    pin::pin,
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, oneshot},
    task::JoinSet,
};

/// How many connections are served at once; others wait until one of them ends.
const CONNECTIONS: usize = 256;
/// The target of what is logged.
const LOG: &str = "apigw_local";
/// How long the server waits after a connection that could not be accepted.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How long a client may take, unless somebody says so.
const CLIENT_TIMEOUT: Duration = Duration::from_secs(30);

/// A gateway that listens on loopback.
///
/// No client can hold a connection for ever: see [`client_timeout`](Self::client_timeout). At most 256 connections are served at
/// once, and bodies take 64 MB at most, all together.
#[derive(Debug)]
pub struct LocalServer {
    gateway: LocalGateway,
    listener: TcpListener,
    explain: bool,
    client_timeout: Duration,
}

impl LocalServer {
    /// Listens on `127.0.0.1`; port 0 is any free one.
    ///
    /// # Errors
    ///
    /// When the port cannot be had.
    pub async fn bind(gateway: LocalGateway, port: u16) -> io::Result<Self> {
        Ok(Self {
            gateway,
            listener: TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?,
            explain: false,
            client_timeout: CLIENT_TIMEOUT,
        })
    }

    /// Logs the whole trace of every request, after its one line.
    #[must_use]
    pub fn explain(self, explain: bool) -> Self {
        Self { explain, ..self }
    }

    /// How long a client may take to send a request's head, then to send its body, and to take a part of the answer;
    /// 30 seconds unless this is called.
    #[must_use]
    pub fn client_timeout(self, client_timeout: Duration) -> Self {
        Self {
            client_timeout,
            ..self
        }
    }

    /// Where the server listens.
    ///
    /// # Errors
    ///
    /// When the operating system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until Ctrl-C, then finishes the requests that are running; a second Ctrl-C stops at once.
    ///
    /// # Errors
    ///
    /// When there was a second Ctrl-C before all requests were finished, or Ctrl-C cannot be waited for.
    pub async fn run(self) -> Result<(), Box<dyn Error + Send + Sync>> {
        log_to_stderr();
        let (served, address) = (self.served(), self.address()?);
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = pin!(self.serve(Arc::clone(&served), stopped.map(drop)));
        let interrupted = pin!(async {
            let mut first = pin!(tokio::signal::ctrl_c());
            // Polled once, it is waited for from here on, and what is said is true.
            if first.as_mut().now_or_never().is_none() {
                tracing::info!(target: LOG, "serves HTTP on {address}; Ctrl-C finishes the running requests and stops");
                first.await?;
            }
            let running = served.running();
            tracing::info!(target: LOG, "running requests: {running}; stops when they are finished, or at once after another Ctrl-C");
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
                Err(format!("stopped at once; unfinished requests: {}", served.running()).into())
            }
        }
    }

    /// Serves until `stop` ends, then finishes the requests that are running.
    pub async fn run_until(self, stop: impl Future<Output = ()>) {
        let served = self.served();
        self.serve(served, stop).await;
    }

    fn served(&self) -> Arc<Served> {
        let gateway = self.gateway.clone();
        Arc::new(Served::new(gateway, self.explain, self.client_timeout))
    }

    async fn serve(self, served: Arc<Served>, stop: impl Future<Output = ()>) {
        let mut listener = self.listener;
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        let graceful = GracefulShutdown::new();
        let mut connections = JoinSet::new();
        let mut stop = pin!(stop);
        while let Either::Left(((stream, place), _)) =
            select(pin!(accept(&mut listener, &places)), &mut stop).await
        {
            while connections.try_join_next().is_some() {}
            let connection = connection::new(stream, &served);
            let connection = graceful.watch(connection);
            connections.spawn(async move {
                connection::finish(connection).await;
                drop(place);
            });
        }
        drop(listener);
        graceful.shutdown().await;
    }
}

/// The next connection, as soon as the limit allows it.
async fn accept(
    listener: &mut TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, place),
            // The client is gone, or the process has no file left: the next one may come through.
            Err(error) => {
                tracing::warn!(target: LOG, %error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}
