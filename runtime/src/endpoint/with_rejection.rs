//! An extractor whose rejections are declared.

use crate::ApiError;
use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    response::IntoResponse,
};
use http::request::Parts;
use std::marker::PhantomData;

/// The extractor `T`, which refuses with `E`: it declares what an extractor of another crate answers.
///
/// The rejection of an extractor is part of an endpoint's contract if its type has `#[api_errors]` or is one of axum's own. Any other
/// answers what no type declares, and becomes an opaque 500. `WithRejection` makes an `E` of it first:
///
/// ```
/// use lambda_api_errors::{
///     Api, Json, StatusCode, WithRejection, api_errors, axum::extract::FromRequestParts, http::request::Parts, lambda_endpoint,
/// };
/// use std::convert::Infallible;
///
/// // In a crate that you use:
/// struct Session(u32);
///
/// impl<S: Sync> FromRequestParts<S> for Session {
///     type Rejection = (StatusCode, &'static str);
///
///     async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
///         parts.extensions.get().map(|id| Session(*id)).ok_or((StatusCode::UNAUTHORIZED, "no session"))
///     }
/// }
///
/// // In yours:
/// #[api_errors]
/// #[derive(Debug, thiserror::Error)]
/// enum SessionError {
///     #[error("{0}")]
///     #[api(status = 401)]
///     NotSignedIn(&'static str),
/// }
///
/// impl From<(StatusCode, &'static str)> for SessionError {
///     fn from((_, reason): (StatusCode, &'static str)) -> Self {
///         Self::NotSignedIn(reason)
///     }
/// }
///
/// #[lambda_endpoint(GET, "/me")]
/// async fn me(WithRejection(session, _): WithRejection<Session, SessionError>) -> Result<Json<u32>, Infallible> {
///     Ok(Json(session.0))
/// }
///
/// let service = Api::new("shop", "1.0.0").endpoint::<me>().service().unwrap();
/// let statuses: Vec<_> = service.operations()[0].responses().iter().map(|response| response.status().as_u16()).collect();
/// assert_eq!(statuses, [401, 500]);
/// ```
///
/// The type of the same name in `axum-extra` does the same where its `R` has `#[api_errors]`.
#[derive(Debug, Clone, Copy)]
pub struct WithRejection<T, E: ApiError>(pub T, pub PhantomData<E>);

impl<T, E, S> FromRequestParts<S> for WithRejection<T, E>
where
    T: FromRequestParts<S>,
    E: ApiError + IntoResponse + From<T::Rejection>,
    S: Send + Sync,
{
    type Rejection = E;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, E> {
        Ok(Self(
            T::from_request_parts(parts, state).await?,
            PhantomData,
        ))
    }
}

impl<T, E, S> FromRequest<S> for WithRejection<T, E>
where
    T: FromRequest<S>,
    E: ApiError + IntoResponse + From<T::Rejection>,
    S: Send + Sync,
{
    type Rejection = E;

    async fn from_request(request: Request, state: &S) -> Result<Self, E> {
        Ok(Self(T::from_request(request, state).await?, PhantomData))
    }
}
