//! The log lines of one request: the events of `tracing` that happen in its task while it is answered.

use std::{
    fmt::{self, Write},
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, layer::Context};

/// How many lines of a request are kept.
const LINES: usize = 200;
/// How long a text may be that is kept of a line, in bytes.
const TEXT: usize = 8 << 10;

tokio::task_local! {
    /// The lines of the request that this task answers.
    static CURRENT: RequestLog;
}

/// A line of the log.
#[derive(Debug, Clone)]
pub(crate) struct LogLine {
    pub(crate) level: Level,
    pub(crate) target: String,
    pub(crate) message: String,
    pub(crate) fields: Vec<(&'static str, String)>,
}

/// The lines of a request, as they come.
#[derive(Debug, Clone, Default)]
pub(crate) struct RequestLog(Arc<Mutex<Vec<LogLine>>>);

/// Puts each event into the log of the request in whose task it happens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RequestLogLayer;

impl RequestLog {
    /// Runs `answering`, whose events become lines of this log.
    pub(crate) async fn during<T>(&self, answering: impl Future<Output = T>) -> T {
        CURRENT.scope(self.clone(), answering).await
    }

    /// The lines up to now.
    pub(crate) fn take(&self) -> Vec<LogLine> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, event: &Event<'_>) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() >= LINES {
            return;
        }
        let mut texts = Texts::default();
        event.record(&mut texts);
        lines.push(LogLine {
            level: *event.metadata().level(),
            target: event.metadata().target().to_owned(),
            message: texts.message,
            fields: texts.fields,
        });
    }
}

impl<S: Subscriber> Layer<S> for RequestLogLayer {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        // Events outside of requests belong to no request's log.
        let _ = CURRENT.try_with(|log| log.add(event));
    }
}

#[derive(Default)]
struct Texts {
    message: String,
    fields: Vec<(&'static str, String)>,
}

impl Visit for Texts {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let mut text = Limited(String::new());
        // It fails when the text is long enough.
        let _ = write!(text, "{value:?}");
        if field.name() == "message" {
            self.message = text.0;
        } else {
            self.fields.push((field.name(), text.0));
        }
    }
}

/// The start of a text.
struct Limited(String);

impl Write for Limited {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut end = text.len().min(TEXT - self.0.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.0.push_str(&text[..end]);
        if end == text.len() {
            return Ok(());
        }
        // The rest of a character would never fit either.
        self.0.push('…');
        Err(fmt::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use tracing_subscriber::layer::SubscriberExt;

    #[test]
    fn a_request_has_its_own_events_and_long_texts_are_cut() {
        let subscriber = tracing_subscriber::registry().with(RequestLogLayer);
        let _subscribed = tracing::subscriber::set_default(subscriber);
        let log = RequestLog::default();
        tracing::info!("before");
        let answering = async {
            tracing::warn!(error = "é".repeat(TEXT), count = 2, "an error was hidden");
        };
        log.during(answering).now_or_never().unwrap();
        tracing::info!("after");
        let lines = log.take();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].message, "an error was hidden");
        assert_eq!(lines[0].level, Level::WARN);
        assert_eq!(lines[0].fields[1], ("count", "2".to_owned()));
        let error = &lines[0].fields[0].1;
        assert!(error.ends_with("é…") && error.len() <= TEXT + 3);
    }

    #[test]
    fn a_request_that_logs_without_end_keeps_its_first_lines() {
        let subscriber = tracing_subscriber::registry().with(RequestLogLayer);
        let _subscribed = tracing::subscriber::set_default(subscriber);
        let log = RequestLog::default();
        let answering = async {
            for number in 0..LINES * 2 {
                tracing::info!(number, "again");
            }
        };
        log.during(answering).now_or_never().unwrap();
        assert_eq!(log.take().len(), LINES);
    }
}
