//! Which integration response answers.

use super::{ask, custom, error, payload, post};
use crate::Outcome;

const RESPONSES: &str = r#"responses:
  default: {statusCode: 200}
  ".*four hundred.*": {statusCode: 405}
  ".+": {statusCode: 502}
  "200": {statusCode: 201}"#;

#[tokio::test]
async fn a_pattern_of_200_does_not_take_lambdas_200() {
    let answered = ask(
        custom("200 201 405 502", RESPONSES),
        Some(payload("{}")),
        post("{}"),
    )
    .await;
    assert_eq!((answered.status(), answered.body()), (200, "{}"));
    assert_eq!(
        answered.trace.selection.unwrap().to_string(),
        "4 of 4, the default for 200"
    );
}

#[tokio::test]
async fn of_two_patterns_the_lower_status_answers() {
    let failed = Some(error("a four hundred b"));
    let answered = ask(custom("200 201 405 502", RESPONSES), failed, post("{}")).await;
    assert_eq!(answered.status(), 405);
    assert_eq!(
        answered.body(),
        r#"{"errorMessage":"a four hundred b","errorType":"E"}"#
    );
    assert!(answered.is_unverified());
    let other = ask(
        custom("200 201 405 502", RESPONSES),
        Some(error("x")),
        post("{}"),
    )
    .await;
    assert_eq!(other.status(), 502);
    assert!(!other.is_unverified());
}

#[tokio::test]
async fn a_success_with_an_error_message_is_a_success() {
    let success = payload(r#"{"errorMessage":"Unauthorixed"}"#);
    let patterns = "responses: {default: {statusCode: 200}, Unauthorixed: {statusCode: 401}}";
    let answered = ask(custom("200 401", patterns), Some(success), post("{}")).await;
    assert_eq!(answered.status(), 200);
    let answered = ask(
        custom("200 401", patterns),
        Some(error("Unauthorixed")),
        post("{}"),
    )
    .await;
    assert_eq!(answered.status(), 401);
}

#[tokio::test]
async fn a_pattern_that_takes_nothing_swallows_successes() {
    let patterns = "responses: {default: {statusCode: 200}, '.*': {statusCode: 500}}";
    let answered = ask(custom("200 500", patterns), Some(payload("1")), post("{}")).await;
    assert_eq!(answered.status(), 500);
    for message in [
        r#"{"errorMessage":""}"#,
        r#"{"errorMessage":null}"#,
        "{}",
        "no JSON",
    ] {
        let failed = Some(Outcome::FunctionError(message.to_owned()));
        let patterns = "responses: {default: {statusCode: 200}, '.+': {statusCode: 500}}";
        let answered = ask(custom("200 500", patterns), failed, post("{}")).await;
        assert_eq!((answered.status(), answered.body()), (200, message));
    }
}

#[tokio::test]
async fn without_a_match_or_a_default_it_is_a_500_of_36_bytes() {
    let answered = ask(
        custom("400", "responses: {'Bad.*': {statusCode: 400}}"),
        Some(error("Good")),
        post("{}"),
    )
    .await;
    assert_eq!(answered.status(), 500);
    assert_eq!(answered.body(), r#"{"message": "Internal server error"}"#);
    assert_eq!(
        answered.header("x-amzn-errortype"),
        Some("InternalServerErrorException")
    );
    assert_eq!(
        answered.trace.gateway_response(),
        Some("API_CONFIGURATION_ERROR")
    );
}

#[tokio::test]
async fn an_undeclared_status_is_a_500() {
    let responses = "responses: {default: {statusCode: 200}, 'Bad.*': {statusCode: 400}}";
    let answered = ask(custom("200", responses), Some(error("Bad")), post("{}")).await;
    assert_eq!(answered.status(), 500);
    assert!(
        answered
            .trace
            .to_string()
            .contains("invalid method response: 400")
    );
}

#[tokio::test]
async fn the_platforms_messages_reach_the_patterns() {
    let patterns = r"responses:
  default: {statusCode: 200}
  '(?s).*Task timed out after \d+\.\d\d seconds': {statusCode: 504}
  'RequestId: \S+ (Error: Runtime exited .*|Process exited before completing request)': {statusCode: 500}
  'Response payload size exceeded.*': {statusCode: 507}";
    for (message, status) in [
        (
            "RequestId: 4c1 Error: Task timed out after 1.00 seconds",
            504,
        ),
        (
            "2024-04-08T10:00:00Z 4c1 Task timed out after 1.00 seconds",
            504,
        ),
        (
            "RequestId: 4c1 Error: Runtime exited without providing a reason",
            500,
        ),
        (
            "RequestId: 4c1 Error: Runtime exited with error: signal: killed",
            500,
        ),
        (
            "RequestId: 4c1 Process exited before completing request",
            500,
        ),
    ] {
        let answered = ask(
            custom("200 500 504 507", patterns),
            Some(error(message)),
            post("{}"),
        )
        .await;
        assert_eq!(answered.status(), status, "{message}");
    }
    let large = payload(&"1".repeat(6_291_557));
    let answered = ask(custom("200 500 504 507", patterns), Some(large), post("{}")).await;
    assert_eq!(answered.status(), 507);
    assert_eq!(
        answered.body(),
        r#"{"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}"#
    );
}

#[tokio::test]
async fn a_pattern_without_an_answer_fails_the_request() {
    let document = custom(
        "200 400",
        "responses: {default: {statusCode: 200}, '(?:(?=a)a|a)*b': {statusCode: 400}}",
    );
    let message: &'static str = "a".repeat(5_000).leak();
    let answered = ask(document, Some(error(message)), post("{}")).await;
    assert_eq!(answered.status(), 500);
    assert!(answered.trace.to_string().contains("too many steps"));
}
