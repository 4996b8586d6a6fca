#![doc = include_str!("../docs/crate.md")]
#![cfg_attr(
    all(feature = "cli", feature = "http"),
    doc = "# Guides\n\nThe module [`guide`] has them, from the first endpoint to the deployment."
)]
#![deny(missing_docs)]
#![cfg_attr(
    not(feature = "lambda"),
    expect(
        dead_code,
        reason = "answers carry notes that only their delivery in Lambda reads"
    )
)]

extern crate self as lambda_api_errors;

mod api;
mod body;
mod boxed_error;
mod builtin;
pub mod callback;
#[cfg(feature = "cli")]
mod cli;
mod const_text;
mod contract;
mod decode;
#[cfg(any(feature = "aide", feature = "utoipa"))]
mod documented;
mod endpoint;
mod error;
mod event_kind;
mod field_error;
#[cfg(all(any(doc, doctest), feature = "cli", feature = "http"))]
pub mod guide;
mod json;
#[cfg(feature = "lambda")]
mod lambda;
mod layer;
#[cfg(feature = "local")]
pub mod local;
mod log;
mod log_level;
mod media_type;
#[cfg(feature = "openapi")]
mod member_types;
mod occurrence;
#[cfg(feature = "openapi")]
pub mod openapi;
mod platform;
mod program;
mod rejection;
mod settings;
#[cfg(any(feature = "aide", feature = "openapi", feature = "utoipa"))]
mod statuses;
mod style;

#[doc(hidden)]
#[path = "private.rs"]
#[allow(missing_docs, reason = "only the macros name these")]
pub mod __private;

pub use api::{Api, ApiService, InvalidApi, Operation};
pub use axum::{
    self, Json,
    extract::{Form, Path, Query, Request, State},
    response::Response,
};
#[doc(hidden)]
pub use body::Shape;
pub use body::{
    BodyFormat, DescribedResponse, HttpStatusDetails, JsonApi, Message, Problem, ReceivedBody,
    ResultErrors, StatusErrors,
};
pub use boxed_error::Error;
pub use contract::{Claim, Contract, DeclaredResponse};
pub use decode::{Decode, Undecoded, UndecodedReason};
pub use endpoint::{
    Accepted, CorrelationId, Created, Endpoint, EndpointOutput, JsonLines, NoContent, Octets,
    Route, ServerSentEvents, Status, StreamFormat, Streamed, Success, SuccessOutcome,
    UnknownRejection, WithRejection,
};
pub use error::ApiError;
pub use event_kind::EventKind;
pub use field_error::FieldError;
pub use http::{self, StatusCode};
#[cfg(feature = "lambda")]
pub use lambda::{Chunks, CustomEvent, EventContext, service_fn};
#[doc = include_str!("../docs/api_errors.md")]
pub use lambda_api_errors_macros::api_errors;
#[doc = include_str!("../docs/api_success.md")]
pub use lambda_api_errors_macros::api_success;
#[doc = include_str!("../docs/lambda_endpoint.md")]
pub use lambda_api_errors_macros::lambda_endpoint;
#[cfg(feature = "lambda")]
pub use lambda_runtime::{self, Diagnostic};
pub use layer::{ErrorBodyLayer, ErrorBodyService};
pub use log::log_panics;
pub use log_level::LogLevel;
pub use occurrence::{Members, Occurrence};
pub use program::main;
pub use rejection::Rejection;
#[cfg(feature = "openapi")]
pub use schemars;
#[cfg(feature = "emf")]
pub use settings::Metrics;
pub use settings::{Cors, Function, Integration, IntegrationSettings, Security};
pub use style::Style;

/// The README compiles.
#[cfg(all(doctest, feature = "lambda"))]
#[doc = include_str!("../README.md")]
struct Readme;
