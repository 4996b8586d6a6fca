//! The invocations that run now: several at once where the platform says so, and none left behind at the end.
//!
//! Lambda sets `AWS_LAMBDA_MAX_CONCURRENCY` on
//! [Managed Instances](https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html). Then `lambda_runtime` has that many tasks, and each
//! asks for an invocation, answers it, and asks for the next. A task that ends is not begun again. So what concerns one invocation
//! alone, an answer that the Runtime API did not take or a handler that never returns, does not end its task here. Where there is one
//! invocation at a time such a failure ends the program, and Lambda answers the invocation and starts the program anew.

use crate::log;
use futures_util::{FutureExt, future::BoxFuture};
use lambda_runtime::{Error, LambdaInvocation};
use std::{
    env,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, SystemTime},
};
use tokio::sync::watch;
use tower::Service;

const MAX_CONCURRENCY: &str = "AWS_LAMBDA_MAX_CONCURRENCY";

/// How many invocations run, shared by all that begin one.
#[derive(Clone)]
pub(super) struct Invocations {
    running: Arc<watch::Sender<usize>>,
    are_concurrent: bool,
}

impl Invocations {
    pub(super) fn of_this_process() -> Self {
        let limit = env::var(MAX_CONCURRENCY).ok();
        let limit = limit.and_then(|limit| limit.parse::<u32>().ok());
        Self {
            running: Arc::new(watch::Sender::new(0)),
            are_concurrent: limit.is_some_and(|limit| limit > 1),
        }
    }

    pub(super) fn around<S>(&self, inner: S) -> Accounted<S> {
        Accounted {
            inner,
            invocations: self.clone(),
        }
    }

    fn begin(&self) -> Running {
        self.running.send_modify(|running| *running += 1);
        Running(self.running.clone())
    }

    /// Ends the program at SIGTERM, once all running invocations are answered.
    ///
    /// The platform hands out none after the signal. How long it waits is its own limit:
    /// [lifecycle](https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-shutdown).
    #[cfg(all(unix, feature = "graceful-shutdown"))]
    pub(super) async fn end_at_sigterm(&self) {
        let mut running = self.running.subscribe();
        lambda_runtime::spawn_graceful_shutdown_handler(move || async move {
            // The sender lives as long as the runtime, so there is no other end to wait for.
            let _ = running.wait_for(|running| *running == 0).await;
        })
        .await;
    }
}

/// One running invocation; dropped, it runs no more.
struct Running(Arc<watch::Sender<usize>>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.send_modify(|running| *running -= 1);
    }
}

/// Counts the invocations of `inner`, and keeps the failure of one from the others.
#[derive(Clone)]
pub(super) struct Accounted<S> {
    inner: S,
    invocations: Invocations,
}

impl<S> Service<LambdaInvocation> for Accounted<S>
where
    S: Service<LambdaInvocation, Response = (), Error = Error>,
    S::Future: Send + 'static,
{
    type Response = ();
    type Error = Error;
    type Future = BoxFuture<'static, Result<(), Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, invocation: LambdaInvocation) -> Self::Future {
        let running = self.invocations.begin();
        let request_id = invocation.context.request_id.clone();
        let time_left = time_left(&invocation);
        let answered = self.inner.call(invocation);
        let are_concurrent = self.invocations.are_concurrent;
        async move {
            let _running = running;
            if !are_concurrent {
                return answered.await;
            }
            let failure = match time_left {
                None => answered.await.err().map(|error| error.to_string()),
                Some(time) => match tokio::time::timeout(time, answered).await {
                    Ok(outcome) => outcome.err().map(|error| error.to_string()),
                    Err(_) => Some("its time is over".to_owned()),
                },
            };
            if let Some(failure) = failure {
                log::unanswered(&request_id, &failure);
            }
            Ok(())
        }
        .boxed()
    }
}

/// How long Lambda waits for the answer; `None` where it does not say so, or says a time that is over.
fn time_left(invocation: &LambdaInvocation) -> Option<Duration> {
    let deadline = invocation.context.deadline();
    let left = deadline.duration_since(SystemTime::now()).ok()?;
    (!left.is_zero()).then_some(left)
}
