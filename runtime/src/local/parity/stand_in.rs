//! A function that answers what it is told to.

use crate::local::{Function, Invocation, Outcome};
use futures_util::{FutureExt, future::BoxFuture};
use std::sync::{Mutex, PoisonError};

#[derive(Debug, Default)]
pub(super) struct StandIn(Mutex<Option<Outcome>>);

impl StandIn {
    /// Sets the outcome of the next invocation.
    pub(super) fn answer_with(&self, outcome: Outcome) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
    }
}

impl Function for StandIn {
    fn invoke(&self, _: Invocation) -> BoxFuture<'_, Outcome> {
        let outcome = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let outcome = outcome
            .unwrap_or_else(|| Outcome::NotInvoked("it was asked more than once".to_owned()));
        async move { outcome }.boxed()
    }
}
