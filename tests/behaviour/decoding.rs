//! Any text in an error: a client in Rust makes the same value of the answer, and of the failed invocation.

use crate::fixtures::{Seen, block_on};
use lambda_api_errors::{
    ApiError, DeclaredResponse, Decode, JsonApi, Message, Problem, Rejection, StatusCode,
    Undecoded, UndecodedReason, api_errors,
    axum::{body::to_bytes, response::IntoResponse},
    callback::{self, DecodeError},
    http::HeaderMap,
};
use lambda_api_errors_tests::{
    decodable::{self, Decodable},
    every_decodable,
};
use proptest::prelude::*;
use serde_json::json;
use std::convert::Infallible;
use thiserror::Error;

fn from_answer<E: Decode + IntoResponse>(error: E) -> Result<E, Undecoded> {
    block_on(async {
        let (parts, body) = error.into_response().into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body in memory");
        E::decode(parts.status, &parts.headers, body)
    })
}

fn payload<E: ApiError>(error: &E) -> String {
    let code = error.response().code();
    json!({ "errorType": code, "errorMessage": callback::encode(error), "stackTrace": [] })
        .to_string()
}

fn round_trips<E: Decodable>(text: &str) {
    let expected = E::all(text);
    let last = expected.len() - 1;
    for (index, error) in E::all(text).into_iter().enumerate() {
        let declared = error.response();
        let invoked = E::decode_invocation(payload(&error));
        for decoded in [invoked, from_answer(error)] {
            match decoded {
                Ok(decoded) => assert_eq!(decoded, expected[index]),
                Err(undecoded) => {
                    assert_eq!(index, last, "{undecoded} of {:?}", expected[index]);
                    // Two formats have no code in the body.
                    let code = undecoded.code().expect("a code");
                    assert_eq!((code, undecoded.declared()), ("Lost", Some(declared)));
                    assert!(matches!(undecoded.reason(), UndecodedReason::Opaque));
                    assert_eq!(undecoded.status(), Some(declared.status()));
                }
            }
        }
    }
}

macro_rules! check_all {
    ($($module:ident),*) => {
        fn check_all(text: &str) {
            $(round_trips::<decodable::$module::Failure>(text);)*
        }
    };
}

every_decodable!(check_all);

