//! What the server lets an observer see: each request with its answer and all that led to it.

use super::request_log::{LogLine, RequestLog};
use crate::{LocalGateway, Trace};
use bytes::Bytes;
use http::{Response, request};
use std::{
    fmt,
    time::{Duration, Instant, SystemTime},
};

/// A request and its answer.
#[derive(Debug)]
pub(crate) struct Exchange {
    /// When the request came.
    pub(crate) began: SystemTime,
    /// How long it took until the answer was ready.
    pub(crate) took: Duration,
    /// The request without its body.
    pub(crate) head: request::Parts,
    /// Its body; `None` if it was not read, or is larger than the gateway takes.
    pub(crate) body: Option<Bytes>,
    /// The answer.
    pub(crate) response: Response<Bytes>,
    /// The whole trace, or why the server refused the request before the gateway saw it.
    pub(crate) trace: Result<Trace, String>,
    /// What was logged while the request was answered.
    pub(crate) log: Vec<LogLine>,
    /// The gateway that answered.
    pub(crate) gateway: LocalGateway,
}

/// Sees each request of a server once it is answered.
pub(crate) trait Observer: fmt::Debug + Send + Sync {
    /// Is called before the client gets the answer, so it must not wait.
    fn observe(&self, exchange: Exchange);
}

/// A request that is on its way, under an observer.
pub(super) struct Watch<'o> {
    observer: &'o dyn Observer,
    began: SystemTime,
    started: Instant,
    head: request::Parts,
    pub(super) body: Option<Bytes>,
    pub(super) log: RequestLog,
    gateway: LocalGateway,
}

impl<'o> Watch<'o> {
    pub(super) fn begin(
        observer: &'o dyn Observer,
        head: &request::Parts,
        gateway: LocalGateway,
    ) -> Self {
        Self {
            observer,
            began: SystemTime::now(),
            started: Instant::now(),
            head: head.clone(),
            body: None,
            log: RequestLog::default(),
            gateway,
        }
    }

    pub(super) fn end(self, response: &Response<Bytes>, trace: Result<Trace, String>) {
        self.observer.observe(Exchange {
            began: self.began,
            took: self.started.elapsed(),
            head: self.head,
            body: self.body,
            response: response.clone(),
            trace,
            log: self.log.take(),
            gateway: self.gateway,
        });
    }
}
