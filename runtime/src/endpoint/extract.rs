//! Axum's extractors, behind traits whose only purpose is a clear message for an argument that is not an extractor.
//!
//! The rejection `R` is a parameter: for an associated type the compiler would look in axum's trait, and show
//! axum's message instead of ours.

use axum::extract::{FromRequest, FromRequestParts, Request};
use http::request::Parts;

/// A type that can be an argument of a handler before the last one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand before the last argument of an endpoint",
    label = "not an extractor of a request's head",
    note = "if it is `Path<T>` or `Query<T>`: write `#[derive(serde::Deserialize)]` above `T`",
    note = "if it is `State<S>`: write `#[derive(Clone)]` above `S`",
    note = "arguments before the last are `Path<T>`, `Query<T>`, `State<S>` where `S` is the endpoint's state or made of it by `FromRef`, or another type with `FromRequestParts`",
    note = "an extractor that reads the body, such as `Json<T>` or `String`, must be the last argument"
)]
pub trait HeadExtractor<S, R>: Sized {
    /// Takes the value from the head.
    fn extract(parts: &mut Parts, state: &S) -> impl Future<Output = Result<Self, R>> + Send;
}

#[diagnostic::do_not_recommend]
impl<T, S: Sync, R> HeadExtractor<S, R> for T
where
    T: FromRequestParts<S, Rejection = R>,
{
    fn extract(parts: &mut Parts, state: &S) -> impl Future<Output = Result<T, R>> + Send {
        T::from_request_parts(parts, state)
    }
}

/// A type that can be the last argument of a handler.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of an endpoint",
    label = "not an extractor",
    note = "if it is `Json<T>`, `Form<T>`, `Path<T>` or `Query<T>`: write `#[derive(serde::Deserialize)]` above `T`",
    note = "if it is `State<S>`: write `#[derive(Clone)]` above `S`",
    note = "the last argument is one of these, `State<S>` where `S` is the endpoint's state or made of it by `FromRef`, `String`, or another type with `FromRequest`"
)]
pub trait Extractor<S, M, R>: Sized {
    /// Takes the value from the request.
    fn extract(request: Request, state: &S) -> impl Future<Output = Result<Self, R>> + Send;
}

#[diagnostic::do_not_recommend]
impl<T, S: Sync, M, R> Extractor<S, M, R> for T
where
    T: FromRequest<S, M, Rejection = R>,
{
    fn extract(request: Request, state: &S) -> impl Future<Output = Result<T, R>> + Send {
        T::from_request(request, state)
    }
}
