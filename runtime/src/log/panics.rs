//! A panic as one record of the log.

use super::{operation, request_id};
use crate::{DeclaredResponse, builtin};
use futures_util::{FutureExt, TryFutureExt};
use std::{
    any::Any,
    backtrace::{Backtrace, BacktraceStatus},
    cell::Cell,
    error::Error,
    fmt, mem,
    panic::{self, AssertUnwindSafe, PanicHookInfo},
};

thread_local! {
    /// Whether the last panic of this thread is in the log.
    static LOGGED: Cell<bool> = const { Cell::new(false) };
}

/// Sends panics to the log, as one record each, instead of to the standard error as lines of text.
///
/// The record is a [`tracing`](https://docs.rs/tracing) event at the ERROR level with the fields `error` (the panic's text) and `location`,
/// `backtrace` where `RUST_BACKTRACE` asks for one, and, while a request is being answered, `request_id`, `operation`, and the `code`
/// and `status` that a panic is answered with. Quotes and line breaks in the text are escaped by the subscriber.
///
/// `Api::run` and `Api::serve` call it where the program has no subscriber of its own, and so does the command line. A program that has one calls it after it has
/// installed that. It replaces the panic hook; until a subscriber is installed, panics still go to the hook before.
///
/// ```
/// lambda_api_errors::log_panics();
/// ```
pub fn log_panics() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if tracing::dispatcher::has_been_set() {
            record(panic);
            LOGGED.set(true);
        } else {
            before(panic);
        }
    }));
}

fn record(panic: &PanicHookInfo<'_>) {
    let (request_id, operation) = (request_id(), operation());
    let answer = (request_id.is_some() || operation.is_some()).then_some(&builtin::INTERNAL);
    let code = answer.map(DeclaredResponse::code);
    let status = answer.map(|answer| answer.status().as_u16());
    let error = text(panic.payload()).unwrap_or_default();
    let location = panic.location().map(ToString::to_string);
    let backtrace = Backtrace::capture();
    let backtrace =
        (backtrace.status() == BacktraceStatus::Captured).then(|| backtrace.to_string());
    tracing::error!(
        request_id, operation, code, status, error, location, backtrace, "panicked"
    );
}

/// The message of `panic!`, unless the program panicked with another value.
fn text(payload: &(dyn Any + Send)) -> Option<&str> {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
}

/// A panic as the cause of an answer.
#[derive(Debug)]
pub(crate) struct Panic {
    text: String,
    logged: bool,
}

impl Panic {
    /// The panic that was just caught on this thread.
    fn caught(payload: Box<dyn Any + Send>) -> Self {
        let caught = Self {
            text: text(&*payload).unwrap_or_default().to_owned(),
            logged: LOGGED.take(),
        };
        // A payload that panics when it is dropped has another one, which is not dropped.
        if let Err(again) = panic::catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            mem::forget(again);
        }
        caught
    }

    /// Whether [`log_panics`] has written a record of it.
    pub(crate) fn is_logged(&self) -> bool {
        self.logged
    }
}

/// The result of `call`, or how it panicked.
pub(crate) fn catch<R>(call: impl FnOnce() -> R) -> Result<R, Panic> {
    panic::catch_unwind(AssertUnwindSafe(call)).map_err(Panic::caught)
}

/// The output of `future`, or how it panicked.
pub(crate) fn catch_async<F: Future>(future: F) -> impl Future<Output = Result<F::Output, Panic>> {
    AssertUnwindSafe(future)
        .catch_unwind()
        .map_err(Panic::caught)
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "panicked: {}", self.text)
    }
}

impl Error for Panic {}
