//! An API of many enums: each body format in each style, with every way in which a variant can be declared.
//!
//! Each operation answers with the variant that the request asks for, made of the text in it.

use lambda_api_errors::{
    Api, ApiError, BodyFormat, Created, FieldError, HttpStatusDetails, Json, JsonApi, Message,
    Occurrence, Problem, Rejection, ResultErrors, StatusErrors, api_errors,
    axum::response::IntoResponse, lambda_endpoint,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::panic::resume_unwind;

/// Which variant, and the text that it is made of.
#[derive(Debug, Serialize, Deserialize)]
pub struct Asked {
    /// An index into [`Format::all`]; a success behind its end, a panic at [`PANIC`].
    pub variant: usize,
    /// The text.
    pub text: String,
}

/// The variant that panics.
pub const PANIC: usize = usize::MAX;

/// One of the enums.
pub trait Format: ApiError + IntoResponse + Sized {
    /// The operation that answers with it.
    const OPERATION: &'static str;

    /// Each variant, made of `text`.
    fn all(text: &str) -> Vec<Self>;
}

/// A format of an application's own.
#[derive(Debug)]
pub struct House;

#[derive(Serialize)]
struct HouseBody {
    ok: bool,
    why: String,
}

impl BodyFormat for House {
    const MEMBERS: &'static [&'static str] = &["ok", "why"];

    fn body(error: &Occurrence<'_>) -> impl Serialize {
        let why = error
            .message()
            .map_or(error.title().to_owned(), |message| message.to_string());
        HouseBody { ok: false, why }
    }
}

/// An error inside of the others.
#[api_errors]
#[derive(Debug, thiserror::Error)]
pub enum Inner {
    /// Answers with an extension.
    #[error("inner {text}")]
    #[api(status = 412, title = "Stale's", prefix = "Stale! ")]
    Stale {
        /// In message and body.
        #[api(extension = "in-ner")]
        text: String,
    },
    /// Hides its text.
    #[error("inner {0}")]
    #[api(status = 507)]
    Full(String),
}

/// The variant that is asked for, or a success.
///
/// # Errors
///
/// With that variant.
pub(crate) fn chosen<E: Format>(asked: Asked) -> Result<Created<Asked>, E> {
    if asked.variant == PANIC {
        resume_unwind(Box::new(asked.text));
    }
    let mut all = E::all(&asked.text);
    if asked.variant < all.len() {
        return Err(all.swap_remove(asked.variant));
    }
    let location = format!("/asked/{}?a=%20&b='$x'", asked.variant);
    Ok(Created::new(asked).at(location))
}

fn nested(text: &str) -> Map<String, Value> {
    let value = json!([text, { text: [1.10, null, true, { "text": text }] }]);
    Map::from_iter([(text.to_owned(), value)])
}

fn field_errors(text: &str) -> Vec<FieldError> {
    let text = text.to_owned();
    vec![
        FieldError::new(text.clone(), text.clone()),
        FieldError::new("code", "message")
            .at(text.clone())
            .detail(text),
    ]
}

