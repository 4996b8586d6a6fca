//! The function behind the gateway.

use crate::ApiService;
use futures_util::{FutureExt, future::BoxFuture};
use lambda_runtime::{Context, Diagnostic};
use std::{
    fmt,
    time::{Duration, SystemTime},
};

/// The longest payload that a function may answer with, in bytes.
pub(super) const PAYLOAD_LIMIT: usize = 6_291_556;

/// A call of the function.
#[derive(Debug, Clone)]
pub struct Invocation {
    /// The function's name, from the integration's URI.
    pub function: String,
    /// The id of the invocation.
    pub request_id: String,
    /// The event.
    pub payload: String,
}

/// How an invocation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// With a payload.
    Payload(String),
    /// With a function error, the only kind of outcome that selection patterns look at: the error's JSON.
    FunctionError(String),
    /// The function could not be invoked, for this reason.
    NotInvoked(String),
}

/// What can be invoked: the API in this process, or a function behind the Lambda Invoke API.
pub trait Function: Send + Sync {
    /// Invokes the function and waits for its end.
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome>;
}

/// An [`ApiService`] as Lambda would run it, time limit included.
#[derive(Debug, Clone)]
pub struct ServiceFunction {
    service: ApiService,
    timeout: Duration,
}

impl ServiceFunction {
    /// The service with a time limit, as the function's configuration has one.
    #[must_use]
    pub fn new(service: ApiService, timeout: Duration) -> Self {
        Self { service, timeout }
    }
}

impl Function for ServiceFunction {
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome> {
        async move {
            let mut context = Context::default();
            context.request_id.clone_from(&invocation.request_id);
            let deadline = SystemTime::now() + self.timeout;
            context.deadline = deadline
                .duration_since(SystemTime::UNIX_EPOCH)
                .ok()
                .and_then(|since| u64::try_from(since.as_millis()).ok())
                .unwrap_or_default();
            let answer = self.service.invoke(invocation.payload.as_bytes(), context);
            match tokio::time::timeout(self.timeout, answer).await {
                Ok(Ok(payload)) => Outcome::Payload(payload.get().to_owned()),
                Ok(Err(diagnostic)) => Outcome::failed(&diagnostic),
                Err(_) => Outcome::timed_out(&invocation.request_id, self.timeout),
            }
        }
        .boxed()
    }
}

impl Outcome {
    pub(super) fn failed(diagnostic: &Diagnostic) -> Self {
        Self::FunctionError(serde_json::to_string(diagnostic).unwrap_or_default())
    }

    fn timed_out(request_id: &str, timeout: Duration) -> Self {
        let seconds = timeout.as_secs_f64();
        Self::failed(&Diagnostic {
            error_type: "Sandbox.Timedout".to_owned(),
            error_message: format!(
                "RequestId: {request_id} Error: Task timed out after {seconds:.2} seconds"
            ),
        })
    }

    /// The outcome as Lambda delivers it: a payload that is too large is a function error.
    pub(super) fn limited(self) -> Self {
        match self {
            Self::Payload(payload) if payload.len() > PAYLOAD_LIMIT => {
                Self::FunctionError(format!(
                    r#"{{"errorMessage":"Response payload size exceeded maximum allowed payload size ({PAYLOAD_LIMIT} bytes).","errorType":"Function.ResponseSizeTooLarge"}}"#
                ))
            }
            other => other,
        }
    }

    /// What `$input.body` is in the response's template, and what header mappings read.
    pub(super) fn body(&self) -> &str {
        match self {
            Self::Payload(body) | Self::FunctionError(body) => body,
            Self::NotInvoked(_) => "",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Payload(payload) => write!(f, "payload {payload}"),
            Self::FunctionError(error) => write!(f, "function error {error}"),
            Self::NotInvoked(reason) => write!(f, "not invoked: {reason}"),
        }
    }
}
