//! The processes of one function: those that wait, and how many there may be.

use super::{
    FunctionCommand, FunctionProcesses, LOG,
    groups::Groups,
    sandbox::{Sandbox, Turn},
};
use crate::{Invocation, Outcome};
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};
use tokio::sync::{Semaphore, oneshot};

/// The processes of one function.
pub(super) struct Pool {
    name: String,
    command: FunctionCommand,
    groups: Arc<Groups>,
    idle: Mutex<Idle>,
    places: Semaphore,
    warned: AtomicBool,
}

/// The processes that wait for an invocation.
#[derive(Default)]
struct Idle {
    sandboxes: Vec<Sandbox>,
    /// Grows with each restart; a process of a former one does not come back.
    generation: u64,
}

impl Pool {
    pub(super) fn new(name: &str, command: FunctionCommand, groups: Arc<Groups>) -> Self {
        Self {
            name: name.to_owned(),
            command,
            groups,
            idle: Mutex::default(),
            places: Semaphore::new(FunctionProcesses::PROCESSES),
            warned: AtomicBool::new(false),
        }
    }

    pub(super) fn restart(&self) {
        let mut idle = self.idle();
        idle.generation += 1;
        let former = std::mem::take(&mut idle.sandboxes);
        drop(idle);
        drop(former);
    }

    /// Runs the invocation in a process that waits, or in a new one, and sends its outcome. It ends when the process has ended the
    /// invocation: after a streamed answer.
    pub(super) async fn invoke(&self, invocation: Invocation, answer: oneshot::Sender<Outcome>) {
        let mut answer = Some(answer);
        let outcome = self.run(&invocation, &mut answer).await;
        if let (Some(outcome), Some(answer)) = (outcome, answer) {
            // In Lambda, too, an invocation can outlive its client.
            let _ = answer.send(outcome);
        }
    }

    /// The outcome, unless it was streamed to `answer`.
    async fn run(
        &self,
        invocation: &Invocation,
        answer: &mut Option<oneshot::Sender<Outcome>>,
    ) -> Option<Outcome> {
        if self.places.available_permits() == 0 && !self.warned.swap(true, Ordering::Relaxed) {
            let (name, count) = (&self.name, FunctionProcesses::PROCESSES);
            tracing::warn!(target: LOG, "all {count} processes of `{name}` are busy: further requests wait for one, where Lambda would start more");
        }
        let Ok(_place) = self.places.acquire().await else {
            return Some(Outcome::NotInvoked("the function was closed".to_owned()));
        };
        loop {
            let (waiting, generation) = {
                let mut idle = self.idle();
                (idle.sandboxes.pop(), idle.generation)
            };
            let sandbox = match waiting {
                Some(sandbox) => Ok(sandbox),
                None => Sandbox::start(&self.name, &self.command, &self.groups).await,
            };
            let mut sandbox = match sandbox {
                Ok(sandbox) => sandbox,
                Err(reason) => return Some(Outcome::NotInvoked(reason)),
            };
            let outcome = match sandbox.invoke(invocation, &self.command, answer).await {
                Turn::NotTaken => continue,
                Turn::Last(outcome) => outcome,
                Turn::Ended(outcome) => {
                    let mut idle = self.idle();
                    if idle.generation == generation {
                        idle.sandboxes.push(sandbox);
                    }
                    return outcome;
                }
            };
            if self.groups.are_stopped() {
                return outcome.map(|_| Outcome::NotInvoked("the gateway stops".to_owned()));
            }
            return outcome;
        }
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
