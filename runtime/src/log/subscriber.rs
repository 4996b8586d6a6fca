//! The subscriber of a program that has none of its own.

use super::log_panics;

/// Installs a subscriber, and has panics go to it, unless the program has a subscriber of its own.
pub(crate) fn install_subscriber() {
    if !tracing::dispatcher::has_been_set() {
        install();
        log_panics();
    }
}

/// As Lambda's logging controls ask for.
#[cfg(feature = "lambda")]
fn install() {
    lambda_runtime::tracing::init_default_subscriber();
}

#[cfg(not(feature = "lambda"))]
fn install() {
    let colours = std::io::IsTerminal::is_terminal(&std::io::stdout());
    tracing_subscriber::fmt().with_ansi(colours).init();
}
