//! An API whose errors a client can make again: each body format in each style.
//!
//! Each operation answers with the variant that the request asks for, made of the text in it.

use crate::formats::Asked;
use lambda_api_errors::{
    Api, BodyFormat, Created, Decode, FieldError, HttpStatusDetails, Json, JsonApi, Members,
    Message, Occurrence, Problem, ReceivedBody, ResultErrors, StatusErrors, api_errors,
    axum::response::IntoResponse, lambda_endpoint,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::{collections::BTreeMap, fmt::Debug};
use thiserror::Error;

/// One of the enums.
pub trait Decodable: Decode + IntoResponse + Debug + PartialEq {
    /// The operation that answers with it.
    const OPERATION: &'static str;
    /// Its path.
    const PATH: &'static str;

    /// Each variant, made of `text`. A client can make all of them again but the last, which is opaque.
    fn all(text: &str) -> Vec<Self>;
}

fn chosen<E: Decodable>(asked: Asked) -> Result<Created<Asked>, E> {
    let mut all = E::all(&asked.text);
    if asked.variant < all.len() {
        return Err(all.swap_remove(asked.variant));
    }
    Ok(Created::new(asked))
}

/// A format with the extensions in a place of their own.
#[derive(Debug)]
pub struct House;

impl BodyFormat for House {
    const MEMBERS: &'static [&'static str] = &["code", "more", "wrong"];

    fn body(error: &Occurrence<'_>) -> impl Serialize {
        #[derive(Serialize)]
        struct Failure<'a> {
            code: &'static str,
            more: Members<'a>,
            wrong: &'a [FieldError],
        }
        Failure {
            code: error.code(),
            more: error.members(),
            wrong: error.field_errors(),
        }
    }

    fn read(body: &[u8]) -> Option<ReceivedBody> {
        #[derive(Deserialize)]
        struct Failure {
            code: String,
            more: BTreeMap<String, Box<RawValue>>,
            wrong: Vec<FieldError>,
        }
        let Failure { code, more, wrong } = serde_json::from_slice(body).ok()?;
        Some(ReceivedBody::new(code).members(more).field_errors(wrong))
    }
}

/// A value of an extension.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say all there is to say")]
pub enum Part {
    Nothing,
    Text(String),
    Numbers { small: i8, large: u64, half: f64 },
    Nested(Vec<Option<Self>>),
}

/// What HTTP keeps of a text in a header.
#[must_use]
pub fn shown(text: &str) -> String {
    let is_kept = |character: char| character == '\t' || !character.is_ascii_control();
    let kept = text
        .chars()
        .map(|character| if is_kept(character) { character } else { ' ' });
    format!("a{}z", kept.collect::<String>())
}

fn parts(text: &str) -> BTreeMap<String, Part> {
    let numbers = Part::Numbers {
        small: -128,
        large: u64::MAX,
        half: 0.5,
    };
    let nested = Part::Nested(vec![None, Some(Part::Text(text.to_owned())), Some(numbers)]);
    BTreeMap::from([(text.to_owned(), nested), ("b".to_owned(), Part::Nothing)])
}

fn field_errors(text: &str) -> Vec<FieldError> {
    let text = || text.to_owned();
    vec![
        FieldError::new("TooShort", text()),
        FieldError::new("code", "message").at(text()).detail(text()),
    ]
}

/// An error inside of the structured ones.
#[api_errors(decode)]
#[derive(Debug, PartialEq, Error)]
#[allow(missing_docs, reason = "the attributes say all there is to say")]
pub enum Inner {
    #[error("inner {text}")]
    #[api(status = 412)]
    Stale {
        #[api(extension = "in-ner")]
        text: String,
    },
    #[error("inner {0}")]
    #[api(status = 507)]
    Full(String),
}

macro_rules! decodable {
    (
        $module:ident, $operation:ident at $path:literal: [$($options:tt)*]
        [$($variant:tt)*] $text:ident => [$($value:expr,)*]
    ) => {
        /// One format in one style.
        pub mod $module {
            #[allow(unused_imports, reason = "plain text has few fields")]
            use super::*;

            /// Every way to fail.
            #[api_errors($($options)*, decode)]
            #[derive(Debug, PartialEq, Error)]
            #[allow(missing_docs, reason = "the attributes say all there is to say")]
            pub enum Failure {
                $($variant)*
                #[error("nothing")]
                #[api(status = 404)]
                Nothing,
                #[error("slower")]
                #[api(status = 429)]
                Throttled {
                    #[api(header = "Retry-After")]
                    seconds: u32,
                    #[api(header = "X-Note")]
                    note: String,
                    #[api(header = "X-Absent")]
                    absent: Option<u8>,
                },
                #[error("shown to nobody")]
                #[api(status = 503)]
                Busy {
                    #[api(header = "Retry-After")]
                    seconds: u64,
                },
                #[error("{0}")]
                #[api(status = 500)]
                Lost(String),
            }

            impl Decodable for Failure {
                const OPERATION: &'static str = stringify!($operation);
                const PATH: &'static str = $path;

                fn all($text: &str) -> Vec<Self> {
                    vec![
                        $($value,)*
                        Self::Nothing,
                        Self::Throttled { seconds: 30, note: shown($text), absent: None },
                        Self::Busy { seconds: u64::MAX },
                        Self::Lost($text.to_owned()),
                    ]
                }
            }

            /// Answers with what is asked for.
            ///
            /// # Errors
            ///
            /// With the variant that is asked for.
            #[lambda_endpoint(POST, $path)]
            pub async fn $operation(Json(asked): Json<Asked>) -> Result<Created<Asked>, Failure> {
                chosen(asked)
            }
        }
    };
}