macro_rules! structured {
    ($module:ident, $operation:ident at $path:literal: [$($options:tt)*] [$($odd:tt)*] [$($out:tt)*]) => {
        /// One format in one style.
        pub mod $module {
            use super::*;

            /// Every way to fail.
            #[api_errors($($options)*)]
            #[derive(Debug, thiserror::Error)]
            #[allow(missing_docs, reason = "the attributes say all there is to say")]
            pub enum Failure {
                #[error("{text}")]
                #[api(status = 404)]
                Missing {
                    #[api(extension = "what")]
                    text: String,
                },
                #[error("{0}")]
                #[api(status = 409, $($odd)*)]
                Odd(String),
                #[error("{0}")]
                #[api(status = 410, code = "gone.x:y-z_1", detail = "It's $gone ##\\.", pointer = "/a~1b/$0")]
                Gone(String),
                #[error("fields")]
                #[api(status = 400)]
                Fields(#[api(errors)] Vec<FieldError>),
                #[error("{0}")]
                #[api(status = 403, opaque, detail = "Please call $5 #us's.")]
                Denied(String),
                #[error("{text}")]
                #[api(status = 429)]
                Throttled {
                    text: String,
                    #[api(header = "Retry-After")]
                    after: String,
                    #[api(header = "X-Note")]
                    note: Option<String>,
                },
                #[error("nested")]
                #[api(status = 422)]
                Nested(#[api(extension = "more")] Map<String, Value>),
                #[error("over there")]
                #[api(status = 303)]
                Elsewhere(#[api(header = "Location")] String),
                #[error("{0}")]
                #[api(status = 500)]
                Lost(String),
                #[error("{0}")]
                #[api(status = 500, expose, $($out)*)]
                Broken(String),
                #[error("{0}")]
                #[api(status = 502, expose)]
                Upstream(String),
                #[error("{0}")]
                #[api(status = 503)]
                Down(String, #[api(header = "Retry-After")] String),
                #[error("{0}")]
                #[api(status = 504, expose)]
                Slow(String),
                #[error("{0}")]
                #[api(status = 207, success)]
                Partly(String),
                #[error(transparent)]
                #[api(transparent)]
                Inner(Inner),
                #[error("refused: {0}")]
                #[api(status = 400, rejection)]
                Refused(Rejection),
            }

            impl Format for Failure {
                const OPERATION: &'static str = stringify!($operation);

                fn all(text: &str) -> Vec<Self> {
                    let text = || text.to_owned();
                    vec![
                        Self::Missing { text: text() },
                        Self::Odd(text()),
                        Self::Gone(text()),
                        Self::Fields(field_errors(&text())),
                        Self::Fields(Vec::new()),
                        Self::Denied(text()),
                        Self::Throttled { text: text(), after: text(), note: Some(text()) },
                        Self::Throttled { text: text(), after: "30".to_owned(), note: None },
                        Self::Nested(nested(&text())),
                        Self::Elsewhere(text()),
                        Self::Lost(text()),
                        Self::Broken(text()),
                        Self::Upstream(text()),
                        Self::Down(text(), text()),
                        Self::Slow(text()),
                        Self::Partly(text()),
                        Self::Inner(Inner::Stale { text: text() }),
                        Self::Inner(Inner::Full(text())),
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

macro_rules! prefixed {
    ($module:ident, $operation:ident at $path:literal: $($options:tt)*) => {
        structured! {
            $module, $operation at $path: [$($options)*]
            [prefix = "Bad's $x #if(1) ## \\ [a-z]+ ^.*|(?: ", title = "It's #odd $x \\"]
            [prefix = "It's $out #end: ", title = "Out's $o #o"]
        }
    };
}

macro_rules! json {
    ($module:ident, $operation:ident at $path:literal: $($options:tt)*) => {
        structured! {
            $module, $operation at $path: [$($options)*, style = "json"]
            [title = "It's #odd $x \\ [a-z]+ ^.*|(?: "] [title = "Out's $o #o"]
        }
    };
}

prefixed!(problem, ask_problem at "/problem": body = Problem);
prefixed!(typed, ask_typed at "/typed": type_base = "https://errors.example/$x#", rename_all = "kebab-case");
prefixed!(json_api, ask_json_api at "/json-api": body = JsonApi);
prefixed!(status_errors, ask_status_errors at "/status-errors": body = StatusErrors);
prefixed!(details, ask_details at "/details": body = HttpStatusDetails);
prefixed!(result_errors, ask_result_errors at "/result-errors": body = ResultErrors);
prefixed!(house, ask_house at "/house": body = House);
json!(problem_json, ask_problem_json at "/problem.json": body = Problem);
json!(json_api_json, ask_json_api_json at "/json-api.json": body = JsonApi);
json!(status_errors_json, ask_status_errors_json at "/status-errors.json": body = StatusErrors);
json!(details_json, ask_details_json at "/details.json": body = HttpStatusDetails);
json!(result_errors_json, ask_result_errors_json at "/result-errors.json": body = ResultErrors);

/// Plain text.
pub mod message {
    use super::{
        Asked, Created, Format, Json, Message, Rejection, api_errors, chosen, lambda_endpoint,
    };

    /// Every way to fail that has a place in plain text.
    #[api_errors(body = Message)]
    #[derive(Debug, thiserror::Error)]
    #[allow(missing_docs, reason = "the attributes say all there is to say")]
    pub enum Failure {
        #[error("{0}")]
        #[api(status = 404)]
        Missing(String),
        #[error("{0}")]
        #[api(status = 409, prefix = "Bad's $x #if(1) ## \\ [a-z]+ ^.*|(?: ")]
        Odd(String),
        #[error("{0}")]
        #[api(status = 403, opaque, detail = "Please call $5 #us's.")]
        Denied(String),
        #[error("{text}")]
        #[api(status = 429)]
        Throttled {
            text: String,
            #[api(header = "Retry-After")]
            after: String,
            #[api(header = "X-Note")]
            note: Option<String>,
        },
        #[error("over there")]
        #[api(status = 303)]
        Elsewhere(#[api(header = "Location")] String),
        #[error("{0}")]
        #[api(status = 500)]
        Lost(String),
        #[error("{0}")]
        #[api(status = 500, expose, prefix = "It's $out #end: ")]
        Broken(String),
        #[error("{0}")]
        #[api(status = 503)]
        Down(String, #[api(header = "Retry-After")] String),
        #[error("{0}")]
        #[api(status = 504, expose)]
        Slow(String),
        #[error("{0}")]
        #[api(status = 400, rejection)]
        Refused(Rejection),
    }

    impl Format for Failure {
        const OPERATION: &'static str = "ask_message";

        fn all(text: &str) -> Vec<Self> {
            let text = || text.to_owned();
            let throttled = |after, note| Self::Throttled {
                text: text(),
                after,
                note,
            };
            vec![
                Self::Missing(text()),
                Self::Odd(text()),
                Self::Denied(text()),
                throttled(text(), Some(text())),
                throttled("30".to_owned(), None),
                Self::Elsewhere(text()),
                Self::Lost(text()),
                Self::Broken(text()),
                Self::Down(text(), text()),
                Self::Slow(text()),
            ]
        }
    }

    /// Answers with what is asked for.
    ///
    /// # Errors
    ///
    /// With the variant that is asked for.
    #[lambda_endpoint(POST, "/message")]
    pub async fn ask_message(Json(asked): Json<Asked>) -> Result<Created<Asked>, Failure> {
        chosen(asked)
    }
}

/// Calls the macro `$each` for the `Failure` of each module here.
#[macro_export]
macro_rules! for_each_format {
    ($each:ident) => {
        $each!(
            problem,
            typed,
            json_api,
            status_errors,
            details,
            result_errors,
            house,
            problem_json,
            json_api_json,
            status_errors_json,
            details_json,
            result_errors_json,
            message
        )
    };
}

/// The API.
pub fn api() -> Api<()> {
    Api::new("formats", "1")
        .endpoint::<problem::ask_problem>()
        .endpoint::<typed::ask_typed>()
        .endpoint::<json_api::ask_json_api>()
        .endpoint::<status_errors::ask_status_errors>()
        .endpoint::<details::ask_details>()
        .endpoint::<result_errors::ask_result_errors>()
        .endpoint::<house::ask_house>()
        .endpoint::<problem_json::ask_problem_json>()
        .endpoint::<json_api_json::ask_json_api_json>()
        .endpoint::<status_errors_json::ask_status_errors_json>()
        .endpoint::<details_json::ask_details_json>()
        .endpoint::<result_errors_json::ask_result_errors_json>()
        .endpoint::<message::ask_message>()
}
