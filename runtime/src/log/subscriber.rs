//! The subscriber of a program that has none of its own.

use super::log_panics;
use std::io::{self, IsTerminal};

#[cfg(feature = "lambda")]
use lambda_runtime::tracing::subscriber;
#[cfg(not(feature = "lambda"))]
use tracing_subscriber as subscriber;

/// Installs a subscriber, and has panics go to it, unless the program has a subscriber of its own.
pub(crate) fn install_subscriber() {
    if !tracing::dispatcher::has_been_set() {
        install();
        log_panics();
    }
}

/// As Lambda's logging controls ask for, and as `lambda_runtime` would, but for its colours: only a terminal takes them, and
/// not if [`NO_COLOR`](https://no-color.org) is set.
#[cfg(feature = "lambda")]
fn install() {
    use std::env::var;
    use subscriber::{EnvFilter, filter::LevelFilter};

    let level = var("AWS_LAMBDA_LOG_LEVEL").or_else(|_| var("RUST_LOG"));
    let level = level.ok().and_then(|level| level.parse().ok());
    let filter = EnvFilter::builder()
        .with_default_directive(level.unwrap_or(LevelFilter::INFO).into())
        .from_env_lossy();
    let records = subscriber::fmt()
        .with_target(false)
        .without_time()
        .with_env_filter(filter);
    let is_json =
        var("AWS_LAMBDA_LOG_FORMAT").is_ok_and(|format| format.eq_ignore_ascii_case("json"));
    if is_json {
        records.json().init();
    } else if io::stdout().is_terminal() {
        records.init();
    } else {
        records.with_ansi(false).init();
    }
}

#[cfg(not(feature = "lambda"))]
fn install() {
    let records = subscriber::fmt();
    if io::stdout().is_terminal() {
        records.init();
    } else {
        records.with_ansi(false).init();
    }
}
