//! The reason why an extractor refused a request, as a value that an error type can hold.

use crate::{DeclaredResponse, FieldError, field_error::shortened};
use http::StatusCode;
use std::{error::Error, fmt, slice};

/// The reason why an extractor refused a request: the only field of a variant that is marked `rejection`.
///
/// It displays as a text that the caller may see, of at most 1,000 characters. With `#[api(errors)]` the body lists the
/// [field](Self::field_errors) that was refused too:
///
/// ```
/// use lambda_api_errors::{ApiError, Rejection, api_errors};
///
/// #[api_errors]
/// #[derive(Debug, thiserror::Error)]
/// enum CartError {
///     #[error("the request is invalid: {0}")]
///     #[api(status = 400, rejection)]
///     Invalid(#[api(errors)] Rejection),
/// }
/// assert!(CartError::CONTRACT.response(0).has_errors());
/// ```
#[derive(Debug)]
pub struct Rejection {
    declared: &'static DeclaredResponse,
    text: String,
    field: Option<Box<FieldError>>,
}

impl Rejection {
    pub(crate) fn new(declared: &'static DeclaredResponse, text: String) -> Self {
        Self {
            declared,
            text: shortened(text),
            field: None,
        }
    }

    /// A rejection as a client got it, in an answer that gives `declared`.
    pub(crate) fn received(
        declared: &'static DeclaredResponse,
        text: String,
        field: Option<FieldError>,
    ) -> Self {
        Self::new(declared, text).with_field(field)
    }

    pub(crate) fn with_field(mut self, field: Option<FieldError>) -> Self {
        self.field = field.map(Box::new);
        self
    }

    /// The status of the answer when no variant takes the rejection: 400, 413, 415 or 422. That of a [decoded](crate::Decode)
    /// rejection is the status of its variant.
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

    /// The error code of the answer when no variant takes the rejection. That of a [decoded](crate::Decode) rejection is the
    /// code of its variant.
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

    /// The field of a JSON body, form, query string or path that was refused. It is empty when the request was refused for
    /// another reason, such as its `Content-Type`.
    ///
    /// `source` is a JSON pointer into the body, or the name of the parameter after a `/`. A missing field has the pointer that it
    /// would have. What `#[serde(flatten)]` or an untagged enum reads is known as a whole only. `code` is that of the rejection.
    ///
    /// ```
    /// fn place(rejection: &lambda_api_errors::Rejection) -> Option<&str> {
    ///     rejection.field_errors().first()?.source.as_deref() // such as `/lines/0/sku`
    /// }
    /// ```
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        self.field.as_deref().map_or(&[], slice::from_ref)
    }
}

impl AsRef<[FieldError]> for Rejection {
    fn as_ref(&self) -> &[FieldError] {
        self.field_errors()
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Rejection {}
