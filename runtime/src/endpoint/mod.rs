//! Endpoints: handlers with a method, a path and a contract.
//!
//! `#[lambda_endpoint]` implements [`Endpoint`] for a type that is named as the handler. It calls the
//! extractors, then the handler. This module makes HTTP responses of rejections, errors and successes.

pub(crate) mod answer;
mod correlation_id;
#[cfg(feature = "lambda")]
mod event_use;
mod extract;
mod extractor_rejections;
mod handler;
pub(crate) mod path;
mod proof;
mod rejected_field;
#[cfg(feature = "openapi")]
pub(crate) mod schemas;
pub(crate) mod streamed;
pub(crate) mod streaming;
pub(crate) mod success;
mod unknown_rejection;
mod with_rejection;

pub use correlation_id::CorrelationId;
pub use extractor_rejections::{Argument, Probe, RejectionSet, UnknownProbe};
pub use handler::{Call, Grouped, Handler, NoArguments, last, part};
pub use path::{FindFault, NO_PATH, PathProbe, UnknownPath, check_path};
pub use proof::{check_endpoint, check_error, check_prefix};
pub use streamed::{JsonLines, Octets, ServerSentEvents, StreamFormat, Streamed};
pub use success::{Accepted, Created, NoContent, Status, Success, SuccessOutcome, success_outcome};
pub use unknown_rejection::UnknownRejection;
pub use with_rejection::WithRejection;

use crate::ApiError;
use axum::{
    extract::{FromRef, Request},
    response::Response,
};
use http::Method;
use std::pin::Pin;

/// A handler together with its method, path and contract. `#[lambda_endpoint]` implements it.
///
/// ```
/// use lambda_api_errors::{Endpoint, Json, lambda_endpoint};
/// use std::convert::Infallible;
///
/// #[lambda_endpoint(GET, "/health")]
/// async fn health() -> Result<Json<&'static str>, Infallible> {
///     Ok(Json("ok"))
/// }
/// assert_eq!(health::OPERATION, "health");
/// assert_eq!(health::ROUTE.unwrap().path(), "/health");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an endpoint",
    label = "not an endpoint",
    note = "write `#[lambda_endpoint(METHOD, \"/path\")]` above the handler, and name the handler here"
)]
pub trait Endpoint: 'static {
    /// The name of the operation, unique within an `Api`.
    const OPERATION: &'static str = Self::DECLARATION.operation;

    /// Method and path; `None` for a function that takes whole events.
    const ROUTE: Option<Route> = Self::DECLARATION.route;

    /// The handler's documentation.
    const DOC: &'static str = Self::DECLARATION.doc;

    /// What the macro found, as one constant: rustc takes time for each.
    #[doc(hidden)]
    const DECLARATION: Declaration<Self::State>;

    /// The schemas of the bodies that the handler takes and gives, as far as their types have one.
    #[cfg(feature = "openapi")]
    #[doc(hidden)]
    const SCHEMAS: schemas::Schemas = schemas::Schemas::UNKNOWN;

    /// The handler's part of the `Api`'s shared state.
    type State: Send + Sync + 'static;

    /// The handler's return type: a `Result` of a [`Success`] and an [`ApiError`].
    type Output: EndpointOutput;

    /// Extracts the arguments, calls the handler and answers.
    fn call(
        request: Request,
        state: Self::State,
    ) -> Pin<Box<dyn Future<Output = Response> + Send>> {
        Self::DECLARATION.handler.call(request, state)
    }
}

/// What the macro found of an endpoint whose state is `S`.
#[expect(
    missing_debug_implementations,
    reason = "only the macro's output and this crate see it"
)]
pub struct Declaration<S: 'static> {
    /// The name of the operation.
    pub operation: &'static str,
    /// Method and path.
    pub route: Option<Route>,
    /// How many parameters the path has.
    pub parameters: usize,
    /// The handler's documentation.
    pub doc: &'static str,
    /// The arguments, one after the other.
    pub arguments: &'static [Argument],
    /// The handler and its extractors.
    pub handler: &'static dyn Call<S>,
}

/// A method and a path.
///
/// ```
/// let route = lambda_api_errors::Route::new("GET", "/carts/{cart}");
/// assert_eq!(route.to_string(), "GET /carts/{cart}");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    method: &'static str,
    path: &'static str,
}

impl Route {
    /// `method` in capitals, and a path in axum's syntax: `/carts/{cart}`, `/files/{*rest}`.
    #[must_use]
    pub const fn new(method: &'static str, path: &'static str) -> Self {
        Self { method, path }
    }

    /// The HTTP method.
    ///
    /// # Panics
    ///
    /// When it is not a method's name.
    #[must_use]
    pub fn method(&self) -> Method {
        Method::from_bytes(self.method.as_bytes()).expect("the name of an HTTP method")
    }

    /// The path.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }
}

impl std::fmt::Display for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// The return type of a handler: a `Result` of a [`Success`] and an [`ApiError`].
///
/// ```
/// use lambda_api_errors::{EndpointOutput, Json};
/// use std::convert::Infallible;
///
/// let output: Result<Json<u8>, Infallible> = Ok(Json(1));
/// assert!(output.into_result().is_ok());
/// ```
#[diagnostic::on_unimplemented(
    message = "an endpoint cannot return `{Self}`",
    label = "not a `Result` of a success and an error",
    note = "return `Result<S, E>`, where `S` is `Json<T>`, `Created<T>`, `Accepted<T>`, `NoContent` or `Status<CODE, T>`, and `E` has `#[api_errors]`"
)]
pub trait EndpointOutput {
    /// The success.
    type Success: Success;

    /// The error.
    type Error: ApiError;

    /// The result itself.
    ///
    /// # Errors
    ///
    /// The handler's error.
    fn into_result(self) -> Result<Self::Success, Self::Error>;
}

impl<S: Success, E: ApiError> EndpointOutput for Result<S, E> {
    type Success = S;
    type Error = E;

    fn into_result(self) -> Self {
        self
    }
}

/// The state of an endpoint that uses no state; it can be made from every state.
#[derive(Debug)]
pub struct NoState(());

impl<S> FromRef<S> for NoState {
    fn from_ref(_: &S) -> Self {
        Self(())
    }
}
