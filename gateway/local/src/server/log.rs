//! Where the server's log goes.

use std::io::{self, IsTerminal};
use terminal_size::{Width, terminal_size_of};
use tracing_subscriber::{filter::LevelFilter, layer::SubscriberExt, util::SubscriberInitExt};

/// Writes the program's log to standard error, unless the program has a [`tracing`] subscriber already.
///
/// The log is coloured where standard error is a terminal, and [`NO_COLOR`](https://no-color.org) is not set or empty.
/// [`LocalServer::run`](crate::LocalServer::run) calls this; a program that logs before it serves calls it first.
///
/// ```
/// apigw_local::log_to_stderr();
/// ```
pub fn log_to_stderr() {
    if tracing::dispatcher::has_been_set() {
        return;
    }
    let format = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .log_internal_errors(false);
    let format = if io::stderr().is_terminal() {
        // Its default: `with_ansi(true)` would overrule `NO_COLOR`.
        format
    } else {
        format.with_ansi(false)
    };
    let log = tracing_subscriber::registry().with(LevelFilter::INFO);
    #[cfg(feature = "console")]
    let log = log.with(super::request_log::RequestLogLayer);
    log.with(format).init();
}

/// How many characters fit into a line of the log, if it goes to a terminal.
pub(super) fn terminal_width() -> Option<usize> {
    let (Width(width), _) = terminal_size_of(io::stderr())?;
    Some(width.into())
}
