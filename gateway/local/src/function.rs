//! The backends of the gateway: functions, and servers on this machine.

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use serde_json::{Value, json};
use std::{fmt, sync::Arc, time::Duration};

/// The longest payload that a function may answer with, in bytes: the number in Lambda's recorded refusal.
pub const PAYLOAD_LIMIT: usize = 6_291_556;

/// The largest event that Lambda takes in a synchronous invocation, in bytes.
///
/// [Quotas](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html): 6 MB each for request and response.
pub(super) const EVENT_LIMIT: usize = 6 * 1024 * 1024;

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

/// A function that the gateway can invoke: one in this process, or one behind the Lambda Invoke API.
pub trait Function: Send + Sync {
    /// Invokes the function and waits for its end.
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome>;

    /// Whether there is a function of exactly this name. A Lambda authorizer is asked if there is; otherwise a stand-in takes its
    /// place, as it does unless this is implemented.
    fn is_named(&self, name: &str) -> bool {
        let _ = name;
        false
    }
}

/// What sends the requests of HTTP integrations. Each goes to an address of this machine.
pub trait HttpBackend: Send + Sync {
    /// Sends the request and waits for the response. Without a response it gives the reason.
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, String>>;
}

impl<F: Function + ?Sized> Function for Arc<F> {
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome> {
        F::invoke(self, invocation)
    }

    fn is_named(&self, name: &str) -> bool {
        F::is_named(self, name)
    }
}

impl Outcome {
    /// A function error with this type and message.
    #[must_use]
    pub fn failed(error_type: &str, error_message: &str) -> Self {
        let (error_type, error_message) = (json!(error_type), json!(error_message));
        // In the order in which AWS was recorded to write them.
        Self::FunctionError(format!(
            r#"{{"errorType":{error_type},"errorMessage":{error_message}}}"#
        ))
    }

    /// The function error of an invocation that ran longer than `timeout`, as AWS was recorded to write it.
    #[must_use]
    pub fn timed_out(request_id: &str, timeout: Duration) -> Self {
        let seconds = timeout.as_secs_f64();
        Self::failed(
            "Sandbox.Timedout",
            &format!("RequestId: {request_id} Error: Task timed out after {seconds:.2} seconds"),
        )
    }

    /// The function error of an invocation whose process ended, as AWS was recorded to write it.
    #[must_use]
    pub fn exited(request_id: &str) -> Self {
        Self::failed(
            "Runtime.ExitError",
            &format!("RequestId: {request_id} Error: Runtime exited without providing a reason"),
        )
    }

    /// The function error of an invocation whose process ended with an error, such as `exit status 1`, as AWS was recorded to
    /// write it.
    #[must_use]
    pub fn exited_with(request_id: &str, error: &str) -> Self {
        Self::failed(
            "Runtime.ExitError",
            &format!("RequestId: {request_id} Error: Runtime exited with error: {error}"),
        )
    }

    /// The function error of an invocation whose payload is longer than [`PAYLOAD_LIMIT`], as AWS was recorded to write it.
    #[must_use]
    pub fn too_large() -> Self {
        Self::FunctionError(format!(
            r#"{{"errorMessage":"Response payload size exceeded maximum allowed payload size ({PAYLOAD_LIMIT} bytes).","errorType":"Function.ResponseSizeTooLarge"}}"#
        ))
    }

    /// The `errorMessage` of a function error, if it has one that is a text.
    pub(super) fn error_message(&self) -> Option<String> {
        let Self::FunctionError(error) = self else {
            return None;
        };
        let error: Value = serde_json::from_str(error).ok()?;
        error["errorMessage"].as_str().map(str::to_owned)
    }

    /// The outcome as Lambda delivers it: a payload that is too large is a function error.
    pub(super) fn limited(self) -> Self {
        match self {
            Self::Payload(payload) if payload.len() > PAYLOAD_LIMIT => Self::too_large(),
            other => other,
        }
    }

    /// The value of `$input.body` in the response's template, which header mappings read too.
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
