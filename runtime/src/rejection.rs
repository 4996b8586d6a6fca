//! The reason why an extractor refused a request, as a value that an error type can hold.

use crate::DeclaredResponse;
use http::StatusCode;
use std::{error::Error, fmt};

/// The reason why an extractor refused a request: the only field of a variant that is marked `rejection`.
///
/// It displays as a text that the caller may see.
///
/// ```
/// use lambda_api_errors::{Rejection, api_errors};
///
/// #[api_errors]
/// #[derive(Debug, thiserror::Error)]
/// enum CartError {
///     #[error("the request is invalid: {0}")]
///     #[api(status = 400, rejection)]
///     Invalid(Rejection),
/// }
/// ```
#[derive(Debug)]
pub struct Rejection {
    declared: &'static DeclaredResponse,
    text: String,
}

impl Rejection {
    pub(crate) fn new(declared: &'static DeclaredResponse, text: String) -> Self {
        Self { declared, text }
    }

    /// The status of the answer when no variant takes the rejection: 400, 413, 415 or 422.
    ///
    /// ```
    /// fn is_too_large(rejection: &lambda_api_errors::Rejection) -> bool {
    ///     rejection.status() == 413
    /// }
    /// ```
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.declared.status()
    }

    /// The error code of the answer when no variant takes the rejection.
    ///
    /// ```
    /// fn is_not_json(rejection: &lambda_api_errors::Rejection) -> bool {
    ///     rejection.code() == "MalformedJson"
    /// }
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.declared.code()
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Rejection {}
