//! Calls axum's extractors, through traits whose only purpose is a clear message for an argument that is not an extractor.
//!
//! Such an argument gives one error, because futures are boxed. The rejection `R` of a [`HeadExtractor`] is a parameter: for
//! an associated type the compiler would look in axum's trait, and show axum's message instead of ours.

use axum::extract::{FromRequest, FromRequestParts, Request};
use futures_util::future::BoxFuture;
use http::request::Parts;

type Extraction<'a, T, R> = BoxFuture<'a, Result<T, R>>;

/// A type that can be an argument of a handler before the last one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand before the last argument of an endpoint",
    label = "not an extractor of a request's head",
    note = "if it is `Path<T>` or `Query<T>`: write `#[derive(serde::Deserialize)]` above `T`",
    note = "arguments before the last are `Path<T>`, `Query<T>`, `State<S>` where `S` is the endpoint's state or made of it by `FromRef`, or another type with `FromRequestParts`",
    note = "an extractor that reads the body, such as `Json<T>` or `String`, must be the last argument"
)]
pub trait HeadExtractor<S, R>: Sized {
    /// Takes the value from the head.
    fn extract<'a>(parts: &'a mut Parts, state: &'a S) -> Extraction<'a, Self, R>
    where
        Self: 'a;
}

#[diagnostic::do_not_recommend]
impl<T, S: Sync, R> HeadExtractor<S, R> for T
where
    T: FromRequestParts<S, Rejection = R>,
{
    fn extract<'a>(parts: &'a mut Parts, state: &'a S) -> Extraction<'a, T, R>
    where
        T: 'a,
    {
        Box::pin(T::from_request_parts(parts, state))
    }
}

/// A type that can be the last argument of a handler.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of an endpoint",
    label = "not an extractor",
    note = "if it is `Json<T>`, `Form<T>`, `Path<T>` or `Query<T>`: write `#[derive(serde::Deserialize)]` above `T`",
    note = "the last argument is one of these, `State<S>` where `S` is the endpoint's state or made of it by `FromRef`, `String`, or another type with `FromRequest`"
)]
pub trait Extractor<S, M>: Sized {
    /// The rejection, when the extractor refuses the request.
    type Rejection;

    /// Takes the value from the request.
    fn extract<'a>(request: Request, state: &'a S) -> Extraction<'a, Self, Self::Rejection>
    where
        Self: 'a,
        M: 'a;
}

#[diagnostic::do_not_recommend]
impl<T: FromRequest<S, M>, S: Sync, M> Extractor<S, M> for T {
    type Rejection = T::Rejection;

    fn extract<'a>(request: Request, state: &'a S) -> Extraction<'a, T, T::Rejection>
    where
        T: 'a,
        M: 'a,
    {
        Box::pin(T::from_request(request, state))
    }
}

/// Calls the extractor `T` on a request's head.
pub fn part<'a, T, S, R>(parts: &'a mut Parts, state: &'a S) -> Extraction<'a, T, R>
where
    T: HeadExtractor<S, R> + 'a,
{
    T::extract(parts, state)
}

/// Calls the extractor `T` on a whole request.
pub fn body<'a, T, S, M>(request: Request, state: &'a S) -> Extraction<'a, T, T::Rejection>
where
    T: Extractor<S, M> + 'a,
    M: 'a,
{
    T::extract(request, state)
}
