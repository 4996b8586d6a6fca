//! The messages that Lambda, or a runtime of AWS, sends as `errorMessage` in a function's place.
//!
//! In: the prefix of a response. Out: the message that a selection pattern could take for that response. A prefix must
//! not start as such a message does, nor such a message as the prefix: the failure would get the prefix's status.

#[cfg(feature = "cli")]
use crate::settings::Integration;

/// A message of the platform.
#[cfg_attr(
    not(feature = "openapi"),
    expect(dead_code, reason = "only the samples of `openapi` need the status")
)]
#[derive(Debug)]
pub(crate) struct PlatformMessage {
    /// The status of the answer that a client gets.
    pub(crate) status: u16,
    /// What has happened, as the end of a sentence.
    pub(crate) event: &'static str,
    /// What all messages of the kind start with; `#` stands for a digit.
    start: &'static str,
    /// One message, as recorded.
    pub(crate) example: &'static str,
}

const fn message(
    status: u16,
    event: &'static str,
    start: &'static str,
    example: &'static str,
) -> PlatformMessage {
    PlatformMessage {
        status,
        event,
        start,
        example,
    }
}

const TIMEOUT: &str = "Lambda's timeout";
const EXIT: &str = "an exit of the process";

/// The messages that are known.
///
/// The first, second, third and sixth are recorded on AWS in `LocalStack`'s snapshots of `tests/aws/services/lambda_`
/// (`test_lambda_invoke_with_timeout`, `test_lambda_invoke_timed_out_environment_reuse`, `test_lambda_runtime_exit`,
/// `test_lambda_too_large_response`). The fourth and fifth are what users report of AWS. The last is written by
/// `lambda_runtime` 1.5, `layers/panic.rs`.
pub(crate) static MESSAGES: [PlatformMessage; 7] = [
    message(
        504,
        TIMEOUT,
        "RequestId: ",
        "RequestId: 3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10 Error: Task timed out after 1.00 seconds",
    ),
    message(
        504,
        TIMEOUT,
        "2###-##-##T##:##:##.###Z ",
        "2024-04-08T16:23:29.418Z 3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10 Task timed out after 1.00 seconds",
    ),
    message(
        500,
        EXIT,
        "RequestId: ",
        "RequestId: 3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10 Error: Runtime exited without providing a reason",
    ),
    message(
        500,
        EXIT,
        "RequestId: ",
        "RequestId: 3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10 Error: Runtime exited with error: signal: killed",
    ),
    message(
        500,
        EXIT,
        "RequestId: ",
        "RequestId: 3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10 Process exited before completing request",
    ),
    message(
        500,
        "an answer that is too large",
        "Response payload size exceeded maximum allowed payload size (",
        "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    ),
    message(
        500,
        "a panic of the runtime",
        "Lambda panicked",
        "Lambda panicked: a\nb",
    ),
];

/// More texts that no prefix may read like: the same messages without what AWS puts in front, which no source has, and what
/// `lambda_runtime` writes of an event that it cannot read, which a function with this crate's service never sends.
static OTHERS: [PlatformMessage; 4] = [
    message(
        504,
        TIMEOUT,
        "Task timed out after ",
        "Task timed out after 1.00 seconds",
    ),
    message(
        500,
        EXIT,
        "Process exited before completing request",
        "Process exited before completing request",
    ),
    message(
        500,
        EXIT,
        "Runtime exited with",
        "Runtime exited without providing a reason",
    ),
    message(
        500,
        "an event that the runtime cannot read",
        "failed to deserialize the incoming data into the function's payload type: ",
        "failed to deserialize the incoming data into the function's payload type: [n] n: invalid type: string \"x\", expected i32 at line 1 column 9\n",
    ),
];

/// What can happen in the function's place, each once, with the status of the answer.
///
/// A proxy integration answers all of it with the gateway's 502
/// (<https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html>).
#[cfg(feature = "cli")]
pub(crate) fn failures(integration: Integration) -> impl Iterator<Item = (u16, &'static str)> {
    let failures = MESSAGES.iter().map(move |message| match integration {
        Integration::Custom => (message.status, message.event),
        Integration::Proxy => (502, message.event),
    });
    let mut seen = Vec::new();
    failures.filter(move |failure| {
        let new = !seen.contains(failure);
        seen.extend(new.then_some(*failure));
        new
    })
}

/// The message that starts as `prefix` does, or with which `prefix` starts, if there is one.
pub(crate) const fn message_like(prefix: &str) -> Option<&'static PlatformMessage> {
    if let Some(found) = alike(&MESSAGES, prefix) {
        return Some(found);
    }
    if let Some(found) = alike(&OTHERS, prefix) {
        return Some(found);
    }
    if is_two_words_and(prefix.as_bytes(), OTHERS[0].start.as_bytes()) {
        return Some(&MESSAGES[1]);
    }
    None
}

