//! A mistake in one part of a request.

mod list;
#[cfg(feature = "garde")]
mod of_garde;
#[cfg(feature = "validator")]
mod of_validator;
mod pointer;

pub(crate) use list::FieldErrors;
pub(crate) use pointer::{Pointer, shortened};

use crate::json::{Members, Object, Serialized};
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;

/// A mistake in one part of a request. A variant lists such mistakes in its `errors` field.
///
/// ```
/// use lambda_api_errors::FieldError;
///
/// let error = FieldError::new("TooShort", "Value is too short")
///     .at("/data/attributes/first-name")
///     .detail("First name must contain at least three characters.");
/// assert_eq!(error.source.as_deref(), Some("/data/attributes/first-name"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct FieldError {
    /// A stable name for this kind of mistake.
    pub code: Cow<'static, str>,
    /// A JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)) to the wrong part.
    pub source: Option<Cow<'static, str>>,
    /// A short text for people.
    pub message: Cow<'static, str>,
    /// A longer text.
    pub detail: Option<Cow<'static, str>>,
}

impl FieldError {
    /// A mistake of the kind `code`, with a short text for people.
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code: code.into(),
            source: None,
            message: message.into(),
            detail: None,
        }
    }

    /// Sets the place in the request, as a JSON pointer.
    #[must_use]
    pub fn at(mut self, source: impl Into<Cow<'static, str>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Adds a longer text.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

impl Object for FieldError {
    fn add_to<O: Members>(&self, object: &mut O) -> Result<(), O::Error> {
        let Self {
            code,
            source,
            message,
            detail,
        } = self;
        object.text("code", code)?;
        if let Some(source) = source {
            object.text("source", source)?;
        }
        object.text("message", message)?;
        match detail {
            Some(detail) => object.text("detail", detail),
            None => Ok(()),
        }
    }
}

impl Serialize for FieldError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Serialized(self).serialize(serializer)
    }
}
