//! The state of one connection, which its task sets and the server's loop reads.

use http::{Method, Uri};
use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// The state of a connection, and its start.
#[derive(Debug)]
pub(crate) struct Slot(Mutex<(Phase, Instant)>);

#[derive(Debug, Clone)]
enum Phase {
    /// No request came yet, or only a part of its head.
    New,
    /// Its last answer is sent, and the next head did not come yet.
    Kept,
    /// The body of a request is on its way.
    Receiving,
    /// The gateway works on this request.
    Answering(Method, Uri),
    /// The client reads an answer.
    Sending,
    /// The connection is closed.
    Closed,
}

/// A request that the gateway works on, and for how long it has done so.
#[derive(Debug)]
pub(super) struct Running {
    method: Method,
    uri: Uri,
    pub(super) time: Duration,
}

impl Slot {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new((Phase::New, Instant::now()))))
    }

    pub(super) fn receiving(&self) {
        self.set(Phase::Receiving);
    }

    pub(crate) fn answering(&self, method: &Method, uri: &Uri) {
        self.set(Phase::Answering(method.clone(), uri.clone()));
    }

    pub(super) fn sending(&self) {
        self.set(Phase::Sending);
    }

    pub(super) fn sent(&self) {
        self.set(Phase::Kept);
    }

    pub(super) fn closed(&self) {
        self.set(Phase::Closed);
    }

    /// For how long the connection has waited for its client, unless it waits for a body: then the request itself ends in time.
    pub(super) fn waits_for_client(&self) -> Option<Duration> {
        let (phase, since) = &*self.lock();
        match phase {
            Phase::New | Phase::Kept | Phase::Sending => Some(since.elapsed()),
            Phase::Receiving | Phase::Answering(..) | Phase::Closed => None,
        }
    }

    /// For how long the connection could be closed without harm: it is kept open for a next request, or its client did
    /// nothing for `grace`.
    pub(super) fn spare(&self, grace: Duration) -> Option<Duration> {
        let (phase, since) = &*self.lock();
        let time = since.elapsed();
        match phase {
            Phase::Kept => Some(time),
            Phase::New | Phase::Receiving | Phase::Sending => (time >= grace).then_some(time),
            Phase::Answering(..) | Phase::Closed => None,
        }
    }

    /// The request that the gateway works on.
    pub(super) fn running(&self) -> Option<Running> {
        let (phase, since) = &*self.lock();
        match phase {
            Phase::Answering(method, uri) => Some(Running {
                method: method.clone(),
                uri: uri.clone(),
                time: since.elapsed(),
            }),
            _ => None,
        }
    }

    fn set(&self, phase: Phase) {
        *self.lock() = (phase, Instant::now());
    }

    fn lock(&self) -> MutexGuard<'_, (Phase, Instant)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path: String = self.uri.path().chars().take(100).collect();
        write!(
            f,
            "{} {} for {:.1?}",
            self.method,
            path.escape_debug(),
            self.time
        )
    }
}
