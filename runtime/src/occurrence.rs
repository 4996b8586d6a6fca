//! The value side of an error: one occurrence of a declared response.

use crate::{
    DeclaredResponse, FieldError, Style,
    json::{self, Object, Serialized, Spaced, Text, header_text},
};
use http::StatusCode;
use serde::{Serialize, Serializer};
use std::{
    error::Error,
    fmt::{self, Display},
};

pub(crate) type Header<'a> = (&'static str, Option<&'a dyn Display>);
pub(crate) type Extension<'a> = (&'static str, Option<&'a dyn erased_serde::Serialize>);

/// One error value as a [body format](crate::BodyFormat) sees it.
///
/// An occurrence of an opaque response does not give the error's text: [`message`](Self::message) is `None`.
///
/// ```
/// use lambda_api_errors::{ApiError, api_errors};
///
/// #[api_errors]
/// #[derive(Debug, thiserror::Error)]
/// enum CartError {
///     #[error("no cart {0}")]
///     #[api(status = 404)]
///     NotFound(u32),
/// }
/// CartError::NotFound(7).visit(&mut |occurrence| {
///     assert_eq!(occurrence.code(), "NotFound");
///     assert_eq!(occurrence.message().unwrap().to_string(), "no cart 7");
/// });
/// ```
#[derive(Clone, Copy)]
pub struct Occurrence<'a> {
    response: &'static DeclaredResponse,
    error: &'a (dyn Error + 'a),
    headers: &'a [Header<'a>],
    extensions: &'a [Extension<'a>],
    errors: &'a [FieldError],
    style: Style,
}

impl<'a> Occurrence<'a> {
    #[doc(hidden)]
    #[must_use]
    pub fn new(response: &'static DeclaredResponse, error: &'a (dyn Error + 'a)) -> Self {
        Self {
            response,
            error,
            headers: &[],
            extensions: &[],
            errors: &[],
            style: Style::Prefixed,
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub fn headers(mut self, headers: &'a [Header<'a>]) -> Self {
        self.headers = headers;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub fn extensions(mut self, extensions: &'a [Extension<'a>]) -> Self {
        self.extensions = extensions;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub fn errors(mut self, errors: &'a [FieldError]) -> Self {
        self.errors = errors;
        self
    }

    pub(crate) fn styled(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// The declaration of this response.
    #[must_use]
    pub fn response(&self) -> &'static DeclaredResponse {
        self.response
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The error code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.response.code()
    }

    /// The short summary, the same for every occurrence.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.response.title()
    }

    /// The error's own text, or `None` when the response is opaque.
    #[must_use]
    pub fn message(&self) -> Option<impl Display + Serialize + use<'a>> {
        self.visible_error().map(Text)
    }

    /// The fixed explanation, if one is declared.
    #[must_use]
    pub fn detail(&self) -> Option<&'static str> {
        self.response.fixed_detail()
    }

    /// The JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)) to the wrong part of the request, if one is declared.
    #[must_use]
    pub fn pointer(&self) -> Option<&'static str> {
        self.response.fixed_pointer()
    }

    /// The field errors; empty when there are none.
    #[must_use]
    pub fn field_errors(&self) -> &'a [FieldError] {
        self.errors
    }

    /// The extension members, which serialise as one map.
    ///
    /// In the `json` style the headers are among them, since a template then finds them in the body only.
    #[must_use]
    pub fn members(&self) -> Members<'a> {
        Members {
            extensions: self.extensions,
            headers: match self.style {
                Style::Json => self.headers,
                Style::Prefixed => &[],
            },
        }
    }

    pub(crate) fn error(&self) -> &'a (dyn Error + 'a) {
        self.error
    }

    /// The error, unless the response is opaque.
    pub(crate) fn visible_error(&self) -> Option<&'a (dyn Error + 'a)> {
        (!self.response.is_opaque()).then_some(self.error)
    }

    /// The headers that have a value, each as HTTP allows it.
    pub(crate) fn header_values(
        &self,
    ) -> impl Iterator<Item = (&'static str, Spaced<&'a dyn Display>)> + use<'a> {
        present_headers(self.headers)
    }
}

fn present_headers<'a>(
    headers: &'a [Header<'a>],
) -> impl Iterator<Item = (&'static str, Spaced<&'a dyn Display>)> {
    headers
        .iter()
        .filter_map(|(name, value)| Some((*name, header_text((*value)?))))
}

impl fmt::Debug for Occurrence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Occurrence")
            .field("response", self.response)
            .finish_non_exhaustive()
    }
}

/// The extension members of a body: serialises as a map, to be flattened or put under a name.
///
/// ```
/// use lambda_api_errors::{ApiError, api_errors};
///
/// #[api_errors]
/// #[derive(Debug, thiserror::Error)]
/// #[error("sold out")]
/// #[api(status = 409)]
/// struct SoldOut {
///     #[api(extension)]
///     sku: String,
/// }
/// SoldOut { sku: "A1".into() }.visit(&mut |occurrence| {
///     assert_eq!(serde_json::to_string(&occurrence.members()).unwrap(), r#"{"sku":"A1"}"#);
/// });
/// ```
#[derive(Clone, Copy)]
pub struct Members<'a> {
    extensions: &'a [Extension<'a>],
    headers: &'a [Header<'a>],
}

impl Members<'_> {
    /// Whether there is no member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.extensions.iter().all(|(_, value)| value.is_none())
            && self.headers.iter().all(|(_, value)| value.is_none())
    }
}

impl fmt::Debug for Members<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.extensions.iter().map(|(name, _)| name))
            .finish()
    }
}

impl Object for Members<'_> {
    fn add_to<O: json::Members>(&self, object: &mut O) -> Result<(), O::Error> {
        for (name, value) in self.extensions {
            if let Some(value) = value {
                object.value(name, *value)?;
            }
        }
        let mut headers = present_headers(self.headers);
        headers.try_for_each(|(name, value)| object.shown(name, value))
    }
}

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Serialized(self).serialize(serializer)
    }
}