#[test]
fn hostile_texts_survive() {
    for text in [
        "",
        "plain",
        "\n",
        "\u{1f}{\"X-One\":\"forged\"}",
        "\\\"}",
        "Not Found: {\"code\":\"Nothing\"}",
        "Task timed out after 1.00 seconds",
        "\u{202e}\u{0}\u{fffd}\u{10ffff}",
    ] {
        check_all(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_error_survives(text in any::<String>()) {
        check_all(&text);
    }

    #[test]
    fn no_answer_panics_and_each_is_kept(
        status in 100_u16..1000,
        body in prop_oneof![
            any::<Vec<u8>>(),
            r#"\{"(code|errors|error|result|errorMessage|meta)":("(SoldOut|Nothing)"|\[\]|\[\{"code":"Fields"\}\]|null|7)\}"#
                .prop_map(String::into_bytes),
        ],
    ) {
        let status = StatusCode::from_u16(status).expect("a status");
        macro_rules! each {
            ($($module:ident),*) => {$(
                if let Err(undecoded) =
                    decodable::$module::Failure::decode(status, &HeaderMap::new(), &body)
                {
                    prop_assert_eq!(undecoded.status(), Some(status));
                    prop_assert_eq!(undecoded.body(), &*body);
                }
                let _ = decodable::$module::Failure::decode_invocation(&body);
            )*};
        }
        every_decodable!(each);
    }
}

type Failure = decodable::problem::Failure;

fn answer(status: u16, body: &str) -> Result<Failure, Undecoded> {
    let status = StatusCode::from_u16(status).expect("a status");
    let headers = HeaderMap::from_iter([(
        "x-note".parse().expect("a name"),
        "kept".parse().expect("a value"),
    )]);
    Failure::decode(status, &headers, body)
}

#[test]
fn what_the_type_does_not_know_is_kept_whole() {
    let body = r#"{"status":409,"code":"Locked","by":"Ada"}"#;
    let unknown = answer(409, body).expect_err("a new code");
    assert!(matches!(unknown.reason(), UndecodedReason::Undeclared));
    assert_eq!((unknown.code(), unknown.declared()), (Some("Locked"), None));
    assert_eq!(
        (unknown.status(), unknown.body()),
        (Some(StatusCode::CONFLICT), body.as_bytes())
    );
    assert_eq!(unknown.headers()["X-Note"], "kept");
    assert_eq!(
        unknown.to_string(),
        "the answer with status 409 and code \"Locked\" is no `lambda_api_errors_tests::decodable::problem::Failure`: \
         the type declares no such response"
    );
    let other_status = answer(410, r#"{"code":"SoldOut","sku":"A1"}"#).expect_err("another status");
    assert_eq!(other_status.code(), Some("SoldOut"));
    let page = answer(502, "<html>").expect_err("no JSON");
    assert!(matches!(page.reason(), UndecodedReason::Body));
    assert_eq!((page.code(), page.body()), (None, &b"<html>"[..]));
}

#[test]
fn a_field_that_is_absent_or_of_another_type_is_named() {
    let lacking = answer(404, r#"{"code":"item.missing","huge":1}"#).expect_err("no item");
    assert!(matches!(
        lacking.reason(),
        UndecodedReason::NoExtension("item")
    ));
    let wrong = answer(404, r#"{"code":"item.missing","item":"x","huge":1}"#).expect_err("a text");
    assert!(matches!(
        wrong.reason(),
        UndecodedReason::Extension("item", _)
    ));
    assert!(std::error::Error::source(&wrong).is_some());
    assert_eq!(
        wrong.declared().map(DeclaredResponse::code),
        Some("item.missing")
    );
    let headless = answer(429, r#"{"code":"Throttled"}"#).expect_err("no header");
    assert!(matches!(
        headless.reason(),
        UndecodedReason::Header("Retry-After")
    ));
    let null = answer(
        409,
        r#"{"code":"SoldOut","sku":"","m\u00f6re":{},"absent":null,"note":null}"#,
    );
    assert!(
        matches!(
            null,
            Ok(Failure::SoldOut {
                absent: None,
                note: None,
                ..
            })
        ),
        "{null:?}"
    );
}

#[test]
fn a_header_that_the_gateway_renamed_is_found() {
    let headers = HeaderMap::from_iter([(
        "x-amzn-remapped-retry-after".parse().expect("a name"),
        "7".parse().expect("a value"),
    )]);
    let busy = Failure::decode(
        StatusCode::SERVICE_UNAVAILABLE,
        &headers,
        r#"{"code":"Busy"}"#,
    );
    assert_eq!(busy.expect("a value"), Failure::Busy { seconds: 7 });
}

#[test]
fn invocations_of_the_platform_and_of_newer_functions_are_kept() {
    let timeout = r#"{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 1 Error: Task timed out after 1.00 seconds"}"#;
    let timeout = Failure::decode_invocation(timeout).expect_err("no error of the type");
    assert_eq!(
        (timeout.status(), timeout.code()),
        (None, Some("Sandbox.Timedout"))
    );
    assert!(timeout.body().starts_with(b"RequestId: 1"));

    let newer = json!({
        "errorType": "Gone",
        "errorMessage": "Gone: {\"status\":410,\"code\":\"Gone\"}\u{1f}{\"X-Note\":\"kept\"}",
    });
    let newer = Failure::decode_invocation(newer.to_string()).expect_err("a new status");
    assert_eq!(
        (newer.status(), newer.code()),
        (Some(StatusCode::GONE), Some("Gone"))
    );
    assert_eq!(newer.headers()["x-note"], "kept");
    assert_eq!(newer.body(), br#"{"status":410,"code":"Gone"}"#);

    let cut = json!({ "errorType": "Nothing", "errorMessage": "Not Found: {\"status\":4" });
    let cut = Failure::decode_invocation(cut.to_string()).expect_err("half a message");
    assert!(matches!(
        cut.reason(),
        UndecodedReason::Message(DecodeError::Body(_))
    ));
    assert_eq!(cut.code(), Some("Nothing"));

    let success = Failure::decode_invocation(r#"{"lambdaApiErrors":1}"#).expect_err("a success");
    assert!(matches!(success.reason(), UndecodedReason::Payload(_)));
    assert!(Infallible::decode_invocation(payload(&Failure::Nothing)).is_err());
}

macro_rules! rejecting {
    ($name:ident: $($options:tt)*) => {
        #[api_errors($($options)*, decode)]
        #[derive(Debug, Error)]
        enum $name {
            #[error("invalid: {0}")]
            #[api(status = 400, rejection)]
            Invalid(Rejection),
        }
    };
}

rejecting!(InProblem: body = Problem);
rejecting!(InJsonApi: body = JsonApi);
rejecting!(InMessage: body = Message);

#[test]
fn a_rejection_has_the_text_that_people_see() {
    fn text<E: Decode>(status: u16, body: &str, rejection: fn(E) -> Rejection) {
        let status = StatusCode::from_u16(status).expect("a status");
        let rejection = rejection(E::decode(status, &HeaderMap::new(), body).expect("a rejection"));
        assert_eq!(rejection.to_string(), "invalid: no JSON");
        assert_eq!((rejection.status(), rejection.code()), (status, "Invalid"));
    }
    text(
        400,
        r#"{"code":"Invalid","detail":"invalid: no JSON"}"#,
        |InProblem::Invalid(rejection)| rejection,
    );
    text(
        400,
        r#"{"errors":[{"status":"400","code":"Invalid","title":"Bad Request","detail":"invalid: no JSON"}]}"#,
        |InJsonApi::Invalid(rejection)| rejection,
    );
    text(
        400,
        r#"{"errorMessage":"Bad Request: invalid: no JSON"}"#,
        |InMessage::Invalid(rejection)| rejection,
    );
}

#[api_errors(decode)]
#[derive(Debug, Error)]
enum Twice {
    #[error(transparent)]
    #[api(transparent)]
    First(decodable::Inner),
    #[error(transparent)]
    #[api(transparent)]
    Second(decodable::Inner),
}

#[test]
fn two_nested_types_that_answer_alike_are_not_guessed() {
    let error = Twice::First(decodable::Inner::Stale {
        text: String::new(),
    });
    let seen = block_on(Seen::of(error.into_response()));
    let undecoded = Twice::decode(
        StatusCode::PRECONDITION_FAILED,
        &HeaderMap::new(),
        &seen.body,
    );
    let undecoded = undecoded.expect_err("one of two");
    assert!(matches!(undecoded.reason(), UndecodedReason::Ambiguous));
    assert_eq!(undecoded.code(), Some("Stale"));
    let _ = Twice::Second;
}
