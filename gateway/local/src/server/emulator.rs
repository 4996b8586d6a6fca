//! Answers of the Runtime Interface Emulator. Only their body distinguishes a function error from a success.
//!
//! It answers 200 with `text/plain` and without any header of AWS's: to an error, to a timeout, and with an empty body, then
//! without a type, to a process that ended (issues [20], [21] and [86] of aws/aws-lambda-runtime-interface-emulator).
//!
//! [20]: https://github.com/aws/aws-lambda-runtime-interface-emulator/issues/20
//! [21]: https://github.com/aws/aws-lambda-runtime-interface-emulator/issues/21
//! [86]: https://github.com/aws/aws-lambda-runtime-interface-emulator/issues/86

use crate::Outcome;
use http::{StatusCode, header, response};
use serde_json::Value;

/// Whether the emulator made this answer.
pub(super) fn answered(head: &response::Parts) -> bool {
    let of_aws = |name: &header::HeaderName| name.as_str().starts_with("x-amz");
    let is_text = head
        .headers
        .get(header::CONTENT_TYPE)
        .is_none_or(|value| value.as_bytes().starts_with(b"text/plain"));
    head.status == StatusCode::OK && is_text && !head.headers.keys().any(of_aws)
}

/// The outcome of its answer, as Lambda would have delivered it.
pub(super) fn outcome(text: String, request_id: &str) -> Outcome {
    let crash = |error: &str| format!("RequestId: {request_id} Error: {error}");
    if text.is_empty() {
        let message = crash("Runtime exited without providing a reason");
        return Outcome::failed("Runtime.ExitError", &message);
    }
    if text.starts_with("Task timed out after ") {
        return Outcome::failed("Sandbox.Timedout", &crash(&text));
    }
    let answer = serde_json::from_str::<Value>(&text).unwrap_or_default();
    let has = |name: &str| answer.get(name).is_some_and(Value::is_string);
    if has("errorType") && has("errorMessage") {
        Outcome::FunctionError(text)
    } else {
        Outcome::Payload(text)
    }
}

#[cfg(test)]
mod tests {
    use super::{answered, outcome};
    use crate::Outcome;
    use http::Response;

    fn is_of_emulator(headers: &[(&str, &str)]) -> bool {
        let mut response = Response::builder();
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        answered(&response.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn only_the_emulator_answers_in_plain_text_without_headers_of_aws() {
        let plain = ("content-type", "text/plain; charset=utf-8");
        assert!(is_of_emulator(&[plain]));
        assert!(!is_of_emulator(&[
            plain,
            ("x-amz-executed-version", "$LATEST")
        ]));
        assert!(!is_of_emulator(&[plain, ("x-amzn-requestid", "1")]));
        assert!(!is_of_emulator(&[("content-type", "application/json")]));
        assert!(is_of_emulator(&[]));
    }

    #[test]
    fn errors_are_told_from_successes_by_the_body() {
        let error = r#"{"errorType":"Error","errorMessage":"failure","trace":["Error: failure"]}"#;
        for (text, expected) in [
            (error, Outcome::FunctionError(error.to_owned())),
            (
                "",
                Outcome::failed(
                    "Runtime.ExitError",
                    "RequestId: 7 Error: Runtime exited without providing a reason",
                ),
            ),
            (
                "Task timed out after 1.00 seconds",
                Outcome::failed(
                    "Sandbox.Timedout",
                    "RequestId: 7 Error: Task timed out after 1.00 seconds",
                ),
            ),
            (
                r#"{"errorMessage":"a"}"#,
                Outcome::Payload(r#"{"errorMessage":"a"}"#.to_owned()),
            ),
            ("[]", Outcome::Payload("[]".to_owned())),
        ] {
            assert_eq!(outcome(text.to_owned(), "7"), expected, "{text}");
        }
    }
}
