//! Where the server's log goes.

use std::{
    fmt,
    io::{self, IsTerminal},
    time::{Duration, SystemTime},
};
use terminal_size::{Width, terminal_size_of};
use tracing_subscriber::{
    Layer, Registry,
    filter::LevelFilter,
    fmt::{format::Writer, time::FormatTime},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

/// How many characters stand before the message in a line of the log on a terminal: the time, the level and three spaces.
const BEFORE_MESSAGE: usize = "23:59:59.999 ".len() + " INFO ".len();

/// Writes the program's log to standard error, unless the program has a [`tracing`] subscriber already.
///
/// Where standard error is a terminal, a line has the time of day in UTC, the level and the message, and it is coloured unless
/// [`NO_COLOR`](https://no-color.org) is set and not empty. Elsewhere a line has the date and the event's target too.
/// [`LocalServer::run`](crate::LocalServer::run) calls this; a program that logs before it serves calls it first.
///
/// ```
/// apigw_local::log_to_stderr();
/// ```
pub fn log_to_stderr() {
    if tracing::dispatcher::has_been_set() {
        return;
    }
    let log = tracing_subscriber::registry().with(format());
    #[cfg(feature = "console")]
    let log = log.with(super::request_log::RequestLogLayer);
    log.with(LevelFilter::INFO).init();
}

fn format() -> Box<dyn Layer<Registry> + Send + Sync> {
    let format = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .log_internal_errors(false);
    if io::stderr().is_terminal() {
        // Coloured by default: `with_ansi(true)` would overrule `NO_COLOR`.
        format.with_target(false).with_timer(TimeOfDay).boxed()
    } else {
        format.with_ansi(false).boxed()
    }
}

/// The time of day in UTC, with milliseconds.
#[derive(Debug, Clone, Copy)]
struct TimeOfDay;

impl FormatTime for TimeOfDay {
    fn format_time(&self, writer: &mut Writer<'_>) -> fmt::Result {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let now = now.unwrap_or(Duration::ZERO);
        let seconds = now.as_secs();
        let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
        let (seconds, milliseconds) = (seconds % 60, now.subsec_millis());
        write!(
            writer,
            "{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"
        )
    }
}

/// How many characters fit into a line of the log, if it goes to a terminal.
pub(super) fn terminal_width() -> Option<usize> {
    let (Width(width), _) = terminal_size_of(io::stderr())?;
    Some(width.into())
}

/// How many characters of a message fit into a line of the log, if it goes to a terminal.
pub(super) fn message_width() -> Option<usize> {
    terminal_width().map(|width| width.saturating_sub(BEFORE_MESSAGE))
}
