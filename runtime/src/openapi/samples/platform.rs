//! Ends of an invocation that no handler wrote.

use crate::platform::MESSAGES;
use apigw_local::Outcome;
use std::time::Duration;

/// An end of an invocation that no handler wrote.
#[derive(Debug, Clone)]
pub(crate) struct PlatformOutcome {
    /// What happened, in words.
    pub(crate) name: &'static str,
    /// The status that clients should get.
    pub(crate) status: u16,
    /// The text that selection patterns are matched against; `None` if the gateway matches no pattern.
    pub(crate) message: Option<String>,
    pub(crate) outcome: Outcome,
}

/// All known ones: first those with a message, then those that no selection pattern sees. The refusal of a malformed event is the
/// answer of Lambda's Invoke API.
pub(crate) fn platform_outcomes() -> Vec<PlatformOutcome> {
    let with_message = MESSAGES.iter().map(|message| PlatformOutcome {
        name: message.event,
        status: message.status,
        message: Some(message.example.to_owned()),
        outcome: outcome(message.example),
    });
    let without_message = [
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
    ];
    with_message.chain(without_message).collect()
}

/// The outcome with this message, with the type of error that AWS gives it where that is known.
fn outcome(message: &str) -> Outcome {
    let mut known = of_the_gateway().into_iter();
    known
        .find(|outcome| message_of(outcome).as_deref() == Some(message))
        .unwrap_or_else(|| Outcome::failed("Type", message))
}

/// The outcomes that the local gateway makes by itself, for the invocation of the messages above.
fn of_the_gateway() -> [Outcome; 3] {
    const REQUEST_ID: &str = "3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10";
    [
        Outcome::timed_out(REQUEST_ID, Duration::from_secs(1)),
        Outcome::exited(REQUEST_ID),
        Outcome::too_large(),
    ]
}

fn message_of(outcome: &Outcome) -> Option<String> {
    let Outcome::FunctionError(error) = outcome else {
        return None;
    };
    let error: serde_json::Value = serde_json::from_str(error).ok()?;
    error["errorMessage"].as_str().map(str::to_owned)
}

fn without_message(name: &'static str, outcome: Outcome) -> PlatformOutcome {
    PlatformOutcome {
        name,
        status: 500,
        message: None,
        outcome,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_local_gateway_writes_what_aws_was_recorded_to_write() {
        for outcome in of_the_gateway() {
            let message = message_of(&outcome).expect("a message");
            assert!(
                MESSAGES.iter().any(|known| known.example == message),
                "{message}"
            );
        }
    }
}
