//! One process of a function, with a Runtime API of its own: it takes one invocation after the other.

use super::{
    FunctionCommand, LOG,
    ending::Ending,
    groups::{Group, Groups},
    output::{self, Origin},
    runtime_api::{self, Call, Event},
    streaming::{BodyEnd, stream_of},
};
use crate::{Invocation, Outcome};
use bytes::Bytes;
use std::{process::Stdio, sync::Arc, time::Duration};
use tokio::{
    net::TcpListener,
    process::Child,
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
    time::{Instant, sleep_until, timeout, timeout_at},
};

/// How long a process may take until it asks for its first event, before that counts as time of the invocation.
///
/// [Lambda's init phase](https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html): 10 seconds.
const INIT: Duration = Duration::from_secs(10);
/// How long the last lines of a process that has ended are waited for.
const LAST_LINES: Duration = Duration::from_millis(200);

/// How long to wait for the end of a process that closed its connection within an answer, and at most until the end of its time.
const END: Duration = Duration::from_secs(1);

/// A process; dropped, it is killed with all that it started.
pub(super) struct Sandbox {
    calls: mpsc::Receiver<Call>,
    ended: watch::Receiver<Option<Ending>>,
    origin: Origin,
    server: JoinHandle<()>,
    group: Arc<Group>,
    /// Until when the process is to ask for the next event.
    patience: Instant,
    is_new: bool,
}

/// What became of an invocation.
pub(super) enum Turn {
    /// It ended, and the process takes another. There is no outcome if it was streamed.
    Ended(Option<Outcome>),
    /// It ended, and the process with it.
    Last(Option<Outcome>),
    /// The process, which had served others before, ended without taking it.
    NotTaken,
}

/// What the process answers to an invocation.
enum Answer {
    Whole(Outcome),
    /// The chunks of an answer that has begun.
    Streamed(mpsc::Receiver<Bytes>),
}

/// Why a process does not ask for an event.
enum Unready {
    /// It reported that its start failed, with this JSON.
    Failed(String),
    Exited(Ending),
    Late,
}

impl Sandbox {
    /// Starts a process of the function `name`.
    ///
    /// # Errors
    ///
    /// When it cannot be started: the reason.
    pub(super) async fn start(
        name: &str,
        command: &FunctionCommand,
        groups: &Arc<Groups>,
    ) -> Result<Self, String> {
        let failed = |error: std::io::Error| {
            let folder = command.working_folder().display();
            format!(
                "`{command}`, the command of `{name}`, cannot be started in `{folder}`: {error}"
            )
        };
        let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let mut process = command.process(name, address);
        process
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        #[cfg(unix)]
        process.process_group(0);
        let child = process.spawn().map_err(failed).inspect_err(|reason| {
            tracing::error!(target: LOG, "{reason}");
        })?;
        let group = child.id().and_then(|id| groups.add(id));
        let group = Arc::new(group.ok_or("the gateway stops")?);
        let origin = Origin::of(name);
        let (sender, calls) = mpsc::channel(8);
        let (end, ended) = watch::channel(None);
        tokio::spawn(wait(child, Arc::clone(&group), origin.clone(), end));
        Ok(Self {
            calls,
            ended,
            origin,
            server: tokio::spawn(runtime_api::serve(listener, address, sender)),
            group,
            patience: Instant::now() + INIT + command.limit(),
            is_new: true,
        })
    }

    /// Gives the process an event, and waits for what comes of it. A streamed answer is sent to `answer` when it begins.
    pub(super) async fn invoke(
        &mut self,
        invocation: &Invocation,
        command: &FunctionCommand,
        answer: &mut Option<oneshot::Sender<Outcome>>,
    ) -> Turn {
        let id = &invocation.request_id;
        let limit = command.limit();
        let is_new = std::mem::replace(&mut self.is_new, false);
        let mut event = Event::new(invocation, limit);
        loop {
            let next = match self.ready().await {
                Ok(next) => next,
                Err(_) if !is_new => return Turn::NotTaken,
                Err(Unready::Failed(error)) => {
                    return Turn::Last(Some(Outcome::FunctionError(error)));
                }
                Err(Unready::Exited(ending)) => return Turn::Last(Some(ending.outcome(id))),
                Err(Unready::Late) => return Turn::Last(Some(Outcome::timed_out(id, limit))),
            };
            self.origin.request(id);
            match next.send(event) {
                Ok(()) => break,
                // The process closed the connection on which it had asked.
                Err(returned) => event = returned,
            }
        }
        self.patience = Instant::now() + limit;
        let chunks = match timeout_at(self.patience, self.answer(id)).await {
            Ok(Ok(Answer::Whole(outcome))) => return Turn::Ended(Some(outcome)),
            Ok(Ok(Answer::Streamed(chunks))) => chunks,
            Ok(Err(ending)) => return Turn::Last(Some(self.ended(ending, id, limit).await)),
            Err(_) => return Turn::Last(Some(Outcome::timed_out(id, limit))),
        };
        let (end, ended) = oneshot::channel();
        if let Some(answer) = answer.take() {
            // Without a client the function goes on, and its chunks are dropped.
            let _ = answer.send(Outcome::Streamed(stream_of(chunks, ended)));
        }
        let (turn, outcome) = match timeout_at(self.patience, self.stream_end(id)).await {
            Ok(Ok(BodyEnd::Whole)) => (Turn::Ended(None), Ok(())),
            Ok(Ok(BodyEnd::Failed(error))) => {
                (Turn::Ended(None), Err(Outcome::FunctionError(error)))
            }
            Ok(Ok(BodyEnd::Broken)) => (Turn::Last(None), Err(self.broken(id).await)),
            Ok(Err(ending)) => {
                let outcome = self.ended(ending, id, limit).await;
                (Turn::Last(None), Err(outcome))
            }
            Err(_) => (Turn::Last(None), Err(Outcome::timed_out(id, limit))),
        };
        let _ = end.send(outcome);
        turn
    }

