//! Answers, and the outcomes by which the runtime has them reach the client through each integration.

use crate::{
    EventKind, Operation,
    callback::{Answer, Undeliverable},
    lambda::proxy_payload,
    local::Outcome,
    openapi::samples::{Extensions, Filling, SampleAnswer, SampleError},
};

/// An answer of an operation.
pub(super) struct Case {
    /// Its status and error code.
    pub(super) name: String,
    /// What it is made of.
    pub(super) text: String,
    pub(super) expected: Answer,
    pub(super) custom: Outcome,
    pub(super) proxy: Outcome,
}

/// Every answer of `operation`, made of each of `texts`: errors with all that they can have, and with as little.
pub(super) fn of_operation(operation: &Operation, texts: &[String]) -> Vec<Case> {
    let mut cases = Vec::new();
    for text in texts {
        for response in operation.responses().iter().copied() {
            let name = format!("{} {}", response.status().as_u16(), response.code());
            for filling in [Filling::Least(text), Filling::Everywhere(text)] {
                let error = SampleError {
                    response,
                    filling,
                    extensions: Extensions::Nested,
                };
                let answer = SampleAnswer::of_error(operation, &error);
                cases.extend(answer.map(|answer| Case::of(operation, &name, text, &answer)));
            }
        }
        for &success in operation.successes() {
            let name = format!("{} success", success.status().as_u16());
            let answer = SampleAnswer::of_success(success, text);
            cases.extend(answer.map(|answer| Case::of(operation, &name, text, &answer)));
        }
    }
    cases
}

impl Case {
    fn of(operation: &Operation, name: &str, text: &str, answer: &SampleAnswer) -> Self {
        let proxy = proxy_payload(EventKind::RestProxy, &answer.parts, answer.body.as_bytes());
        let undeliverable = |reason: &Undeliverable| {
            Outcome::NotInvoked(format!("the runtime cannot write it: {reason}"))
        };
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            custom: answer
                .outcome(operation)
                .unwrap_or_else(|reason| undeliverable(&reason)),
            proxy: match proxy {
                Ok(payload) => Outcome::Payload(payload.get().to_owned()),
                Err(reason) => undeliverable(&reason),
            },
            expected: answer.written(),
        }
    }
}
