//! Where the stages of the engine run, so that none of them keeps the server from its other clients.
//!
//! Every request is tried at once with few steps, on the thread that serves its connection: that is enough for nearly all
//! templates, patterns and models, and needs no change of threads. A request that takes more, or is large, goes to the slow
//! lane: threads of their own, as many as there are processors, each with one request at a time and the whole limit of
//! steps. The stages are pure, so the second try answers as the first would have.
//!
//! When the server stops, the requests that have a place end within their steps, and those that wait for one are refused.

use super::refusal::Refusal;
use crate::{
    LocalGateway, Trace,
    engine::{ClientRequest, RequestStamp, STEP_LIMIT},
};
use bytes::Bytes;
use http::{Request, Response};
use std::{num::NonZero, sync::Arc, thread::available_parallelism};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::spawn_blocking,
};

/// How many steps a template, a pattern or a model may take on the server's own threads: some hundred microseconds.
const QUICK_STEPS: u64 = 50_000;
/// How large a body may be on the server's own threads, in bytes: JSON of this size is read in less than a millisecond.
const QUICK_BODY: usize = 128 << 10;

/// The slow lane.
#[derive(Debug)]
pub(crate) struct Lanes {
    pub(super) places: Arc<Semaphore>,
    stopping: watch::Sender<bool>,
}

impl Lanes {
    pub(crate) fn new() -> Self {
        let processors = available_parallelism().map_or(1, NonZero::get);
        Self {
            places: Arc::new(Semaphore::new(processors)),
            stopping: watch::Sender::new(false),
        }
    }

    /// Refuses the requests that wait for a place, and those that would have to wait for one.
    pub(crate) fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Answers a request, the body of a streamed answer in the response's extensions, with a whole trace if it is to be explained. When this is dropped, no stage begins any more, and one that has begun ends within its steps.
    ///
    /// # Errors
    ///
    /// When the server stops while the request waits for a place.
    pub(crate) async fn answer(
        &self,
        gateway: LocalGateway,
        request: Request<Bytes>,
        explain: bool,
    ) -> Result<(Response<Bytes>, Trace), Refusal> {
        let stamp = RequestStamp::now();
        let mut trace = if explain {
            Trace::new(&stamp.id)
        } else {
            Trace::brief(&stamp.id)
        };
        let size = request.body().len();
        let decisions = gateway.authorize(&request, &stamp, &mut trace).await;
        let mut before = {
            let gateway = gateway.clone();
            move |steps, trace: &mut Trace| {
                let mut request = ClientRequest::new(request.clone(), stamp.clone());
                request.step_limit = steps;
                request.decisions = Arc::clone(&decisions);
                gateway.before(request, trace)
            }
        };
        let begun = match quickly(size, &mut trace, &mut before) {
            Some(begun) => {
                drop(before);
                begun
            }
            None => self.run(&mut trace, before).await?,
        };
        let (mut waiting, call) = match begun {
            Ok(begun) => begun,
            Err(refusal) => return Ok((*refusal, trace)),
        };
        let answer = gateway.integrate(&waiting, call, &mut trace).await;
        let size = answer
            .as_ref()
            .map_or(size, |answer| answer.body().len().max(size));
        let mut after = move |steps, trace: &mut Trace| {
            waiting.limit_steps(steps);
            gateway.after(&mut waiting, &answer, trace)
        };
        let response = match quickly(size, &mut trace, &mut after) {
            Some(response) => response,
            None => self.run(&mut trace, after).await?,
        };
        Ok((response, trace))
    }

    /// Runs stages in the slow lane.
    async fn run<O: Send + 'static>(
        &self,
        trace: &mut Trace,
        mut stages: impl FnMut(u64, &mut Trace) -> O + Send + 'static,
    ) -> Result<O, Refusal> {
        let place = self.place().await.ok_or(Refusal::Stopping)?;
        let mut slow_trace = std::mem::take(trace);
        let slow = spawn_blocking(move || {
            let output = stages(STEP_LIMIT, &mut slow_trace);
            drop(place);
            (output, slow_trace)
        });
        match slow.await {
            Ok((output, slow_trace)) => {
                *trace = slow_trace;
                Ok(output)
            }
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // The runtime is going away, and this task with it.
                Err(_) => std::future::pending().await,
            },
        }
    }

    /// A place in the slow lane; `None` if there is none when the server stops.
    async fn place(&self) -> Option<OwnedSemaphorePermit> {
        let mut stopping = self.stopping.subscribe();
        tokio::select! {
            biased;
            place = Arc::clone(&self.places).acquire_owned() => place.ok(),
            _ = stopping.wait_for(|stopping| *stopping) => None,
        }
    }
}

/// Runs stages that come by a text of this size with few steps; `None` if that does not do, and the trace is as it was. They are
/// borrowed: a future would hold them, and move them with it.
fn quickly<O>(
    size: usize,
    trace: &mut Trace,
    stages: &mut impl FnMut(u64, &mut Trace) -> O,
) -> Option<O> {
    if size > QUICK_BODY {
        return None;
    }
    let start = trace.mark();
    let output = stages(QUICK_STEPS, trace);
    if trace.used_up {
        trace.rewind(start);
        return None;
    }
    Some(output)
}