macro_rules! structured {
    (
        $module:ident, $operation:ident at $path:literal: [$($options:tt)*]
        [$($variant:tt)*] $text:ident => [$($value:expr,)*]
    ) => {
        decodable! {
            $module, $operation at $path: [$($options)*]
            [
                #[error("{sku} is sold out")]
                #[api(status = 409)]
                SoldOut {
                    #[api(extension)]
                    sku: String,
                    #[api(extension = "m\u{f6}re")]
                    parts: BTreeMap<String, Part>,
                    #[api(extension)]
                    absent: Option<u8>,
                    #[api(extension, header = "X-Note")]
                    note: Option<String>,
                },
                #[error("no item")]
                #[api(status = 404, title = "No such item", code = "item.missing")]
                NoItem(#[api(extension = "item")] u64, #[api(extension = "huge")] u128),
                #[error("inner")]
                #[api(transparent)]
                Inner(Box<super::Inner>),
                $($variant)*
            ]
            $text => [
                Self::SoldOut { sku: $text.to_owned(), parts: parts($text), absent: None, note: Some(shown($text)) },
                Self::NoItem(u64::MAX, u128::MAX),
                Self::Inner(Box::new(super::Inner::Stale { text: $text.to_owned() })),
                $($value,)*
            ]
        }
    };
}

macro_rules! with_fields {
    (
        $module:ident, $operation:ident at $path:literal: [$($options:tt)*]
        [$($variant:tt)*] $text:ident => [$($value:expr,)*]
    ) => {
        structured! {
            $module, $operation at $path: [$($options)*]
            [
                #[error("fields")]
                #[api(status = 400)]
                Fields(#[api(errors)] Vec<FieldError>, #[api(extension = "form")] String),
                $($variant)*
            ]
            $text => [Self::Fields(field_errors($text), $text.to_owned()), $($value,)*]
        }
    };
}

macro_rules! prefixed {
    ($macro:ident, $module:ident, $operation:ident at $path:literal: [$($options:tt)*]) => {
        $macro! {
            $module, $operation at $path: [$($options)*]
            [
                #[error("unchanged")]
                #[api(status = 304)]
                Unchanged(#[api(header = "ETag")] String),
            ]
            text => [Self::Unchanged(format!("\"{}\"", text.len())),]
        }
    };
}

prefixed!(with_fields, problem, get_problem at "/problem": [body = Problem]);
prefixed!(with_fields, json_api, get_json_api at "/json-api": [body = JsonApi]);
prefixed!(with_fields, status_errors, get_status_errors at "/status-errors": [body = StatusErrors]);
prefixed!(with_fields, details, get_details at "/details": [body = HttpStatusDetails]);
prefixed!(with_fields, house, get_house at "/house": [body = House]);
prefixed!(structured, result_errors, get_result_errors at "/result-errors": [body = ResultErrors]);
prefixed!(decodable, message, get_message at "/message": [body = Message]);
with_fields!(problem_json, get_problem_json at "/problem-json": [body = Problem, style = "json"] [] text => []);
with_fields!(json_api_json, get_json_api_json at "/json-api-json": [body = JsonApi, style = "json"] [] text => []);
with_fields!(status_errors_json, get_status_errors_json at "/status-errors-json": [body = StatusErrors, style = "json"] [] text => []);
with_fields!(details_json, get_details_json at "/details-json": [body = HttpStatusDetails, style = "json"] [] text => []);
structured!(result_errors_json, get_result_errors_json at "/result-errors-json": [body = ResultErrors, style = "json"] [] text => []);

/// Calls a macro with the modules of all formats.
#[macro_export]
macro_rules! every_decodable {
    ($macro:ident) => {
        $macro! {
            problem,
            json_api,
            status_errors,
            details,
            house,
            result_errors,
            message,
            problem_json,
            json_api_json,
            status_errors_json,
            details_json,
            result_errors_json
        }
    };
}

/// The API.
pub fn api() -> Api<()> {
    Api::new("decodable", "1")
        .endpoint::<problem::get_problem>()
        .endpoint::<json_api::get_json_api>()
        .endpoint::<status_errors::get_status_errors>()
        .endpoint::<details::get_details>()
        .endpoint::<house::get_house>()
        .endpoint::<result_errors::get_result_errors>()
        .endpoint::<message::get_message>()
        .endpoint::<problem_json::get_problem_json>()
        .endpoint::<json_api_json::get_json_api_json>()
        .endpoint::<status_errors_json::get_status_errors_json>()
        .endpoint::<details_json::get_details_json>()
        .endpoint::<result_errors_json::get_result_errors_json>()
}
