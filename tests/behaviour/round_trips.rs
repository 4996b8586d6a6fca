//! Any text in an error: its callback message decodes to the answer that a proxy integration gives.

use crate::fixtures::{Seen, block_on};
use lambda_api_errors::{
    ApiError, FieldError, HttpStatusDetails, JsonApi, Message, Problem, ResultErrors, StatusErrors,
    api_errors, axum::response::IntoResponse, callback,
};
use proptest::prelude::*;
use serde_json::value::RawValue;
use thiserror::Error;

/// Stands between body and headers.
const SEPARATOR: char = '\u{1f}';

macro_rules! any_error_in {
    ($module:ident: $($options:tt)*) => {
        mod $module {
            use super::*;

            #[api_errors($($options)*)]
            #[derive(Debug, Error)]
            pub(super) enum AnyError {
                #[error("{message}")]
                #[api(status = 400)]
                Shown {
                    message: String,
                    #[api(extension)]
                    text: String,
                    #[api(extension = "list \"{\u{e9}")]
                    list: Vec<String>,
                    #[api(header = "X-One")]
                    one: String,
                    #[api(header = "X-Two")]
                    two: Option<String>,
                },
                #[error("{0}")]
                #[api(status = 502, expose, title = "Not \"quite\" {so}: \u{e9}")]
                Fields(String, #[api(errors)] Vec<FieldError>),
                #[error("{0}")]
                #[api(status = 500, detail = "\"status\":400, \u{1f980}")]
                Hidden(String),
            }

            pub(super) fn check(text: [String; 5], list: Vec<String>) {
                let [message, member, one, two, hidden] = text;
                let fields = list
                    .iter()
                    .map(|text| FieldError::new(text.clone(), text.clone()).at(text.clone()).detail(text.clone()));
                let fields = fields.collect();
                let two = (two.len() % 2 == 0).then_some(two);
                let text = message.clone();
                super::check(AnyError::Fields(message, fields));
                super::check(AnyError::Shown { message: text, text: member, list, one, two });
                super::check(AnyError::Hidden(hidden));
            }
        }
    };
}

any_error_in!(problem: body = Problem);
any_error_in!(problem_json: body = Problem, style = "json");
any_error_in!(json_api: body = JsonApi);
any_error_in!(json_api_json: body = JsonApi, style = "json");
any_error_in!(status_errors: body = StatusErrors);
any_error_in!(status_errors_json: body = StatusErrors, style = "json");
any_error_in!(details: body = HttpStatusDetails);
any_error_in!(details_json: body = HttpStatusDetails, style = "json");
any_error_in!(result_errors: body = ResultErrors);
any_error_in!(result_errors_json: body = ResultErrors, style = "json");

#[api_errors(body = Message)]
#[derive(Debug, Error)]
enum Plain {
    #[error("{0}")]
    #[api(status = 400)]
    Shown(String, #[api(header = "X-One")] String),
    #[error("{0}")]
    #[api(status = 404)]
    Alone(String),
}

fn check<E: ApiError + IntoResponse>(error: E) {
    let status = error.response().status();
    let message = callback::encode(&error);
    let body = message.split(SEPARATOR).next().expect("a body");
    assert!(!body.contains(is_control_or_line_end), "{message:?}");
    assert!(message.matches(SEPARATOR).count() <= 1, "{message:?}");
    let decoded = callback::decode::<E>(&message).expect("a message of the contract");
    let decoded = Seen::new(decoded.status.as_u16(), &decoded.headers, decoded.body);
    assert_eq!(decoded, block_on(Seen::of(error.into_response())));
    assert_eq!(decoded.status, status);
}

fn is_control_or_line_end(character: char) -> bool {
    character.is_control() || ['\u{2028}', '\u{2029}'].contains(&character)
}

fn check_all(text: &[String; 5], list: &[String]) {
    for check in [
        problem::check,
        problem_json::check,
        json_api::check,
        json_api_json::check,
        status_errors::check,
        status_errors_json::check,
        details::check,
        details_json::check,
        result_errors::check,
        result_errors_json::check,
    ] {
        check(text.clone(), list.to_vec());
    }
    let [message, header, alone, ..] = text.clone();
    check(Plain::Shown(message, header));
    check(Plain::Alone(alone));
}

#[test]
fn hostile_texts_survive() {
    for text in [
        "",
        "\n",
        "\r\n",
        "\u{85}",
        "\u{2028}\u{2029}",
        "\u{1f}",
        "\u{1f}{\"X-One\":\"forged\"}",
        "\u{7f}",
        "\u{0}",
        "\"",
        "\\",
        "\\\"}",
        "\"status\":500",
        "{\"status\":500,\"errors\":[]}",
        "Internal Server Error: {\"status\":500}",
        "Bad Request: {",
        "Odd: {",
        "\u{1f980}\u{200d}\u{feff}",
        "Task timed out after 1.00 seconds",
        "RequestId: 1 Error: Runtime exited",
        "$input.path('$')",
        "#set($x = 1)",
        "'; drop",
        "\u{202e}abc",
        "\u{fffd}\u{ffff}\u{10ffff}",
    ] {
        let text = text.to_owned();
        check_all(
            &std::array::from_fn(|_| text.clone()),
            std::slice::from_ref(&text),
        );
    }
}

#[test]
fn a_hundred_kilobytes_survive() {
    let mut text: [String; 5] = Default::default();
    text[0] = "\"\u{1f980}\n".repeat(17_000);
    assert!(text[0].len() > 100_000);
    check_all(&text, &[]);
}

#[api_errors]
#[derive(Debug, Error)]
#[error("with a header")]
#[api(status = 400)]
struct WithHeader(#[api(header = "X-Value")] String);

#[test]
fn every_character_that_http_allows_in_a_header_survives() {
    let allowed: String = ('\t'..='\t')
        .chain(' '..='~')
        .chain(['\u{80}', '\u{85}', '\u{e9}', '\u{2028}', '\u{1f980}'])
        .collect();
    let error = WithHeader(format!("x{allowed}x"));
    let expected = error.0.clone();
    let decoded = callback::decode::<WithHeader>(&callback::encode(&error)).expect("a message");
    assert_eq!(decoded.headers["x-value"].as_bytes(), expected.as_bytes());
    let answer = block_on(Seen::of(error.into_response()));
    assert_eq!(answer.header("x-value"), Some(&*expected));
}

#[test]
fn what_http_does_not_allow_in_a_header_becomes_a_space() {
    for character in ('\u{0}'..' ')
        .chain(['\u{7f}'])
        .filter(|character| *character != '\t')
    {
        let error = WithHeader(format!("a{character}b"));
        let decoded = callback::decode::<WithHeader>(&callback::encode(&error)).expect("a message");
        assert_eq!(decoded.headers["x-value"], "a b", "{character:?}");
    }
}

#[api_errors]
#[derive(Debug, Error)]
#[error("with JSON inside")]
#[api(status = 400)]
struct WithRaw(#[api(extension = "raw")] Box<RawValue>);

#[test]
fn json_that_stands_raw_in_a_member_brings_no_line_end_along() {
    let text = "{\r\n\t\"a\u{7f}\": [1,\n \"\u{85}\u{2028}\\n\"]}";
    let raw = RawValue::from_string(text.to_owned()).expect("JSON");
    let error = WithRaw(raw);
    let message = callback::encode(&error);
    let (_, body) = message.split_once(": ").expect("a prefix");
    let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(
        body["raw"],
        serde_json::from_str::<serde_json::Value>(text).expect("JSON")
    );
    check(error);
}

fn any_text() -> impl Strategy<Value = String> {
    let special = proptest::sample::select(vec![
        "\n",
        "\r",
        "\u{0}",
        "\u{1f}",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\"",
        "\\",
        "{",
        "}",
        "=",
        "&",
        "%",
        ",",
        "\t",
        "\u{1f980}",
        ": ",
        "Bad Request: ",
    ]);
    let piece = prop_oneof![any::<String>(), special.prop_map(str::to_owned)];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_error_survives(
        text in proptest::array::uniform5(any_text()),
        list in proptest::collection::vec(any_text(), 0..4),
    ) {
        check_all(&text, &list);
    }

    #[test]
    fn no_text_decodes_to_a_wrong_status_or_panics(text in any_text()) {
        let own = [("Bad Request: ", 400), ("Not Found: ", 404)];
        let own = own.iter().find(|(prefix, _)| text.starts_with(prefix));
        match (callback::decode::<Plain>(&text), own) {
            (Ok(answer), own) => prop_assert_eq!(Some(answer.status.as_u16()), own.map(|(_, status)| *status)),
            (Err(_), Some(_)) => prop_assert!(text.contains(SEPARATOR), "{text:?}"),
            (Err(_), None) => {}
        }
    }
}
