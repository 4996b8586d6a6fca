//! From a handler and its extractors to one function of requests.
//!
//! `#[lambda_endpoint]` names the handler, and one value for each argument. What happens to a request is written here, once for each
//! number of arguments: rustc would type, check and prove `Send` again what the macro wrote into each endpoint.

#[cfg(feature = "lambda")]
use super::event_use::type_names;
use super::{
    Endpoint, RejectionSet,
    answer::{ErrorOf, reply},
    extract::{Extractor, HeadExtractor},
    extractor_rejections::{Argument, Refusal},
    path::PathReading,
    proof::Refused,
};
use axum::{extract::Request, response::Response};
use futures_util::{FutureExt, TryFutureExt, future::BoxFuture};
use http::request::Parts;
use std::marker::PhantomData;

type Extraction<'a, T> = BoxFuture<'a, Result<T, Response>>;

/// Takes a value of type `T` from a request's head, with the state `S`, or answers.
type TakePart<S, T> = for<'a> fn(&'a mut Parts, &'a S) -> Extraction<'a, T>;

/// Takes a value of type `T` from a whole request, with the state `S`, or answers.
type TakeLast<S, T> = for<'a> fn(Request, &'a S) -> Extraction<'a, T>;

fn take_part<'a, T, S, R, P, K>(parts: &'a mut Parts, state: &'a S) -> Extraction<'a, T>
where
    T: HeadExtractor<S, R> + 'static,
    S: Sync,
    R: 'static,
    P: Endpoint,
    K: Refusal<R>,
{
    T::extract(parts, state).map_err(K::answer::<P>).boxed()
}

fn take_last<T, S, M, R, P, K>(request: Request, state: &S) -> Extraction<'_, T>
where
    T: Extractor<S, M, R> + 'static,
    S: Sync,
    M: 'static,
    R: 'static,
    P: Endpoint,
    K: Refusal<R>,
{
    T::extract(request, state).map_err(K::answer::<P>).boxed()
}

fn rejections<R, K: Refusal<R>>() -> RejectionSet {
    K::REJECTIONS
}

/// An argument before the last one.
#[derive(Debug)]
pub struct Part<S: 'static, T: 'static> {
    take: TakePart<S, T>,
    /// What the endpoint says of it.
    pub argument: Argument,
}

/// The last argument of the endpoint `P`.
#[derive(Debug)]
pub struct Last<P, S: 'static, T: 'static> {
    take: TakeLast<S, T>,
    /// What the endpoint says of it.
    pub argument: Argument,
    endpoint: PhantomData<fn() -> P>,
}

/// The extractor `T` of the endpoint `P`, on a request's head, for the argument whose type has this `text`.
#[must_use]
pub const fn part<T, S, R, P, K>(
    text: &'static str,
    (find_fault, parameters): PathReading,
    _: K,
) -> Part<S, T>
where
    T: HeadExtractor<S, R>,
    S: Sync,
    R: 'static,
    P: Endpoint,
    K: Refusal<R>,
{
    Part {
        take: take_part::<T, S, R, P, K>,
        argument: Argument {
            text,
            find_fault,
            parameters,
            #[cfg(feature = "lambda")]
            type_names: type_names::<T, R>,
            rejections: rejections::<R, K>,
            proof: Refused::<ErrorOf<P>, R, K>::PROOF,
        },
    }
}

/// The same on a whole request.
#[must_use]
pub const fn last<T, S, M, R, P, K>(
    text: &'static str,
    (find_fault, parameters): PathReading,
    _: K,
) -> Last<P, S, T>
where
    T: Extractor<S, M, R>,
    S: Sync,
    M: 'static,
    R: 'static,
    P: Endpoint,
    K: Refusal<R>,
{
    Last {
        take: take_last::<T, S, M, R, P, K>,
        argument: Argument {
            text,
            find_fault,
            parameters,
            #[cfg(feature = "lambda")]
            type_names: type_names::<T, R>,
            rejections: rejections::<R, K>,
            proof: Refused::<ErrorOf<P>, R, K>::PROOF,
        },
        endpoint: PhantomData,
    }
}

/// A handler with its extractors.
pub trait Call<S>: Send + Sync {
    /// Extracts the arguments, calls the handler and answers.
    fn call(&'static self, request: Request, state: S) -> BoxFuture<'static, Response>;
}

/// The arguments, each a `Part` and then a `Last`, and their handler.
#[derive(Debug)]
pub struct Handler<A, F>(pub A, pub F);

impl<S, A: Arguments<S, F>, F: Send + Sync + 'static> Call<S> for Handler<A, F> {
    fn call(&'static self, request: Request, state: S) -> BoxFuture<'static, Response> {
        self.0.call(&self.1, request, state)
    }
}

/// The arguments of the handler `F`. Apart from [`Call`], of which rustc would list each implementation when a handler's future is not
/// `Send`.
pub trait Arguments<S, F>: Send + Sync + 'static {
    /// Takes them, calls the handler and answers.
    fn call(
        &'static self,
        handler: &'static F,
        request: Request,
        state: S,
    ) -> BoxFuture<'static, Response>;
}

