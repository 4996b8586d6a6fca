//! One request as the console keeps it: owned texts and bytes, so that nothing larger stays alive behind them.

use crate::{
    Explanation, Trace,
    engine::Deployment,
    server::{Exchange, LogLine},
};
use http::{HeaderMap, Method, StatusCode};
use std::{
    fmt::{self, Write},
    sync::{Arc, Weak},
    time::{Duration, SystemTime},
};

/// A request, its answer, and why it is this one.
#[derive(Debug)]
pub(super) struct Record {
    /// Its place among all requests since the console began, from 1.
    pub(super) number: u64,
    pub(super) began: SystemTime,
    pub(super) took: Duration,
    pub(super) sender: Sender,
    pub(super) method: Method,
    /// Path and query, as they were sent.
    pub(super) target: String,
    pub(super) headers: Vec<(String, String)>,
    /// The body; `None` if the gateway did not take it.
    pub(super) body: Option<Vec<u8>>,
    pub(super) status: StatusCode,
    pub(super) response_headers: Vec<(String, String)>,
    pub(super) response_body: Vec<u8>,
    /// The trace, or why the server refused the request before the gateway saw it.
    pub(super) trace: Result<Trace, String>,
    pub(super) log: Vec<LogLine>,
    deployment: Weak<Deployment>,
}

/// Who sent a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sender {
    /// A client of the gateway.
    Client,
    /// The console, through the gateway of the server.
    Console,
    /// The console, through the gateway with the other kind of integration.
    ConsoleOther,
}

impl Record {
    pub(super) fn new(exchange: Exchange, sender: Sender) -> Self {
        let Exchange {
            began,
            took,
            head,
            body,
            response,
            trace,
            log,
            gateway,
        } = exchange;
        let target = match head.uri.path_and_query() {
            Some(target) => target.as_str().to_owned(),
            None => head.uri.to_string(),
        };
        Self {
            number: 0,
            began,
            took,
            sender,
            method: head.method,
            target,
            headers: texts(&head.headers),
            body: body.map(|body| body.to_vec()),
            status: response.status(),
            response_headers: texts(response.headers()),
            response_body: response.body().to_vec(),
            trace,
            log,
            deployment: Arc::downgrade(&gateway.shared_deployment()),
        }
    }

    /// The document that answered, unless the gateway runs another one now.
    pub(super) fn deployment(&self) -> Option<Arc<Deployment>> {
        self.deployment.upgrade()
    }

    /// Why the answer is this one, in one sentence.
    pub(super) fn verdict(&self) -> String {
        let trace = match &self.trace {
            Ok(trace) => trace,
            Err(refusal) => return format!("refused before the gateway: {refusal}"),
        };
        verdict(trace, self.status)
    }

    /// The cause that an opaque answer hides from its client, and the log has.
    pub(super) fn hidden_cause(&self) -> Option<String> {
        if !self.status.is_server_error() {
            return None;
        }
        let mut lines = self.log.iter().filter_map(|line| {
            let field = |name| line.fields.iter().find(|(known, _)| *known == name);
            let (_, error) = field("error")?;
            let sources = field("sources").filter(|(_, sources)| !sources.is_empty());
            Some(match sources {
                Some((_, sources)) => format!("{error}: {sources}"),
                None => error.clone(),
            })
        });
        lines.next_back()
    }

    /// About how much memory the record takes, in bytes.
    pub(super) fn size(&self) -> usize {
        let headers = self.headers.iter().chain(&self.response_headers);
        let headers: usize = headers.map(|(name, value)| name.len() + value.len()).sum();
        let body = self.body.as_ref().map_or(0, Vec::len);
        let log: usize = self.log.iter().map(line_size).sum();
        let mut trace = Count(0);
        if let Ok(steps) = &self.trace {
            // A counter takes every text.
            let _ = write!(trace, "{steps}");
        }
        self.target.len() + headers + body + self.response_body.len() + log + trace.0 + OVERHEAD
    }
}

/// How long a verdict may be, in characters.
const VERDICT: usize = 600;
/// What a record takes beside its texts, in bytes.
const OVERHEAD: usize = 4 << 10;

/// Why the answer with this status is the one that it is; the status itself stands beside it.
pub(super) fn verdict(trace: &Trace, status: StatusCode) -> String {
    let pattern = trace.selection.as_ref().and_then(|selection| {
        let pattern = selection.pattern.as_ref()?;
        let is_plain = trace.gateway_response().is_none() && selection.status == status.as_u16();
        is_plain.then_some((selection.place, selection.of, pattern))
    });
    if let Some((place, of, pattern)) = pattern {
        return format!("pattern {place} of {of} takes it: {pattern}");
    }
    let explanation = Explanation::new(trace, status).width(VERDICT);
    let verdict = explanation.verdict();
    let reason = verdict.split_once(": ").map(|(_, reason)| reason);
    reason.unwrap_or(&verdict).to_owned()
}

fn line_size(line: &LogLine) -> usize {
    let fields = line.fields.iter().map(|(_, value)| value.len() + 64);
    line.message.len() + line.target.len() + fields.sum::<usize>() + 128
}

fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    let pairs = headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        (name.as_str().to_owned(), value.into_owned())
    });
    pairs.collect()
}

/// The length of what is written.
struct Count(usize);

impl Write for Count {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}
