//! Functions as processes of this machine, in any language and without a container.
//!
//! Input: an invocation. Output: its outcome, as Lambda would deliver it. Between them stands Lambda's Runtime API, spoken to
//! programs that speak it: AWS's runtime interface clients for Node.js, Python, Java, Ruby and .NET, and the binaries of Rust
//! and Go. A process takes one invocation at a time, and stays for the next one, as in Lambda.

mod command;
mod ending;
mod groups;
mod output;
mod pool;
mod runtime;
mod runtime_api;
mod sandbox;
mod streaming;

#[cfg(all(test, unix))]
mod tests;

pub use command::{FunctionCommand, InvalidCommand};
pub(crate) use streaming::{MODE, is_streamed};

use crate::{Function, Invocation, Outcome};
use futures_util::{FutureExt, future::BoxFuture};
use groups::Groups;
use pool::Pool;
use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::oneshot;

/// The target of the log's events.
const LOG: &str = "apigw_local";

/// Functions that run as processes of this machine.
///
/// A process starts when an invocation needs it, with a Runtime API of its own on loopback, and takes one invocation after the
/// other. Invocations that come at once get processes of their own, [`PROCESSES`](Self::PROCESSES) of each function at most;
/// others wait. The failures are Lambda's, word for word: a timeout, an exit, a kill, an answer of more than 6 MB, and the errors
/// that the function or its start reports. An answer that the function streams (`Lambda-Runtime-Function-Response-Mode: streaming`) is
/// [`Outcome::Streamed`] as soon as it begins, and its chunks are read as they are taken. What a process writes is logged by line, with the id of the request.
///
/// No process is left behind: each is the leader of a process group, which is killed after a timeout, after an exit, on
/// [`stop`](Self::stop), and when this process ends in any other way, even killed. (On Windows, only the process that was started
/// is ended, and not the processes that it started.)
///
/// ```
/// use apigw_local::{FunctionCommand, FunctionProcesses};
/// use std::time::Duration;
///
/// let carts = FunctionCommand::parse("python3 -m awslambdaric app.handler")?.timeout(Duration::from_secs(10));
/// let functions = FunctionProcesses::new([(Some("carts".to_owned()), carts)]);
/// assert!(functions.has("carts") && !functions.has("mail"));
/// # Ok::<_, apigw_local::InvalidCommand>(())
/// ```
#[derive(Clone)]
pub struct FunctionProcesses {
    /// By name; `None` is for every function that has no other.
    commands: Arc<Mutex<BTreeMap<Option<String>, FunctionCommand>>>,
    pools: Arc<Mutex<BTreeMap<String, Arc<Pool>>>>,
    groups: Arc<Groups>,
}

impl FunctionProcesses {
    /// How many processes of one function run at once.
    pub const PROCESSES: usize = 16;

    /// Runs each command for the function of its name, and the one without a name for all others.
    #[must_use]
    pub fn new(commands: impl IntoIterator<Item = (Option<String>, FunctionCommand)>) -> Self {
        Self {
            commands: Arc::new(Mutex::new(commands.into_iter().collect())),
            pools: Arc::default(),
            groups: Arc::default(),
        }
    }

    /// Runs `command` for the function `name` from now on, here and in all clones.
    pub fn set(&self, name: &str, command: FunctionCommand) {
        let is_new = self.command(name).as_ref() != Some(&command);
        locked(&self.commands).insert(Some(name.to_owned()), command);
        let former = is_new.then(|| locked(&self.pools).remove(name)).flatten();
        if let Some(former) = former {
            former.restart();
        }
    }

    /// The functions that have a command of their own.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let commands = locked(&self.commands);
        commands.keys().flatten().cloned().collect()
    }

    /// Whether the function `name` has a command of its own, or there is one for all.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.command(name).is_some()
    }

    /// The command of the function `name`.
    #[must_use]
    pub fn command(&self, name: &str) -> Option<FunctionCommand> {
        let commands = locked(&self.commands);
        let named = commands.get(&Some(name.to_owned()));
        named.or_else(|| commands.get(&None)).cloned()
    }

    /// All commands.
    #[must_use]
    pub fn commands(&self) -> Vec<FunctionCommand> {
        locked(&self.commands).values().cloned().collect()
    }

    /// Starts new processes for the invocations that come from now on. Those that are running end in the processes that have
    /// them.
    pub fn restart(&self) {
        for pool in locked(&self.pools).values() {
            pool.restart();
        }
    }

    /// Kills all processes, and starts no other. An invocation that is running ends as not invoked.
    pub fn stop(&self) {
        self.groups.stop();
        self.restart();
    }

    fn pool(&self, name: &str) -> Option<Arc<Pool>> {
        let command = self.command(name)?;
        let mut pools = locked(&self.pools);
        let new = || Arc::new(Pool::new(name, command, Arc::clone(&self.groups)));
        Some(Arc::clone(pools.entry(name.to_owned()).or_insert_with(new)))
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Function for FunctionProcesses {
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome> {
        let Some(pool) = self.pool(&invocation.function) else {
            let reason = format!("the function `{}` has no command", invocation.function);
            return futures_util::future::ready(Outcome::NotInvoked(reason)).boxed();
        };
        // In a task of its own: in Lambda, too, an invocation goes on when no client waits for it any longer.
        // A streamed answer is the outcome as soon as it begins.
        let (answer, outcome) = oneshot::channel();
        let running = tokio::spawn(async move { pool.invoke(invocation, answer).await });
        async move {
            if let Ok(outcome) = outcome.await {
                return outcome;
            }
            let failed = running.await.err().map(|error| error.to_string());
            Outcome::NotInvoked(failed.unwrap_or_else(|| "the gateway stops".to_owned()))
        }
        .boxed()
    }

    fn is_named(&self, name: &str) -> bool {
        locked(&self.commands).contains_key(&Some(name.to_owned()))
    }
}

impl fmt::Debug for FunctionProcesses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FunctionProcesses")
            .field("commands", &self.commands)
            .finish_non_exhaustive()
    }
}
