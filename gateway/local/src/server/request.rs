//! One request: its body, its answer, and the line about it in the log.

use super::LOG;
use crate::{LocalGateway, Trace, engine::BODY_LIMIT};
use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header, request};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use std::{
    fmt,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

/// What the bodies of all requests may take together, in KiB.
const BODIES_LIMIT: usize = 64 * 1024;
/// How much of a body that is too large is read and dropped, so that its sender comes to read the answer.
const DROPPED_LIMIT: usize = 4 * BODY_LIMIT;
/// How much of a pattern stands in the log's one line, in characters.
const PATTERN_SHOWN: usize = 48;

/// What all connections share.
pub(super) struct Served {
    gateway: LocalGateway,
    explain: bool,
    pub(super) client_timeout: Duration,
    /// What is left of the memory for bodies, in KiB.
    body_budget: Semaphore,
    running: AtomicUsize,
}

/// A request that is being answered.
struct Running<'a>(&'a AtomicUsize);

/// A body, and the part of the budget that it takes; `None` is one that is too large.
type Read<'a> = (Option<Bytes>, SemaphorePermit<'a>);

/// Why there is no body.
#[derive(Debug)]
enum Unread {
    Late(Duration),
    Broken(hyper::Error),
}

impl Served {
    pub(super) fn new(gateway: LocalGateway, explain: bool, client_timeout: Duration) -> Self {
        Self {
            gateway,
            explain,
            client_timeout,
            body_budget: Semaphore::new(BODIES_LIMIT),
            running: AtomicUsize::new(0),
        }
    }

    /// How many requests are being answered.
    pub(super) fn running(&self) -> usize {
        self.running.load(Ordering::Relaxed)
    }

    pub(super) async fn answer(&self, request: Request<Incoming>) -> Response<Bytes> {
        let _running = Running::new(&self.running);
        let started = Instant::now();
        let (head, body) = request.into_parts();
        let name = format!("{} {}", head.method, head.uri.path().escape_debug());
        let read = timeout(self.client_timeout, self.read(body)).await;
        let (response, by, trace) = match read.unwrap_or(Err(Unread::Late(self.client_timeout))) {
            Ok((body, _reserved)) => {
                let (response, trace) = self.respond(head, body).await;
                (response, chosen(&trace), Some(trace))
            }
            Err(unread) => (unread.response(), unread.to_string(), None),
        };
        let (status, took) = (response.status().as_u16(), started.elapsed());
        let trace = trace.filter(|_| self.explain);
        let explained = trace.map(|trace| format!("\n{trace}")).unwrap_or_default();
        tracing::info!(target: LOG, "{name} {status}, {by}, {took:.1?}{explained}");
        response
    }

    async fn respond(&self, head: request::Parts, body: Option<Bytes>) -> (Response<Bytes>, Trace) {
        match body {
            Some(body) => {
                let request = Request::from_parts(head, body);
                self.gateway.answer(request).await
            }
            None => self.gateway.refuse_large(head),
        }
    }

    /// Reads the body once the budget allows it.
    async fn read(&self, mut body: Incoming) -> Result<Read<'_>, Unread> {
        let announced = body
            .size_hint()
            .upper()
            .and_then(|size| usize::try_from(size).ok());
        if announced.is_some_and(|size| size > DROPPED_LIMIT) {
            return Ok((None, self.reserve(0).await));
        }
        let most = announced.unwrap_or(BODY_LIMIT).min(BODY_LIMIT);
        let mut reserved = self.reserve(most).await;
        let (mut bytes, mut size) = (Vec::new(), 0_usize);
        while size <= DROPPED_LIMIT
            && let Some(frame) = body.frame().await
        {
            let Ok(data) = frame.map_err(Unread::Broken)?.into_data() else {
                continue;
            };
            size += data.len();
            if size <= BODY_LIMIT {
                bytes.extend_from_slice(&data);
            } else {
                bytes = Vec::new();
            }
        }
        let taken = reserved.split(kibibytes(bytes.len())).unwrap_or(reserved);
        Ok(((size <= BODY_LIMIT).then(|| bytes.into()), taken))
    }

    async fn reserve(&self, bytes: usize) -> SemaphorePermit<'_> {
        let permits = u32::try_from(kibibytes(bytes)).unwrap_or(u32::MAX);
        self.body_budget
            .acquire_many(permits)
            .await
            .expect("nobody closes the semaphore")
    }
}

fn kibibytes(bytes: usize) -> usize {
    bytes / 1024
}

/// What answered: which integration response, or which gateway response.
fn chosen(trace: &Trace) -> String {
    match (trace.gateway_response(), &trace.selection) {
        (Some(kind), _) => format!("gateway response {kind}"),
        (None, None) => "as the function says".to_owned(),
        (None, Some(selection)) => {
            let (place, of) = (selection.place, selection.of);
            match selection.pattern.as_deref() {
                Some(pattern) => format!("pattern {place} of {of} {}", shortened(pattern)),
                None => format!("default response, {place} of {of}"),
            }
        }
    }
}

fn shortened(pattern: &str) -> String {
    match pattern.char_indices().nth(PATTERN_SHOWN) {
        Some((end, _)) => format!("{}…", &pattern[..end]),
        None => pattern.to_owned(),
    }
}

impl<'a> Running<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Unread {
    fn response(&self) -> Response<Bytes> {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = match self {
            Self::Late(_) => StatusCode::REQUEST_TIMEOUT,
            Self::Broken(_) => StatusCode::BAD_REQUEST,
        };
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
        response
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Late(client_timeout) => {
                write!(f, "the body did not arrive within {client_timeout:?}")
            }
            Self::Broken(error) => write!(f, "the body could not be read: {error}"),
        }
    }
}
