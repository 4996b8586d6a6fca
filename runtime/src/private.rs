//! The items that the macros' output names. No other code may use them.

/// Emits what other crates' documents need of a type.
pub use crate::__lambda_api_errors_documented as documented;
#[doc(hidden)]
pub use crate::__lambda_api_errors_documented_by_aide as documented_by_aide;
#[doc(hidden)]
pub use crate::__lambda_api_errors_documented_by_utoipa as documented_by_utoipa;
/// Emits code that only a Lambda function needs.
pub use crate::__lambda_api_errors_if_lambda as if_lambda;
/// Emits the types of an error's members, if a feature needs them.
pub use crate::__lambda_api_errors_member_types as member_types;
/// Emits the schemas of an endpoint's bodies, if a feature needs them.
pub use crate::__lambda_api_errors_schemas as schemas;
/// Emits the schemas of an enum of successes, if a feature needs them.
pub use crate::__lambda_api_errors_success_schemas as success_schemas;
pub use crate::decode::fields::{
    FieldFromHeader, ListFromBody, MemberFromBody, Received, read_field_errors, read_header,
    read_header_option, read_member, read_member_option, read_nested, read_rejection,
};
#[cfg(feature = "aide")]
pub use crate::documented::aide;
#[cfg(feature = "utoipa")]
pub use crate::documented::utoipa;
#[cfg(feature = "openapi")]
pub use crate::endpoint::schemas::{
    BodyProbe, OutputProbe, ParameterProbe, Parameters, RequestBody, Schemas, UnknownBody,
    UnknownOutput, UnknownParameters,
};
pub use crate::endpoint::success_outcome;
pub use crate::endpoint::{
    Argument, Call, Declaration, FindFault, Grouped, Handler, NO_PATH, NoArguments, NoState,
    PathProbe, Probe, RejectionSet, UnknownPath, UnknownProbe, check_endpoint, check_error,
    check_path, check_prefix, last, part,
};
pub use crate::error::Derived;
#[cfg(feature = "openapi")]
pub use crate::member_types::{
    Describe, HeaderProbe, MemberProbe, MemberType, MemberTypes, ResponseTypes, UnknownHeader,
    UnknownMember,
};
pub use axum::{
    extract::Request,
    response::{IntoResponse, Response as AxumResponse},
};
pub use lambda_api_errors_macros::{__ApiErrors as ApiErrors, __followed_by as followed_by};
#[cfg(feature = "lambda")]
pub use lambda_runtime::Diagnostic;
pub use serde::Serialize;

use crate::{
    ApiError, FieldError, Rejection, body::Renderer, endpoint::answer, field_error::FieldErrors,
};
#[cfg(feature = "lambda")]
use crate::{callback, log};
use std::{borrow::Cow, fmt::Display};

/// Whether one of `values` is true.
#[must_use]
pub const fn any(mut values: &[bool]) -> bool {
    while let [value, rest @ ..] = values {
        if *value {
            return true;
        }
        values = rest;
    }
    false
}

/// A type that can be a header's value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of a header",
    label = "has no `Display`",
    note = "implement `std::fmt::Display` for `{Self}`, or store the header's value as a `String` or a number"
)]
pub trait HeaderField: Display {}

#[diagnostic::do_not_recommend]
impl<T: Display> HeaderField for T {}

/// A header's value.
pub fn shown<T: HeaderField>(value: &T) -> Option<&dyn Display> {
    Some(value)
}

/// A header's value, if there is one.
pub fn shown_option<T: HeaderField>(value: &Option<T>) -> Option<&dyn Display> {
    value.as_ref().map(|value| value as &dyn Display)
}

/// An extension member's value.
pub fn member<T: Serialize>(value: &T) -> Option<&dyn erased_serde::Serialize> {
    Some(value)
}

/// An extension member's value, if there is one.
pub fn member_option<T: Serialize>(value: &Option<T>) -> Option<&dyn erased_serde::Serialize> {
    value
        .as_ref()
        .map(|value| value as &dyn erased_serde::Serialize)
}

/// The list of an `errors` field.
pub fn field_errors<T: FieldErrors<M>, M>(list: &T) -> Cow<'_, [FieldError]> {
    list.field_errors()
}

/// A type that can be the field of a `rejection` variant.
#[diagnostic::on_unimplemented(
    message = "the field of a `rejection` variant is a `Rejection`, found `{Self}`",
    label = "not a `Rejection`",
    note = "write `lambda_api_errors::Rejection` here"
)]
pub trait RejectionField: From<Rejection> {}

impl RejectionField for Rejection {}

/// The field of a `rejection` variant.
#[must_use]
pub fn rejected<T: RejectionField>(rejection: Rejection) -> T {
    rejection.into()
}

/// The answer of `error` outside of an endpoint, in its own format.
pub fn into_response<E: ApiError>(error: &E) -> AxumResponse {
    answer::respond(Renderer::of::<E>(), error)
}

/// The failed invocation of a function whose handler returns `error`.
#[cfg(feature = "lambda")]
pub fn diagnostic<E: ApiError>(error: &E) -> Diagnostic {
    error.visit(&mut log::answered);
    let (error_message, declared) = callback::encode_declared(error);
    Diagnostic {
        error_type: declared.code().to_owned(),
        error_message,
    }
}

