//! The third stage, the integration: what the function, or the mock, ends with.
//!
//! The function is called between [`call`] and [`ended`], which are pure; only the gateway itself waits for it.

use super::{Failure, IntegrationRequest, MethodRequest, Target};
use crate::{
    document::ResponseType,
    function::{Invocation, Outcome},
    trace::{Step, Trace},
};
use serde_json::{Value, json};

/// What the integration ended with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum IntegrationAnswer {
    /// A function's outcome.
    Lambda(Outcome),
    /// The status in a mock's request.
    Mock(u64),
}

/// What is left to do for an integration request.
#[derive(Debug, Clone)]
pub enum Call {
    /// Nothing: this is the answer.
    Answered(IntegrationAnswer),
    /// To invoke the function.
    Invoke(Invocation),
}

impl IntegrationAnswer {
    /// What `$input.body` is in the response's template, and what header mappings read.
    #[must_use]
    pub fn body(&self) -> &str {
        match self {
            Self::Lambda(outcome) => outcome.body(),
            Self::Mock(_) => "",
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

/// Says what to invoke, or what the answer is without it: that of a mock, and Lambda's to an event that is no JSON.
///
/// # Errors
///
/// When the request of a mock names no status.
pub fn call(
    request: &MethodRequest,
    sent: &IntegrationRequest,
    trace: &mut Trace,
) -> Result<Call, Failure> {
    match &sent.target {
        Target::Mock => mock_status(&sent.payload, trace)
            .map(IntegrationAnswer::Mock)
            .map(Call::Answered),
        Target::Function(function) => Ok(invocation(
            function.clone(),
            &sent.payload,
            &request.request.stamp.id,
            trace,
        )),
    }
}

fn mock_status(request: &str, trace: &mut Trace) -> Result<u64, Failure> {
    let status = serde_json::from_str::<Value>(request)
        .ok()
        .and_then(|request| request.get("statusCode")?.as_u64())
        .ok_or_else(|| {
            Failure::configuration(format!(
                "a mock needs a request template that renders {{\"statusCode\": …}}, not {request:?}"
            ))
        })?;
    trace.add(Step::Outcome(format!("mock {status}")));
    Ok(status)
}

fn invocation(function: String, payload: &str, request_id: &str, trace: &mut Trace) -> Call {
    trace.add(Step::Event {
        function: function.clone(),
        payload: payload.to_owned(),
    });
    let payload = if payload.trim().is_empty() {
        trace.unverified("an empty event is sent as `{}`");
        "{}"
    } else {
        payload
    };
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(payload) {
        let message = format!("Could not parse request body into json: {error}");
        let refusal = json!({"Type": "User", "message": message}).to_string();
        trace.add(Step::Outcome(refusal.clone()));
        return Call::Answered(Outcome::Payload(refusal).into());
    }
    Call::Invoke(Invocation {
        function,
        request_id: request_id.to_owned(),
        payload: payload.to_owned(),
    })
}

/// The outcome of an invocation as Lambda delivers it: a payload that is too large is a function error.
#[must_use]
pub fn ended(outcome: Outcome, trace: &mut Trace) -> IntegrationAnswer {
    let outcome = outcome.limited();
    trace.add(Step::Outcome(outcome.to_string()));
    outcome.into()
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