/// Instead of arguments, for a handler that has none.
#[derive(Debug)]
pub struct NoArguments<P>(pub PhantomData<fn() -> P>);

impl<P, S, F, O> Arguments<S, F> for NoArguments<P>
where
    P: Endpoint,
    S: Send + 'static,
    F: Fn() -> O + Send + Sync + 'static,
    O: Future<Output = P::Output> + Send + 'static,
{
    fn call(&'static self, handler: &'static F, _: Request, _: S) -> BoxFuture<'static, Response> {
        Box::pin(async { reply::<P>(handler().await) })
    }
}

macro_rules! handlers {
    ($($($part:ident)* ;)*) => {$(
        #[allow(non_snake_case, reason = "a value has the name of its type")]
        impl<P, S, $($part,)* L, F, O> Arguments<S, F> for ($(Part<S, $part>,)* Last<P, S, L>,)
        where
            P: Endpoint,
            S: Send + Sync + 'static,
            $($part: Send + 'static,)*
            L: 'static,
            F: Fn($($part,)* L) -> O + Send + Sync + 'static,
            O: Future<Output = P::Output> + Send + 'static,
        {
            fn call(
                &'static self,
                handler: &'static F,
                request: Request,
                state: S,
            ) -> BoxFuture<'static, Response> {
                Box::pin(async move {
                    let ($($part,)* last,) = self;
                    #[allow(unused_mut, reason = "no part needs the head")]
                    let (mut parts, body) = request.into_parts();
                    $(
                        let $part = match ($part.take)(&mut parts, &state).await {
                            Ok(value) => value,
                            Err(answer) => return answer,
                        };
                    )*
                    let request = Request::from_parts(parts, body);
                    let last = match (last.take)(request, &state).await {
                        Ok(value) => value,
                        Err(answer) => return answer,
                    };
                    reply::<P>(handler($($part,)* last).await)
                })
            }
        }
    )*};
}

handlers! {
    ;
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E G;
    A B C D E G H;
}

/// Several arguments together, when there are more than a [`Handler`] takes one by one: what rustc does for a future grows with the
/// square of the values that wait in it.
#[derive(Debug)]
pub struct Grouped<A, B>(pub A, pub B);

/// `Part`s whose values are taken one after the other.
pub trait TakeAll<S>: Send + Sync + 'static {
    /// The values.
    type Values: Send + 'static;

    /// Takes them from the head, or answers.
    fn take_all<'a>(&'a self, parts: &'a mut Parts, state: &'a S) -> Extraction<'a, Self::Values>;
}

impl<S: Sync + 'static, A: TakeAll<S>, B: TakeAll<S>> TakeAll<S> for Grouped<A, B> {
    type Values = (A::Values, B::Values);

    fn take_all<'a>(&'a self, parts: &'a mut Parts, state: &'a S) -> Extraction<'a, Self::Values> {
        Box::pin(async move {
            let first = self.0.take_all(parts, state).await?;
            Ok((first, self.1.take_all(parts, state).await?))
        })
    }
}

macro_rules! groups {
    ($($($part:ident)* ;)*) => {$(
        #[allow(non_snake_case, reason = "a value has the name of its type")]
        impl<S: Sync + 'static, $($part: Send + 'static),*> TakeAll<S> for ($(Part<S, $part>,)*) {
            type Values = ($($part,)*);

            fn take_all<'a>(
                &'a self,
                parts: &'a mut Parts,
                state: &'a S,
            ) -> Extraction<'a, Self::Values> {
                Box::pin(async move {
                    let ($($part,)*) = self;
                    $(let $part = ($part.take)(parts, state).await?;)*
                    Ok(($($part,)*))
                })
            }
        }
    )*};
}

groups! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E G;
    A B C D E G H;
    A B C D E G H I;
}

impl<P, S, G, L, F, O> Arguments<S, F> for Grouped<G, Last<P, S, L>>
where
    P: Endpoint,
    S: Send + Sync + 'static,
    G: TakeAll<S>,
    L: 'static,
    F: Fn(G::Values, L) -> O + Send + Sync + 'static,
    O: Future<Output = P::Output> + Send + 'static,
{
    fn call(
        &'static self,
        handler: &'static F,
        request: Request,
        state: S,
    ) -> BoxFuture<'static, Response> {
        Box::pin(async move {
            let Self(group, last) = self;
            let (mut parts, body) = request.into_parts();
            let values = match group.take_all(&mut parts, &state).await {
                Ok(values) => values,
                Err(answer) => return answer,
            };
            let request = Request::from_parts(parts, body);
            let last = match (last.take)(request, &state).await {
                Ok(last) => last,
                Err(answer) => return answer,
            };
            reply::<P>(handler(values, last).await)
        })
    }
}
