//! One request: its body, its answer, and the line about it in the log.

#[cfg(feature = "console")]
use super::observer::Watch;
use super::{
    LOG, RunningGateway,
    connections::Connections,
    hosts::Hosts,
    lanes::Lanes,
    log::terminal_width,
    memory::{Charge, Memory},
    refusal::Refusal,
    slot::Slot,
};
use crate::{ByteStream, Explanation, Trace, engine::BODY_LIMIT};
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header, request};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
#[cfg(feature = "console")]
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// How much of a body that is too large is read and dropped, so that its sender comes to read the answer.
const DROPPED_LIMIT: usize = 4 * BODY_LIMIT;
/// How much of a pattern stands in the log's one line, in characters.
const PATTERN_SHOWN: usize = 48;

/// The state that all connections share.
pub(super) struct Served {
    pub(super) gateway: RunningGateway,
    pub(super) explain: bool,
    pub(super) client_timeout: Duration,
    pub(super) hosts: Hosts,
    pub(super) connections: Connections,
    pub(super) memory: Memory,
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

/// An answer.
pub(super) struct Answer {
    pub(super) response: Response<Bytes>,
    /// The memory that it occupies until the client has it.
    pub(super) charge: Charge,
    /// Its body, where that is streamed.
    pub(super) stream: Option<ByteStream>,
}

impl Served {
    /// The answer.
    pub(super) async fn answer(&self, request: Request<Incoming>, slot: &Slot) -> Answer {
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
        if self.connections.closing() {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
        }
        Answer {
            response,
            charge,
            stream,
        }
    }

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
        let (body, charge) = if body.is_end_stream() {
            (Some(Bytes::new()), Charge::default())
        } else {
            slot.receiving();
            let read = timeout(self.client_timeout, self.read(body, slot)).await;
            read.unwrap_or(Err(Refusal::BodyLate(self.client_timeout)))?
        };
        Ok(Received { head, body, charge })
    }

    /// Reads a body, unless it is too large for the gateway.
    async fn read(
        &self,
        mut body: Incoming,
        slot: &Slot,
    ) -> Result<(Option<Bytes>, Charge), Refusal> {
        let announced = body.size_hint().lower();
        if announced > DROPPED_LIMIT as u64 {
            return Ok((None, Charge::default()));
        }
        let (mut bytes, mut size) = (Vec::new(), 0_usize);
        let mut charge = Charge::default();
        while size <= DROPPED_LIMIT
            && let Some(frame) = body.frame().await
        {
            slot.receiving();
            let Ok(data) = frame.map_err(Refusal::BodyBroken)?.into_data() else {
                continue;
            };
            if size == 0 && body.is_end_stream() {
                return Ok((Some(data), charge));
            }
            size += data.len();
            if size <= BODY_LIMIT {
                self.memory.cover(&mut charge, size)?;
                bytes.extend_from_slice(&data);
            } else {
                (bytes, charge) = (Vec::new(), Charge::default());
            }
        }
        Ok(((size <= BODY_LIMIT).then(|| bytes.into()), charge))
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
        let (response, trace) = match body {
            Some(body) => {
                let request = Request::from_parts(head, body);
                self.lanes.answer(gateway, request, self.explains()).await
            }
            None => gateway.refuse_large(head),
        };
        let mut charge = Charge::default();
        match self.memory.cover(&mut charge, response.body().len()) {
            Ok(()) => (response, charge, Ok(trace)),
            Err(refusal) => (refusal.response(), charge, Err(refusal)),
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
        let status = response.status().as_u16();
        match trace {
            Ok(trace) if self.explain => {
                let (by, id) = (chosen(trace), &trace.request_id);
                let operation = trace.operation.as_deref().unwrap_or("no operation");
                let explanation = Explanation::new(trace, response.status());
                let explanation = match terminal_width() {
                    Some(width) => explanation.width(width),
                    None => explanation,
                };
                let steps = explanation.steps();
                tracing::info!(target: LOG, "{name} {status}, {by}, {took:.1?}, {operation}, {id}\n{steps}");
            }
            Ok(trace) => {
                let by = chosen(trace);
                tracing::info!(target: LOG, "{name} {status}, {by}, {took:.1?}");
            }
            Err(refusal) => tracing::info!(target: LOG, "{name} {status}, {refusal}, {took:.1?}"),
        }
    }
}

/// The integration response or the gateway response that answered.
fn chosen(trace: &Trace) -> String {
    match (trace.gateway_response(), &trace.selection) {
        (Some(kind), _) => format!("gateway response {kind}"),
        (None, None) if trace.not_run().is_some() => "not run here".to_owned(),
        (None, None) => "as the integration answers".to_owned(),
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