const fn alike(
    messages: &'static [PlatformMessage],
    prefix: &str,
) -> Option<&'static PlatformMessage> {
    let mut i = 0;
    while i < messages.len() {
        if agree(messages[i].start.as_bytes(), prefix.as_bytes()) {
            return Some(&messages[i]);
        }
        i += 1;
    }
    None
}

/// Whether one is the start of the other.
const fn agree(start: &[u8], prefix: &[u8]) -> bool {
    let mut i = 0;
    while i < start.len() && i < prefix.len() {
        let agrees = match start[i] {
            b'#' => prefix[i].is_ascii_digit(),
            byte => byte == prefix[i],
        };
        if !agrees {
            return false;
        }
        i += 1;
    }
    true
}

/// Whether two words stand in front of `rest`: the pattern for timeouts takes any words for the date and the request's id.
const fn is_two_words_and(prefix: &[u8], rest: &[u8]) -> bool {
    let (mut spaces, mut i) = (0, 0);
    while i < prefix.len() && spaces < 2 {
        if prefix[i] == b' ' {
            if i == 0 || prefix[i - 1] == b' ' {
                return false;
            }
            spaces += 1;
        }
        i += 1;
    }
    spaces == 2 && prefix.len() - i >= rest.len() && agree(rest, prefix.split_at(i).1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::StatusCode;

    #[test]
    fn each_message_starts_as_its_kind_does() {
        for PlatformMessage { start, example, .. } in MESSAGES.iter().chain(&OTHERS) {
            assert!(start.len() <= example.len());
            assert!(agree(start.as_bytes(), example.as_bytes()), "{example}");
        }
    }

    #[test]
    fn a_prefix_is_like_a_message_in_both_directions() {
        let starts = MESSAGES.iter().flat_map(|message| {
            (1..message.example.len()).filter_map(|end| message.example.get(..end))
        });
        let listed = [
            "R",
            "RequestId:",
            "2",
            "2026-",
            "Process exited",
            "Task timed out",
            "Lambda panicked",
            "Response payload size exceeded",
            "RequestId: 7 of 9: ",
            "Bad Request: Task timed out after ",
            "Lambda panicked at noon: ",
        ];
        for prefix in starts.chain(listed) {
            assert!(message_like(prefix).is_some(), "{prefix}");
        }
    }

    #[test]
    fn other_prefixes_are_free() {
        let phrases = (300..600)
            .filter_map(|status| StatusCode::from_u16(status).ok()?.canonical_reason())
            .map(|phrase| format!("{phrase}: "));
        let others = [
            "Request Id: ",
            "2 items: ",
            "20: ",
            "[404] ",
            "Task: ",
            "Bad Request: Task timed out",
            " Bad Task timed out after ",
        ];
        for prefix in phrases.chain(others.map(str::to_owned)) {
            assert!(message_like(&prefix).is_none(), "{prefix}");
        }
    }
}
