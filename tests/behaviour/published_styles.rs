//! The JSON that people publish for custom integrations, byte for byte.

use lambda_api_errors::{
    FieldError, HttpStatusDetails, Message, ResultErrors, StatusErrors, api_errors, callback,
};
use thiserror::Error;

#[api_errors(body = ResultErrors, style = "json")]
#[derive(Debug, Error)]
enum EventError {
    #[error("Validation error: Missing {0}")]
    #[api(status = 400, title = "validation error")]
    Missing(&'static str),
    #[error("accepted")]
    #[api(status = 202, success, title = "queued")]
    Queued,
}

#[test]
fn a_result_and_its_errors() {
    let message = callback::encode(&EventError::Missing("eventType"));
    assert_eq!(
        message,
        r#"{"result":"validation error","errors":["Validation error: Missing eventType"]}"#
    );
    let queued = callback::encode(&EventError::Queued);
    assert_eq!(queued, r#"{"result":"queued","errors":["accepted"]}"#);
    let answer = callback::decode::<EventError>(&queued).expect("a message of the contract");
    assert_eq!(answer.status, 202);
}

#[api_errors(body = Message)]
#[derive(Debug, Error)]
#[error("You submitted invalid input")]
#[api(status = 400)]
struct InvalidInput;

#[test]
fn a_plain_bad_request() {
    let message = callback::encode(&InvalidInput);
    assert_eq!(message, "Bad Request: You submitted invalid input");
    let answer = callback::decode::<InvalidInput>(&message).expect("a message of the contract");
    assert_eq!(
        answer.body,
        r#"{"errorMessage":"Bad Request: You submitted invalid input"}"#
    );
}

#[api_errors(body = StatusErrors, style = "json")]
#[derive(Debug, Error)]
#[error("invalid")]
#[api(status = 400)]
struct Invalid(#[api(errors)] Vec<FieldError>);

#[test]
fn a_status_and_its_errors() {
    let short = FieldError::new("123", "Value is too short")
        .at("/data/attributes/first-name")
        .detail("First name must contain at least three characters.");
    let weak = FieldError::new(
        "225",
        "Passwords must contain a letter, number, and punctuation character.",
    )
    .at("/data/attributes/password");
    assert_eq!(
        callback::encode(&Invalid(vec![short, weak])),
        concat!(
            r#"{"status":400,"errors":[{"code":"123","source":"/data/attributes/first-name","message":"Value is too short","#,
            r#""detail":"First name must contain at least three characters."},"#,
            r#"{"code":"225","source":"/data/attributes/password","message":"Passwords must contain a letter, number, and punctuation character."}]}"#
        )
    );
}

#[api_errors(body = HttpStatusDetails, style = "json")]
#[derive(Debug, Error)]
#[error("the cart is wrong")]
#[api(status = 500, expose)]
struct CartIsWrong(#[api(errors)] Vec<FieldError>);

#[test]
fn a_500_that_shows_its_details() {
    let detail = |code, message, source| {
        FieldError::new(code, message)
            .detail("ask the shop")
            .at(source)
    };
    let error = CartIsWrong(vec![
        detail(
            "ProductNotFound",
            "Product not found in Cart",
            "/data/attributes/product",
        ),
        detail(
            "ProductRemovalFailed",
            "Product could not be removed",
            "/data/attributes/cart",
        ),
    ]);
    assert_eq!(
        callback::encode(&error),
        concat!(
            r#"{"error":{"httpStatusCode":500,"details":["#,
            r#"{"code":"ProductNotFound","message":"Product not found in Cart","description":"ask the shop","source":"/data/attributes/product"},"#,
            r#"{"code":"ProductRemovalFailed","message":"Product could not be removed","description":"ask the shop","source":"/data/attributes/cart"}"#,
            "]}}"
        )
    );
}