    /// The outcome of the invocation in which the process ended.
    async fn ended(&self, ending: Ending, id: &str, limit: Duration) -> Outcome {
        if ending.counts_as_timeout() {
            sleep_until(self.patience).await;
            return Outcome::timed_out(id, limit);
        }
        ending.outcome(id)
    }

    /// The outcome of an invocation whose process closed the connection within the answer: its end, if that is why.
    async fn broken(&mut self, id: &str) -> Outcome {
        let until = self.patience.min(Instant::now() + END);
        let ended = timeout_at(until, self.ended.wait_for(Option::is_some)).await;
        match ended.ok().and_then(Result::ok).and_then(|ended| *ended) {
            Some(ending) => ending.outcome(id),
            None => Outcome::failed(
                "Runtime.TruncatedResponse",
                &format!(
                    "RequestId: {id} Error: the process closed the connection within its answer"
                ),
            ),
        }
    }

    /// Waits until the process asks for an event.
    async fn ready(&mut self) -> Result<oneshot::Sender<Event>, Unready> {
        let patience = self.patience;
        let ready = async {
            loop {
                match self.call().await.map_err(Unready::Exited)? {
                    Call::Next(next) => return Ok(next),
                    Call::InitFailed { error, accepted } => {
                        let _ = accepted.send(true);
                        return Err(Unready::Failed(error));
                    }
                    Call::Ended { accepted, .. }
                    | Call::Streams { accepted, .. }
                    | Call::StreamOver { accepted, .. } => {
                        let _ = accepted.send(false);
                    }
                }
            }
        };
        let ready = timeout_at(patience, ready).await;
        ready.unwrap_or(Err(Unready::Late))
    }

    /// Waits for the answer to the invocation `current`, which the process has, or for its beginning.
    async fn answer(&mut self, current: &str) -> Result<Answer, Ending> {
        loop {
            match self.call().await? {
                Call::Ended {
                    id,
                    outcome,
                    accepted,
                } => {
                    let is_current = id == current;
                    let _ = accepted.send(is_current);
                    if is_current {
                        return Ok(Answer::Whole(outcome));
                    }
                }
                Call::Streams {
                    id,
                    chunks,
                    accepted,
                } => {
                    let is_current = id == current;
                    let _ = accepted.send(is_current);
                    if is_current {
                        return Ok(Answer::Streamed(chunks));
                    }
                }
                Call::InitFailed { accepted, .. } | Call::StreamOver { accepted, .. } => {
                    let _ = accepted.send(false);
                }
                // It asks before it has answered: the connection gets no event.
                Call::Next(_) => {}
            }
        }
    }

    /// Waits until all of the streamed answer to the invocation `current` has arrived.
    async fn stream_end(&mut self, current: &str) -> Result<BodyEnd, Ending> {
        loop {
            match self.call().await? {
                Call::StreamOver { id, end, accepted } => {
                    let is_current = id == current;
                    let _ = accepted.send(is_current);
                    if is_current {
                        return Ok(end);
                    }
                }
                Call::Ended { accepted, .. }
                | Call::Streams { accepted, .. }
                | Call::InitFailed { accepted, .. } => {
                    let _ = accepted.send(false);
                }
                Call::Next(_) => {}
            }
        }
    }

    /// The next call of the process, or its end. What it said before its end comes first.
    async fn call(&mut self) -> Result<Call, Ending> {
        let ended = async {
            let ended = self.ended.wait_for(Option::is_some).await;
            ended.ok().and_then(|ended| *ended)
        };
        tokio::select! {
            biased;
            Some(call) = self.calls.recv() => Ok(call),
            Some(ending) = ended => Err(ending),
            else => std::future::pending().await,
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
        self.group.end();
    }
}

/// Waits for the end of the process, and for its last lines.
async fn wait(
    mut child: Child,
    group: Arc<Group>,
    origin: Origin,
    end: watch::Sender<Option<Ending>>,
) {
    let stdout = tokio::spawn(output::log(child.stdout.take(), origin.clone()));
    let stderr = tokio::spawn(output::log(child.stderr.take(), origin));
    let status = child.wait().await;
    group.end();
    let _ = timeout(LAST_LINES, async { (stdout.await, stderr.await) }).await;
    if let Ok(status) = status {
        end.send_replace(Some(Ending(status)));
    }
}
