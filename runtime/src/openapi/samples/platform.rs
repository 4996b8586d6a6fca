//! Ends of an invocation that no handler wrote.

use apigw_local::Outcome;
use std::time::Duration;

/// An end of an invocation that no handler wrote.
#[derive(Debug, Clone)]
pub(crate) struct PlatformOutcome {
    /// What happened, in words.
    pub(crate) name: &'static str,
    /// The status that clients should get.
    pub(crate) status: u16,
    /// The text that selection patterns look at; `None` if none of them takes part.
    pub(crate) message: Option<String>,
    pub(crate) outcome: Outcome,
}

const REQUEST_ID: &str = "3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10";

/// Every known one.
///
/// The messages of timeouts, exits and large answers were recorded on AWS by the tests of `LocalStack` and of the runtimes'
/// own repositories; the refusal of a malformed event is what Lambda's Invoke API answers. The runtime for Rust writes
/// `Lambda panicked: …`.
pub(crate) fn platform_outcomes() -> Vec<PlatformOutcome> {
    let exit = |reason: &str| format!("RequestId: {REQUEST_ID} {reason}");
    let failed = |name, status, message: String| PlatformOutcome {
        name,
        status,
        outcome: Outcome::failed("Type", &message),
        message: Some(message),
    };
    let timeout = "Lambda's timeout";
    let exited = "an exit of the process";
    vec![
        of_outcome(
            timeout,
            504,
            Outcome::timed_out(REQUEST_ID, Duration::from_secs(1)),
        ),
        failed(
            timeout,
            504,
            format!("2024-04-08T16:23:29.418Z {REQUEST_ID} Task timed out after 1.00 seconds"),
        ),
        failed(
            exited,
            500,
            exit("Error: Runtime exited without providing a reason"),
        ),
        failed(
            exited,
            500,
            exit("Error: Runtime exited with error: signal: killed"),
        ),
        failed(
            exited,
            500,
            exit("Process exited before completing request"),
        ),
        of_outcome("an answer that is too large", 500, Outcome::too_large()),
        failed(
            "a panic of the runtime",
            500,
            "Lambda panicked: a\nb".to_owned(),
        ),
        without_message(
            "an empty message",
            Outcome::FunctionError(r#"{"errorMessage":"","errorType":"Type"}"#.to_owned()),
        ),
        without_message(
            "no message",
            Outcome::FunctionError(r#"{"errorType":"Type"}"#.to_owned()),
        ),
        without_message(
            "an event that Lambda refuses",
            Outcome::Payload(
                r#"{"Type":"User","message":"Could not parse request body into json"}"#.to_owned(),
            ),
        ),
        without_message(
            "a payload of another function",
            Outcome::Payload("{}".to_owned()),
        ),
        without_message("an empty payload", Outcome::Payload("null".to_owned())),
    ]
}

fn of_outcome(name: &'static str, status: u16, outcome: Outcome) -> PlatformOutcome {
    let error: serde_json::Value = match &outcome {
        Outcome::FunctionError(error) => serde_json::from_str(error).unwrap_or_default(),
        _ => serde_json::Value::Null,
    };
    PlatformOutcome {
        name,
        status,
        message: error["errorMessage"].as_str().map(str::to_owned),
        outcome,
    }
}

fn without_message(name: &'static str, outcome: Outcome) -> PlatformOutcome {
    PlatformOutcome {
        name,
        status: 500,
        message: None,
        outcome,
    }
}
