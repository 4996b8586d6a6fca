//! The schemas of an endpoint's bodies and parameters, as the macros' output collects them.
//!
//! A body type need not have a schema. Rust decides at the place that names the type: an inherent constant wins over a
//! trait's constant, and only types with a schema have the inherent one.

use super::{Success, WithRejection};
use crate::{
    ApiError,
    member_types::{Describe, describe},
};
use axum::{
    Form, Json,
    extract::{Path, Query},
};
use schemars::JsonSchema;
use std::marker::PhantomData;

/// The bodies that an endpoint takes and gives.
#[derive(Debug, Clone, Copy)]
pub struct Schemas {
    pub(crate) success: Option<Describe>,
    bodies: &'static [Option<RequestBody>],
    parameters: &'static [Parameters],
}

/// The parameters that an extractor reads.
#[derive(Debug, Clone, Copy)]
pub struct Parameters {
    query: Option<Describe>,
    path: Option<Describe>,
}

impl Parameters {
    /// Those of the query string, and those of the path.
    #[must_use]
    pub const fn new(query: Option<Describe>, path: Option<Describe>) -> Self {
        Self { query, path }
    }
}

impl Schemas {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self::new(None, &[], &[]);

    /// The schema of the success, and for each extractor the body that it reads, if it reads one, and the parameters.
    #[must_use]
    pub const fn new(
        success: Option<Describe>,
        bodies: &'static [Option<RequestBody>],
        parameters: &'static [Parameters],
    ) -> Self {
        Self {
            success,
            bodies,
            parameters,
        }
    }

    /// The parameters of the query string, as far as they are known.
    pub(crate) fn query(&self) -> Option<Describe> {
        self.parameters
            .iter()
            .find_map(|parameters| parameters.query)
    }

    /// The parameters of the path, as far as they are known.
    pub(crate) fn path(&self) -> Option<Describe> {
        self.parameters
            .iter()
            .find_map(|parameters| parameters.path)
    }

    /// The body that the handler takes, as far as it is known.
    pub(crate) fn request(&self) -> Option<&'static RequestBody> {
        self.bodies.iter().flatten().next()
    }
}

/// The body that an extractor reads.
#[derive(Debug, Clone, Copy)]
pub struct RequestBody {
    pub(crate) media_type: &'static str,
    pub(crate) required: bool,
    pub(crate) schema: Option<Describe>,
}

impl RequestBody {
    /// A body of the form `form`, and of this schema.
    #[must_use]
    pub const fn new(form: Option<BodyForm>, schema: Option<Describe>) -> Option<Self> {
        match form {
            Some(BodyForm {
                media_type,
                required,
            }) => Some(Self {
                media_type,
                required,
                schema,
            }),
            None => None,
        }
    }
}

/// How a body is written, and whether there must be one.
#[derive(Debug, Clone, Copy)]
pub struct BodyForm {
    media_type: &'static str,
    required: bool,
}

/// The media type of [`Json`].
pub(crate) const JSON: &str = "application/json";
/// The media type of [`Form`].
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
/// The media type of a `String` body.
pub(crate) const TEXT: &str = "text/plain";

/// Finds the schema of the success in the output `T`, if it has one.
///
/// `T` is the output itself and not its success type: so the compiler reports a wrong output only once.
#[derive(Debug)]
pub struct OutputProbe<T>(PhantomData<T>);

impl<S, E> OutputProbe<Result<S, E>>
where
    S: Success,
    S::Body: JsonSchema,
{
    /// The schema.
    pub const SCHEMA: Option<Describe> = Some(describe::<S::Body>());
}

/// The constant of an [`OutputProbe`] whose success has no schema.
pub trait UnknownOutput {
    /// Nothing is known.
    const SCHEMA: Option<Describe> = None;
}

impl<T> UnknownOutput for OutputProbe<T> {}

/// Finds the body that the extractor `T` reads.
#[derive(Debug)]
pub struct BodyProbe<T>(PhantomData<T>);

macro_rules! bodies {
    ($($extractor:ident = $media_type:ident;)*) => {$(
        impl<T> BodyProbe<$extractor<T>> {
            /// How the body is written.
            pub const FORM: Option<BodyForm> = Some(BodyForm { media_type: $media_type, required: true });
        }

        impl<T> BodyProbe<Option<$extractor<T>>> {
            /// How the body is written.
            pub const FORM: Option<BodyForm> = Some(BodyForm { media_type: $media_type, required: false });
        }

        impl<T, E: ApiError> BodyProbe<WithRejection<$extractor<T>, E>> {
            /// How the body is written.
            pub const FORM: Option<BodyForm> = Some(BodyForm { media_type: $media_type, required: true });
        }

        impl<T: JsonSchema, E: ApiError> BodyProbe<WithRejection<$extractor<T>, E>> {
            /// The schema of the body.
            pub const SCHEMA: Option<Describe> = Some(describe::<T>());
        }

        impl<T: JsonSchema> BodyProbe<$extractor<T>> {
            /// The schema of the body.
            pub const SCHEMA: Option<Describe> = Some(describe::<T>());
        }

        impl<T: JsonSchema> BodyProbe<Option<$extractor<T>>> {
            /// The schema of the body.
            pub const SCHEMA: Option<Describe> = Some(describe::<T>());
        }
    )*};
}

bodies! {
    Json = JSON;
    Form = FORM;
}

impl BodyProbe<String> {
    /// Plain text.
    pub const FORM: Option<BodyForm> = Some(BodyForm {
        media_type: TEXT,
        required: true,
    });
    /// Any text.
    pub const SCHEMA: Option<Describe> = Some(describe::<String>());
}

/// The constants of a [`BodyProbe`] whose extractor reads no body that is known, or one without a schema.
pub trait UnknownBody {
    /// Nothing is known.
    const FORM: Option<BodyForm> = None;
    /// Nothing is known.
    const SCHEMA: Option<Describe> = None;
}

impl<T> UnknownBody for BodyProbe<T> {}

/// Finds the parameters that the extractor `T` reads.
#[derive(Debug)]
pub struct ParameterProbe<T>(PhantomData<T>);

impl<T: JsonSchema> ParameterProbe<Query<T>> {
    /// The parameters of the query string.
    pub const QUERY: Option<Describe> = Some(describe::<T>());
}

impl<T: JsonSchema> ParameterProbe<Path<T>> {
    /// The parameters of the path.
    pub const PATH: Option<Describe> = Some(describe::<T>());
}

impl<T: JsonSchema, E: ApiError> ParameterProbe<WithRejection<Query<T>, E>> {
    /// The parameters of the query string.
    pub const QUERY: Option<Describe> = Some(describe::<T>());
}

impl<T: JsonSchema, E: ApiError> ParameterProbe<WithRejection<Path<T>, E>> {
    /// The parameters of the path.
    pub const PATH: Option<Describe> = Some(describe::<T>());
}

/// The constants of a [`ParameterProbe`] whose extractor reads no parameters, or some without a schema.
pub trait UnknownParameters {
    /// Nothing is known.
    const QUERY: Option<Describe> = None;
    /// Nothing is known.
    const PATH: Option<Describe> = None;
}

impl<T> UnknownParameters for ParameterProbe<T> {}
