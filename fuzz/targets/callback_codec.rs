//! A callback message decodes to what the error answers over HTTP, and any other text to nothing that the contract lacks.
//!
//! The first byte chooses the format; the rest is a text.
#![no_main]

use futures_util::FutureExt;
use lambda_api_errors::{
    axum::body::to_bytes,
    callback::{self, Answer},
    http::header::CONTENT_LENGTH,
};
use lambda_api_errors_tests::{
    for_each_format,
    formats::{self, Format},
};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// The answer over HTTP.
fn answered<E: Format>(error: E) -> Answer {
    let (parts, body) = error.into_response().into_parts();
    let body = to_bytes(body, usize::MAX).now_or_never();
    let body = body.expect("a body in memory").expect("a body");
    let mut headers = parts.headers;
    headers.remove(CONTENT_LENGTH);
    let body = String::from_utf8(body.to_vec()).expect("a text");
    Answer::new(parts.status, headers, body)
}

fn check<E: Format>(text: &str) {
    for error in E::all(text) {
        let message = callback::encode(&error);
        assert!(!message.contains('\n'), "{message}");
        let mut decoded = callback::decode::<E>(&message).expect("a message of the contract");
        let answered = answered(error);
        let json = |body: &str| serde_json::from_str::<Value>(body).expect("JSON");
        assert_eq!(json(&decoded.body), json(&answered.body));
        decoded.body.clone_from(&answered.body);
        assert_eq!(decoded, answered);
    }
    if let Ok(answer) = callback::decode::<E>(text) {
        let mut declared = E::CONTRACT.responses();
        assert!(
            declared.any(|response| response.status() == answer.status),
            "{text}"
        );
    }
}

fuzz_target!(|input: &[u8]| {
    let Some((format, text)) = input.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(text);
    let mut formats = Vec::<fn(&str)>::new();
    macro_rules! each {
        ($($format:ident),*) => {$( formats.push(check::<formats::$format::Failure>); )*};
    }
    for_each_format!(each);
    formats[usize::from(*format) % formats.len()](&text);
    if let Ok(answer) = callback::open(&text) {
        assert!(answer.status.is_success() && text.starts_with(r#"{"lambdaApiErrors":1,"#));
    }
});
