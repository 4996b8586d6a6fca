//! Error values, and their callback messages as one would write them for serde.

use lambda_api_errors::{
    FieldError, api_errors,
    axum::{
        http::{StatusCode, header::CONTENT_TYPE},
        response::{IntoResponse, Response},
    },
};
use serde::{Serialize, Serializer};
use std::fmt::Display;

#[api_errors]
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
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
pub(crate) struct Field<'a> {
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
pub(crate) fn by_serde(buffer: &mut Vec<u8>, failure: &Failure, errors: &[Field<'_>]) {
    let body = body(failure, errors);
    buffer.clear();
    buffer.extend_from_slice(body.title.as_bytes());
    buffer.extend_from_slice(b": ");
    serde_json::to_writer(buffer, &body).expect("a body");
}

/// The answer of a proxy integration, as one would write it with axum and serde.
pub(crate) fn by_axum(failure: &Failure, errors: &[Field<'_>]) -> Response {
    let body = body(failure, errors);
    let status = StatusCode::from_u16(body.status).expect("a status");
    let media_type = [(CONTENT_TYPE, "application/problem+json")];
    let body = serde_json::to_string(&body).expect("a body");
    (status, media_type, body).into_response()
}

/// An error, and the field errors in it as the peer has them.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) failure: Failure,
    texts: Vec<(String, String)>,
}

impl Case {
    /// Each kind of error that is measured.
    pub(crate) fn all() -> Vec<Self> {
        let texts: Vec<_> = (0..20)
            .map(|number| {
                (
                    format!("Value {number} is too short."),
                    format!("/items/{number}/name"),
                )
            })
            .collect();
        let fields = texts.iter().map(|(message, source)| {
            FieldError::new("too_short", message.clone()).at(source.clone())
        });
        let fields = Failure::Invalid(fields.collect());
        let text = |text: &str, times| Failure::Conflict(text.repeat(times));
        [
            ("small", Failure::NotFound { id: 7 }, vec![]),
            ("20 fields", fields, texts),
            ("100 kB of ASCII", text("x", 100_000), vec![]),
            ("100 kB of `“é”`", text("“é”", 12_500), vec![]),
            ("100 kB of Chinese", text("错", 33_333), vec![]),
        ]
        .into_iter()
        .map(|(name, failure, texts)| Self {
            name,
            failure,
            texts,
        })
        .collect()
    }

    /// The field errors for [`by_serde`].
    pub(crate) fn fields(&self) -> Vec<Field<'_>> {
        let fields = self.texts.iter();
        let fields = fields.map(|(message, source)| Field {
            code: "too_short",
            source,
            message,
        });
        fields.collect()
    }
}
