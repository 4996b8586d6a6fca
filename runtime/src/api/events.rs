//! Which events an API takes, and how the messages of those that it cannot read begin.

use super::{Api, Operation};
use crate::{DeclaredResponse, EventKind, builtin, platform};

impl<S> Api<S> {
    /// Takes events of these kinds and no others.
    ///
    /// [`EventKind::Passthrough`], [`EventKind::Serverless`] and [`EventKind::Bare`] are taken only when named here. Their docs say what a caller can
    /// do behind a hand-made gateway. `Bare` cannot be combined with another kind.
    pub fn accept(mut self, kinds: impl IntoIterator<Item = EventKind>) -> Self {
        self.accepted = kinds.into_iter().collect();
        self
    }

    /// Sets the start of the message for an event that cannot be read: `Bad Request: ` unless it is set.
    ///
    /// Such a failure belongs to no endpoint, and its status is 400. The gateway that the types write always takes its message. One that was
    /// made by hand needs a pattern for it, or the client reads a 200: the patterns of the Serverless Framework take `[400] `.
    /// [`check`](crate::openapi::OpenApi::check) reports an operation without such a pattern.
    ///
    /// The prefix follows the rules of `#[api(prefix = "…")]`. When the API [starts](Self::service), it is an error if a message of Lambda
    /// or of another status begins alike.
    ///
    /// ```
    /// use lambda_api_errors::{Api, NoContent, lambda_endpoint, lambda_runtime};
    /// use std::convert::Infallible;
    ///
    /// #[lambda_endpoint(GET, "/health")]
    /// async fn health() -> Result<NoContent, Infallible> {
    ///     Ok(NoContent)
    /// }
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let service = Api::new("monitor", "1.0.0").endpoint::<health>().unreadable_prefix("[400] ").service().unwrap();
    /// let failure = service.invoke(b"{", lambda_runtime::Context::default()).await.unwrap_err();
    /// assert!(failure.error_message.starts_with("[400] {"));
    /// # });
    /// ```
    pub fn unreadable_prefix(mut self, prefix: &'static str) -> Self {
        let response = builtin::UNREADABLE_EVENT.starting_with(prefix);
        // A response lives as long as the program, as those of error types do.
        self.unrouted[0] = Box::leak(Box::new(response));
        self
    }

    /// Why that prefix cannot be used.
    pub(crate) fn prefix_problem(&self) -> Option<String> {
        let [unreadable, unrouted @ ..] = &self.unrouted;
        let prefix = unreadable.prefix();
        if prefix == builtin::UNREADABLE_EVENT.prefix() {
            return None;
        }
        let reason = wrong_text(prefix)
            .or_else(|| like_an_unrouted_failure(unreadable, unrouted))
            .or_else(|| like_a_failure_of(&self.operations, unreadable))?;
        Some(format!("`unreadable_prefix({prefix:?})`: {reason}"))
    }
}

fn wrong_text(prefix: &str) -> Option<String> {
    if prefix.trim().is_empty() {
        return Some("the prefix is empty".to_owned());
    }
    let is_wrong = |c: &char| c.is_control() || "{}\"\u{2028}\u{2029}".contains(*c);
    if let Some(wrong) = prefix.chars().find(is_wrong) {
        return Some(format!("a prefix must not contain {wrong:?}"));
    }
    let message = platform::message_like(prefix)?;
    Some(format!(
        "the message of {} begins like it, {:?}",
        message.event, message.example
    ))
}

fn like_an_unrouted_failure(
    unreadable: &DeclaredResponse,
    others: &[&'static DeclaredResponse],
) -> Option<String> {
    let other = others
        .iter()
        .find(|other| are_alike(other.prefix(), unreadable.prefix()))?;
    Some(format!(
        "`{}` has the status {} and begins like it, {:?}",
        other.code(),
        other.status().as_u16(),
        other.prefix()
    ))
}

fn like_a_failure_of(operations: &[Operation], unreadable: &DeclaredResponse) -> Option<String> {
    operations.iter().find_map(|operation| {
        let start = |response: &&'static DeclaredResponse| operation.message_start(response);
        let others = operation.responses().iter();
        let mut others = others.filter(|response| response.status() != unreadable.status());
        let other = others.find(|response| are_alike(&start(response), unreadable.prefix()))?;
        Some(format!(
            "`{}` of `{}` has the status {} and begins like it, {:?}",
            other.code(),
            operation.name(),
            other.status().as_u16(),
            start(other)
        ))
    })
}

fn are_alike(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}
