//! The same errors in every format.

use lambda_api_errors::{
    ApiError, BodyFormat, FieldError, HttpStatusDetails, JsonApi, Message, Occurrence, Problem,
    ResultErrors, StatusErrors, api_errors,
};
use serde::Serialize;

/// A format of the program's own.
pub(crate) struct House;

impl BodyFormat for House {
    fn body(error: &Occurrence<'_>) -> impl Serialize {
        std::collections::BTreeMap::from([("why", error.title())])
    }
}

/// An enum of `$format` and one value of each of its variants.
macro_rules! errors {
    ($($name:ident: $format:ident, $field:ident;)*) => {$(
        mod $field {
            use super::*;

            #[api_errors(body = $format)]
            #[derive(Debug, thiserror::Error)]
            pub(crate) enum $name {
                /// There is no such cart.
                #[error("no cart {0}")]
                #[api(status = 404)]
                NotFound(#[api(header = "retry-after")] u32),

                /// There is no such article
                #[error("no article")]
                #[api(status = 404, code = "no-article", pointer = "/article")]
                NoArticle {
                    #[api(header = "Retry-After")]
                    seconds: Option<u32>,
                },

                #[error("a secret: {0}")]
                #[api(status = 503, detail = "Come back later.")]
                Closed(String),
            }
        }
        pub(crate) use $field::$name;

        impl $name {
            pub(crate) fn all() -> [Self; 3] {
                [
                    Self::NotFound(7),
                    Self::NoArticle { seconds: Some(1) },
                    Self::Closed("password".to_owned()),
                ]
            }
        }
    )*};
}

errors! {
    ProblemError: Problem, problem;
    JsonApiError: JsonApi, json_api;
    StatusError: StatusErrors, status_errors;
    HttpStatusError: HttpStatusDetails, http_status_details;
    ResultError: ResultErrors, result_errors;
    MessageError: Message, message;
    HouseError: House, house;
}

/// An error with members of its own and a list of field errors.
#[api_errors]
#[derive(Debug, thiserror::Error)]
pub(crate) enum Listed<E: ApiError + 'static> {
    /// Some fields are wrong.
    #[error("invalid")]
    #[api(status = 422)]
    Invalid {
        #[api(errors)]
        fields: Vec<FieldError>,
        #[api(extension)]
        count: usize,
    },

    #[error(transparent)]
    #[api(transparent)]
    Other(E),
}

/// The same list in a format whose lists hold field errors or the error itself.
#[api_errors(body = StatusErrors)]
#[derive(Debug, thiserror::Error)]
#[error("invalid")]
#[api(status = 422)]
pub(crate) struct ListedStatus(#[api(errors)] pub(crate) Vec<FieldError>);
