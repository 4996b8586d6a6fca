//! The options of the console, and its start.

use super::CommandError;
use crate::{LocalServer, console::Console};
use clap::Args;
use std::{
    io::ErrorKind,
    net::{SocketAddr, TcpListener},
};

/// The target of the log's events.
const LOG: &str = "apigw_local";

/// The pages beside the server, where people see each request on its way.
#[derive(Debug, Clone, Args)]
pub struct ConsoleOptions {
    /// Serve no console
    #[arg(long)]
    pub no_console: bool,
    /// The port of the console on 127.0.0.1, where a browser shows each request on its way; the one after the gateway's unless
    /// given, or any other if that is taken
    #[arg(long, value_name = "N", conflicts_with = "no_console")]
    pub console_port: Option<u16>,
    /// Open the console in the browser
    #[arg(long, conflicts_with = "no_console")]
    pub open: bool,
}

impl ConsoleOptions {
    /// The socket of the console beside a gateway at this address; `None` if the options leave the console out.
    ///
    /// # Errors
    ///
    /// When the port cannot be had; the message says which option takes another one.
    pub fn bind(&self, gateway: SocketAddr) -> Result<Option<TcpListener>, CommandError> {
        if self.no_console {
            return Ok(None);
        }
        let bound = Console::bind(gateway, self.console_port);
        bound.map(Some).map_err(|error| {
            let port = self.console_port.unwrap_or_default();
            let reason = match error.kind() {
                ErrorKind::AddrInUse => "another program listens there".to_owned(),
                _ => error.to_string(),
            };
            CommandError::failed(format!(
                "the console cannot have the port {port} of 127.0.0.1: {reason}; `--console-port N` takes another one, \
                 and `--no-console` leaves the console out"
            ))
        })
    }

    /// The console of `server`, unless the options leave it out; the server lets it see each request. It listens on `bound`, which
    /// another process bound, or else on a socket of its own.
    ///
    /// # Errors
    ///
    /// When the port cannot be had; the message says which option takes another one.
    pub fn beside(
        &self,
        server: LocalServer,
        bound: Option<TcpListener>,
    ) -> Result<(LocalServer, Option<Console>), CommandError> {
        if self.no_console {
            return Ok((server, None));
        }
        let listener = match bound {
            Some(listener) => Some(listener),
            None => self.bind(server.address()?)?,
        };
        let Some(listener) = listener else {
            return Ok((server, None));
        };
        let (server, console) = Console::on_listener(server, listener)?;
        Ok((server, Some(console)))
    }

    /// Serves the console in a task of its own, says on standard error where it is, and opens it if that is asked for.
    pub fn start(&self, console: Option<Console>) {
        let Some(console) = console else {
            return;
        };
        let address = format!("http://{}", console.address());
        tracing::info!(target: LOG, "the console is at {address}");
        tokio::spawn(console.run());
        if self.open
            && let Err(error) = open::that_detached(&address)
        {
            tracing::warn!(target: LOG, "no browser could be opened: {error}; open {address}");
        }
    }
}
