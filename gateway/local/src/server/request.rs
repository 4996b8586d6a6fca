//! One request: its body, its answer, and the line about it in the log.

#[cfg(feature = "console")]
use super::observer::Watch;
use super::{
    LOG, RunningGateway,
    clients::{Answer, Clients, Site},
    hosts::Hosts,
    lanes::Lanes,
    log::{message_width, terminal_width},
    memory::Charge,
    refusal::Refusal,
    request_line::{RequestLine, folded},
    slot::Slot,
};
use crate::{Explanation, Trace, engine::BODY_LIMIT};
use bytes::Bytes;
use http::{Request, Response, request};
use hyper::body::Incoming;
#[cfg(feature = "console")]
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How much of the method and path of a refused request stands in the log, in characters.
const REFUSED_NAME: usize = 200;

/// The state that all connections share.
pub(super) struct Served {
    pub(super) gateway: RunningGateway,
    pub(super) explain: bool,
    pub(super) hosts: Hosts,
    pub(super) clients: Clients,
    pub(super) lanes: Lanes,
    #[cfg(feature = "console")]
    pub(super) observer: Option<Arc<dyn super::Observer>>,
}

/// A request as far as it was read; without a body, that is too large.
struct Received {
    head: request::Parts,
    body: Option<Bytes>,
    charge: Charge,
}

impl Site for Served {
    const LOGS_STREAMS: bool = true;

    fn clients(&self) -> &Clients {
        &self.clients
    }

    async fn answer(&self, request: Request<Incoming>, slot: &Slot) -> Answer {
        let logged = tracing::enabled!(target: LOG, tracing::Level::INFO);
        let started = Instant::now();
        let (head, body) = request.into_parts();
        let name = logged.then(|| format!("{} {}", head.method, head.uri.path().escape_debug()));
        #[cfg(feature = "console")]
        let mut watch = (self.observer.as_deref())
            .map(|observer| Watch::begin(observer, &head, self.gateway.get()));
        let received = self.receive(head, body, slot).await;
        #[cfg(feature = "console")]
        let answered = match (&mut watch, received) {
            (Some(watch), Ok(received)) => {
                watch.body.clone_from(&received.body);
                let log = watch.log.clone();
                log.during(self.respond(received, slot)).await
            }
            (_, received) => self.answered(received, slot).await,
        };
        #[cfg(not(feature = "console"))]
        let answered = self.answered(received, slot).await;
        let (mut response, charge, trace) = answered;
        let stream = response.extensions_mut().remove();
        if let Some(name) = name {
            self.log(&name, &response, &trace, started.elapsed());
        }
        #[cfg(feature = "console")]
        if let Some(watch) = watch {
            watch.end(&response, trace.map_err(|refusal| refusal.to_string()));
        }
        Answer {
            response,
            charge,
            stream,
        }
    }
}

impl Served {
    /// Reads the request.
    async fn receive(
        &self,
        head: request::Parts,
        body: Incoming,
        slot: &Slot,
    ) -> Result<Received, Refusal> {
        self.hosts.check(&head)?;
        if self.gateway.sent(&head.headers) {
            return Err(Refusal::Loop);
        }
        let (body, charge) = self.clients.receive(body, BODY_LIMIT, slot).await?;
        Ok(Received { head, body, charge })
    }

    async fn answered(
        &self,
        received: Result<Received, Refusal>,
        slot: &Slot,
    ) -> (Response<Bytes>, Charge, Result<Trace, Refusal>) {
        match received {
            Ok(received) => self.respond(received, slot).await,
            Err(refusal) => (refusal.response(), Charge::default(), Err(refusal)),
        }
    }

    /// Whether traces are to be whole.
    fn explains(&self) -> bool {
        #[cfg(feature = "console")]
        if self.observer.is_some() {
            return true;
        }
        self.explain
    }

    async fn respond(
        &self,
        received: Received,
        slot: &Slot,
    ) -> (Response<Bytes>, Charge, Result<Trace, Refusal>) {
        let Received {
            head,
            body,
            charge: _held,
        } = received;
        slot.answering(&head.method, &head.uri);
        let gateway = self.gateway.get();
        let answer = match body {
            Some(body) => {
                let request = Request::from_parts(head, body);
                self.lanes.answer(gateway, request, self.explains()).await
            }
            None => Ok(gateway.refuse_large(head)),
        };
        let covered = answer.and_then(|(response, trace)| {
            let charge = self.clients.cover(response.body().len())?;
            Ok((response, charge, trace))
        });
        match covered {
            Ok((response, charge, trace)) => (response, charge, Ok(trace)),
            Err(refusal) => (refusal.response(), Charge::default(), Err(refusal)),
        }
    }

    /// Writes the line about a request, and with `explain` the whole way.
    fn log(
        &self,
        name: &str,
        response: &Response<Bytes>,
        trace: &Result<Trace, Refusal>,
        took: Duration,
    ) {
        let status = response.status();
        match trace {
            Ok(trace) if self.explain => {
                let line = RequestLine::new(name, status, trace, took);
                let id = &trace.request_id;
                let operation = trace.operation.as_deref().unwrap_or("no operation");
                let explanation = Explanation::new(trace, status);
                let explanation = match terminal_width() {
                    Some(width) => explanation.width(width),
                    None => explanation,
                };
                let steps = explanation.steps();
                tracing::info!(target: LOG, "{line}, {operation}, {id}\n{steps}");
            }
            Ok(trace) => {
                let line = RequestLine::new(name, status, trace, took);
                let line = line.within(message_width());
                tracing::info!(target: LOG, "{line}");
            }
            Err(refusal) => {
                let status = status.as_u16();
                let name = folded(name, REFUSED_NAME);
                tracing::info!(target: LOG, "{name} {status}, {refusal}, {took:.1?}");
            }
        }
    }
}