#[cfg(feature = "openapi")]
#[doc(hidden)]
#[macro_export]
macro_rules! __lambda_api_errors_schemas {
    ($($extractor:ty),*) => {
        const SCHEMAS: $crate::__private::Schemas = {
            #[allow(unused_imports, reason = "only a body without a schema needs the traits")]
            use $crate::__private::{
                UnknownBody as _, UnknownOutput as _, UnknownParameters as _,
            };
            $crate::__private::Schemas::new(
                $crate::__private::OutputProbe::<Self::Output>::SCHEMA,
                &[$($crate::__private::RequestBody::new(
                    $crate::__private::BodyProbe::<$extractor>::FORM,
                    $crate::__private::BodyProbe::<$extractor>::SCHEMA,
                )),*],
                &[$($crate::__private::Parameters::new(
                    $crate::__private::ParameterProbe::<$extractor>::QUERY,
                    $crate::__private::ParameterProbe::<$extractor>::PATH,
                )),*],
            )
        };
    };
}

#[cfg(not(feature = "openapi"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __lambda_api_errors_schemas {
    ($($extractor:ty),*) => {};
}

#[cfg(feature = "openapi")]
#[doc(hidden)]
#[macro_export]
macro_rules! __lambda_api_errors_success_schemas {
    ($($(#[$condition:meta])* $success:ty),*) => {
        const SCHEMAS: &'static [::core::option::Option<$crate::__private::Describe>] = {
            #[allow(unused_imports, reason = "only a body without a schema needs the trait")]
            use $crate::__private::UnknownOutput as _;
            &[$(
                $(#[$condition])*
                $crate::__private::OutputProbe::<
                    ::core::result::Result<$success, ::core::convert::Infallible>,
                >::SCHEMA
            ),*]
        };
    };
}

#[cfg(not(feature = "openapi"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __lambda_api_errors_success_schemas {
    ($($successes:tt)*) => {};
}

/// In: the nested types, then for each response its index, its text, its extensions and its headers.
#[cfg(feature = "openapi")]
#[doc(hidden)]
#[macro_export]
macro_rules! __lambda_api_errors_member_types {
    ([$($nested:ty),*] $(
        $index:literal $text:literal
        [$($extension:literal $optional:literal $doc:literal $deprecated:literal $type:ty),*]
        [$($header:literal $optional_header:literal $header_doc:literal $deprecated_header:literal $header_type:ty),*];
    )*) => {
        const MEMBER_TYPES: &'static $crate::__private::MemberTypes = {
            #[allow(unused_imports, reason = "only a member without a schema needs the traits")]
            use $crate::__private::{UnknownHeader as _, UnknownMember as _};
            &$crate::__private::MemberTypes::new(
                &[$($crate::__private::ResponseTypes::new(
                    $index,
                    $text,
                    &[$($crate::__private::MemberType::new(
                        $extension,
                        $optional,
                        $doc,
                        $deprecated,
                        $crate::__private::MemberProbe::<$type>::SCHEMA,
                    )),*],
                    &[$($crate::__private::MemberType::new(
                        $header,
                        $optional_header,
                        $header_doc,
                        $deprecated_header,
                        $crate::__private::HeaderProbe::<$header_type>::SCHEMA,
                    )),*],
                )),*],
                &[$(<$nested as $crate::ApiError>::MEMBER_TYPES),*],
            )
        };
    };
}

#[cfg(not(feature = "openapi"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __lambda_api_errors_member_types {
    ($($types:tt)*) => {};
}

#[cfg(feature = "lambda")]
#[doc(hidden)]
#[macro_export]
macro_rules! __lambda_api_errors_if_lambda {
    ($($item:tt)*) => { $($item)* };
}

#[cfg(not(feature = "lambda"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __lambda_api_errors_if_lambda {
    ($($item:tt)*) => {};
}

/// In: `error`, the attributes of impls, then generics, type and bounds.
#[doc(hidden)]
#[macro_export]
macro_rules! __lambda_api_errors_documented {
    ($($of_type:tt)*) => {
        $crate::__private::documented_by_aide! { $($of_type)* }
        $crate::__private::documented_by_utoipa! { $($of_type)* }
    };
}

#[cfg(feature = "utoipa")]
#[doc(hidden)]
#[macro_export]
macro_rules! __lambda_api_errors_documented_by_utoipa {
    ($kind:ident [$($attributes:tt)*] [$($generics:tt)*] [$($type:tt)*] [$($bounds:tt)*]) => {
        #[automatically_derived]
        $($attributes)*
        impl $($generics)* $crate::__private::utoipa::IntoResponses for $($type)* $($bounds)* {
            fn responses() -> $crate::__private::utoipa::Responses {
                $crate::__private::utoipa::$kind::<Self>()
            }
        }
    };
}

#[cfg(not(feature = "utoipa"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __lambda_api_errors_documented_by_utoipa {
    ($($of_type:tt)*) => {};
}

#[cfg(feature = "aide")]
#[doc(hidden)]
#[macro_export]
macro_rules! __lambda_api_errors_documented_by_aide {
    (error [$($attributes:tt)*] [$($generics:tt)*] [$($type:tt)*] [$($bounds:tt)*]) => {
        #[automatically_derived]
        $($attributes)*
        impl $($generics)* $crate::__private::aide::OperationOutput for $($type)* $($bounds)* {
            type Inner = Self;

            fn inferred_responses(
                _: &mut $crate::__private::aide::GenContext,
                _: &mut $crate::__private::aide::Operation,
            ) -> $crate::__private::aide::Responses {
                $crate::__private::aide::error::<Self>()
            }
        }
    };
}

#[cfg(not(feature = "aide"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __lambda_api_errors_documented_by_aide {
    ($($of_type:tt)*) => {};
}
