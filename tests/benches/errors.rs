//! From an error value to its callback message and to its response, beside the same bytes by serde and by hand:
//! `cargo bench -p lambda-api-errors-tests --bench errors`.

use lambda_api_errors::{FieldError, api_errors, callback};
use lambda_api_errors_tests::figures::{Table, compare};
use serde::{Serialize, Serializer};
use std::fmt::Display;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("no cart {id}")]
    #[api(status = 404)]
    NotFound {
        #[api(extension)]
        id: u32,
    },
    #[error("invalid")]
    #[api(status = 400)]
    Invalid(#[api(errors)] Vec<FieldError>),
    #[error("{0}")]
    #[api(status = 409)]
    Conflict(String),
}

/// The same body, as one would write it for serde.
#[derive(Serialize)]
struct Body<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    #[serde(serialize_with = "as_text")]
    detail: &'a Failure,
    code: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [Field<'a>],
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u32>,
}

#[derive(Serialize)]
struct Field<'a> {
    code: &'a str,
    source: &'a str,
    message: &'a str,
}

fn as_text<S: Serializer>(text: &impl Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(text)
}

fn body<'a>(failure: &'a Failure, errors: &'a [Field<'a>]) -> Body<'a> {
    let (title, status, code, id) = match failure {
        Failure::NotFound { id } => ("Not Found", 404, "NotFound", Some(*id)),
        Failure::Invalid(_) => ("Bad Request", 400, "Invalid", None),
        Failure::Conflict(_) => ("Conflict", 409, "Conflict", None),
    };
    Body {
        r#type: "about:blank",
        title,
        status,
        detail: failure,
        code,
        errors,
        id,
    }
}

/// Writes the message into `buffer`, which is used again each time.
fn by_serde(buffer: &mut Vec<u8>, failure: &Failure, errors: &[Field<'_>]) {
    let body = body(failure, errors);
    buffer.clear();
    buffer.extend_from_slice(body.title.as_bytes());
    buffer.extend_from_slice(b": ");
    serde_json::to_writer(buffer, &body).expect("a body");
}

fn main() {
    let table = Table::new("error to callback message");
    let texts: Vec<_> = (0..20)
        .map(|number| {
            (
                format!("Value {number} is too short."),
                format!("/items/{number}/name"),
            )
        })
        .collect();
    let fields = texts
        .iter()
        .map(|(message, source)| FieldError::new("too_short", message.clone()).at(source.clone()));
    let plain: Vec<_> = texts
        .iter()
        .map(|(message, source)| Field {
            code: "too_short",
            source,
            message,
        })
        .collect();
    for (work, failure, errors) in [
        ("small", Failure::NotFound { id: 7 }, &[][..]),
        ("20 fields", Failure::Invalid(fields.collect()), &plain),
        (
            "100 kB of ASCII",
            Failure::Conflict("x".repeat(100_000)),
            &[],
        ),
        (
            "100 kB of `“é”`",
            Failure::Conflict("“é”".repeat(12_500)),
            &[],
        ),
        (
            "100 kB of Chinese",
            Failure::Conflict("错".repeat(33_333)),
            &[],
        ),
    ] {
        let mut buffer = Vec::new();
        by_serde(&mut buffer, &failure, errors);
        assert_eq!(callback::encode(&failure).as_bytes(), buffer);
        let (ours, peer) = compare(
            || callback::encode(&failure),
            || by_serde(&mut buffer, &failure, errors),
        );
        table.row(work, "serde, into one buffer", peer, ours);
        let (ours, peer) = compare(
            || callback::encode(&failure),
            || {
                by_serde(&mut buffer, &failure, errors);
                buffer.as_slice().to_vec()
            },
        );
        table.row(work, "the same, and copied", peer, ours);
    }
}
