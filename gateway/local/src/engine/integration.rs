//! The third stage, the integration: what the function, the mock or the server ends with.
//!
//! It is called between [`call`] and [`ended`] or [`responded`], which are pure; only the gateway itself waits for it.

use super::{Failure, MethodRequest, Target, mock};
use crate::{
    document::{Kind, ResponseType},
    function::{ByteStream, EVENT_LIMIT, Invocation, Outcome},
    lossy,
    trace::{RequestStage, Step, Trace},
};
use bytes::Bytes;
use http::{Request, Response};
use serde_json::json;
use std::borrow::Cow;

/// The outcome of the integration.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum IntegrationAnswer {
    /// A function's outcome.
    Lambda(Outcome),
    /// The status in a mock's request.
    Mock(i64),
    /// A server's response, or the reason why there is no response.
    Http(Result<Response<Bytes>, String>),
    /// What a function has sent of an answer that it streams.
    Streamed(StreamedAnswer),
}

/// A streamed answer of which the beginning is there.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StreamedAnswer {
    /// Status and headers, as a JSON object.
    pub metadata: String,
    /// The body.
    pub body: ByteStream,
}

/// The next step for an integration request.
#[derive(Debug, Clone)]
pub enum Call {
    /// Nothing: this is the answer.
    Answered(IntegrationAnswer),
    /// To invoke the function.
    Invoke(Invocation),
    /// To send the request.
    Send(Box<Request<Bytes>>),
}

impl IntegrationAnswer {
    /// The value of `$input.body` in the response's template, which header mappings read too.
    #[must_use]
    pub fn body(&self) -> Cow<'_, str> {
        match self {
            Self::Lambda(outcome) => outcome.body().into(),
            Self::Http(Ok(response)) => lossy::text(response.body()),
            Self::Mock(_) | Self::Http(Err(_)) | Self::Streamed(_) => "".into(),
        }
    }

    pub(super) fn is_function_error(&self) -> bool {
        matches!(self, Self::Lambda(Outcome::FunctionError(_)))
    }
}

impl From<Outcome> for IntegrationAnswer {
    fn from(outcome: Outcome) -> Self {
        Self::Lambda(outcome)
    }
}

/// The function to invoke, or an answer that needs no invocation: that of a mock, and Lambda's to an event that it refuses. `target`
/// and `payload` are those of the [integration request](super::IntegrationRequest).
///
/// # Errors
///
/// When the request of a mock names no status, or the event of a proxy integration is too large.
pub fn call(
    request: &MethodRequest,
    target: Target,
    payload: String,
    trace: &mut Trace,
) -> Result<Call, Failure> {
    trace.enter(RequestStage::Integration);
    match target {
        Target::Mock => mock::status(&payload, trace)
            .map(IntegrationAnswer::Mock)
            .map(Call::Answered),
        Target::Function(function) => invocation(request, function, payload, trace),
        Target::Http(request) => {
            trace.note(format!("sends {payload}"));
            Ok(Call::Send(request))
        }
    }
}

fn invocation(
    request: &MethodRequest,
    function: String,
    payload: String,
    trace: &mut Trace,
) -> Result<Call, Failure> {
    trace.add(|| Step::Event {
        function: function.clone(),
        payload: payload.clone(),
    });
    if payload.len() > EVENT_LIMIT {
        return too_large(request, payload.len(), trace);
    }
    // A proxy's event is what the gateway wrote; only a template can make something else than JSON.
    let is_written = matches!(request.operation.integration.kind, Kind::Proxy { .. });
    if !is_written && let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(&payload) {
        let message = format!("Could not parse request body into json: {error}");
        let reason = format!("it is not JSON: {error}");
        return Ok(refused_by_lambda(&message, reason, trace));
    }
    Ok(Call::Invoke(Invocation {
        function,
        request_id: request.request.stamp.id.clone(),
        payload,
    }))
}

/// Lambda takes no larger event: it answers 413, of which nothing is recorded in front of API Gateway.
fn too_large(request: &MethodRequest, size: usize, trace: &mut Trace) -> Result<Call, Failure> {
    trace.unverified(format!(
        "an event of {size} bytes, more than the {EVENT_LIMIT} that Lambda takes, is a 413 in a proxy integration, and Lambda's own refusal in a custom one"
    ));
    let body = request.request.body.len();
    let reason =
        format!("has {size} bytes, for a body of {body}, and Lambda takes {EVENT_LIMIT} bytes");
    if let Kind::Proxy { .. } = request.operation.integration.kind {
        let reason = format!("the event {reason}");
        let failure = Failure::new(ResponseType::RequestTooLarge, "Request Too Long", reason);
        return Err(failure);
    }
    let message = format!(
        "Request must be smaller than {EVENT_LIMIT} bytes for the InvokeFunction operation"
    );
    Ok(refused_by_lambda(&message, format!("it {reason}"), trace))
}

/// Lambda's answer to an event that it refuses. It is not a function error, so no pattern is matched against it.
fn refused_by_lambda(message: &str, reason: String, trace: &mut Trace) -> Call {
    let refusal = json!({"Type": "User", "message": message}).to_string();
    trace.keep(Step::Refused(reason));
    trace.add(|| Step::Outcome(refusal.clone()));
    Call::Answered(Outcome::Payload(refusal).into())
}

/// The outcome of an invocation as Lambda delivers it: a payload that is too large is a function error.
#[must_use]
pub fn ended(outcome: Outcome, trace: &mut Trace) -> IntegrationAnswer {
    let outcome = outcome.limited();
    trace.add(|| Step::Outcome(outcome.to_string()));
    outcome.into()
}

/// A streamed answer, once its beginning is there.
#[cfg(feature = "server")]
pub(super) fn begun(answer: StreamedAnswer, trace: &mut Trace) -> IntegrationAnswer {
    trace.add(|| Step::Outcome(format!("streamed, after {}", answer.metadata)));
    IntegrationAnswer::Streamed(answer)
}

/// What came of a request over HTTP.
#[must_use]
pub fn responded(
    response: Result<Response<Bytes>, String>,
    trace: &mut Trace,
) -> IntegrationAnswer {
    trace.add(|| {
        Step::Outcome(match &response {
            Ok(response) => format!("HTTP {}", response.status()),
            Err(reason) => reason.clone(),
        })
    });
    IntegrationAnswer::Http(response)
}

/// Why there is no answer of an integration that did not end within its time.
#[must_use]
pub fn timed_out(request: &MethodRequest) -> Failure {
    let timeout = request.operation.integration.timeout;
    Failure::new(
        ResponseType::IntegrationTimeout,
        "Endpoint request timed out",
        format!("the integration took longer than {timeout:?}"),
    )
}
