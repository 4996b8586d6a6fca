//! A declared response with given texts in it.

use super::PLAIN;
use crate::{DeclaredResponse, FieldError, Occurrence, body::Renderer, callback};
use serde_json::Value;
use std::{error::Error, fmt};

/// Where in an error a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Text,
    FieldErrors,
    Extension(&'static str),
    Header(&'static str),
}

/// The places of `response`; those that most likely repeat a caller's text come first.
pub(crate) fn places(response: &DeclaredResponse) -> Vec<Place> {
    let extensions = response.extension_names().iter().copied();
    let headers = response.header_names().iter().copied();
    [Place::Text]
        .into_iter()
        .chain(response.has_errors().then_some(Place::FieldErrors))
        .chain(extensions.map(Place::Extension))
        .chain(headers.map(Place::Header))
        .collect()
}

/// Which parts of an error are present, and where the text stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filling<'a> {
    /// The text, without optional parts.
    Least(&'a str),
    /// All parts, with the text at one place.
    At(Place, &'a str),
    /// All parts, with the text at each place.
    Everywhere(&'a str),
}

/// The JSON types of an error's extensions. The contract does not know them, so each form is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extensions {
    /// Texts, but numbers where a bit is set, the first extension at the lowest.
    Numbers(u32),
    /// Texts and objects in turn.
    Nested,
}

/// An error that a handler could have given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SampleError<'a> {
    pub(crate) response: &'static DeclaredResponse,
    pub(crate) filling: Filling<'a>,
    pub(crate) extensions: Extensions,
}

impl<'a> SampleError<'a> {
    /// An error whose extensions are texts.
    pub(crate) fn new(response: &'static DeclaredResponse, filling: Filling<'a>) -> Self {
        Self {
            response,
            filling,
            extensions: Extensions::Numbers(0),
        }
    }

    /// The callback message.
    pub(crate) fn message(&self, renderer: Renderer) -> String {
        self.occurrence(|occurrence| callback::of_occurrence(renderer, occurrence).0)
    }

    /// Lends the error to `write`.
    pub(crate) fn occurrence<T>(&self, write: impl FnOnce(&Occurrence<'_>) -> T) -> T {
        let error = GivenText(self.at(Place::Text));
        let occurrence = Occurrence::new(self.response, &error);
        if let Filling::Least(_) = self.filling {
            return write(&occurrence);
        }
        let extensions: Vec<_> = self
            .response
            .extension_names()
            .iter()
            .enumerate()
            .map(|(index, &name)| (name, self.extension(index, name)))
            .collect();
        let extensions: Vec<_> = extensions
            .iter()
            .map(|(name, value)| (*name, Some(value as &dyn erased_serde::Serialize)))
            .collect();
        let headers: Vec<_> = self
            .response
            .header_names()
            .iter()
            .map(|&name| (name, self.at(Place::Header(name))))
            .collect();
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (*name, Some(value as &dyn fmt::Display)))
            .collect();
        let errors = self.field_errors();
        write(
            &occurrence
                .extensions(&extensions)
                .headers(&headers)
                .errors(&errors),
        )
    }

    /// The text at this place.
    fn at(&self, place: Place) -> &'a str {
        match self.filling {
            Filling::Everywhere(text) => text,
            Filling::Least(text) if place == Place::Text => text,
            Filling::At(this, text) if place == this => text,
            Filling::Least(_) | Filling::At(..) => PLAIN,
        }
    }

    fn extension(&self, index: usize, name: &'static str) -> Value {
        let text = self.at(Place::Extension(name));
        match self.extensions {
            Extensions::Numbers(numbers) if numbers >> index.min(31) & 1 == 1 => 7.into(),
            Extensions::Nested if index % 2 == 1 => serde_json::json!({ text: [text] }),
            Extensions::Numbers(_) | Extensions::Nested => text.into(),
        }
    }

    fn field_errors(&self) -> Vec<FieldError> {
        if !self.response.has_errors() {
            return Vec::new();
        }
        let text = self.at(Place::FieldErrors).to_owned();
        if !matches!(self.filling, Filling::Everywhere(_)) {
            return vec![FieldError::new("Code", text).at("/pointer")];
        }
        let error = FieldError::new(text.clone(), text.clone());
        vec![error.clone(), error.at(text.clone()).detail(text)]
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("the error's text"),
            Self::FieldErrors => f.write_str("the message of a field error"),
            Self::Extension(name) => write!(f, "the extension `{name}`"),
            Self::Header(name) => write!(f, "the header `{name}`"),
        }
    }
}

#[derive(Debug)]
struct GivenText<'a>(&'a str);

impl fmt::Display for GivenText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for GivenText<'_> {}
