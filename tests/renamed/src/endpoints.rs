//! Every shape of endpoint.

#![expect(clippy::missing_errors_doc, reason = "only the signatures matter")]

use crate::errors::{Keys, NoCart, Wrapped};
use ::core::convert::Infallible;
use ::core::marker::Sync;
use ::core::option::Option;
use ::core::result::Result::{self, Err, Ok};
use ::renamed::axum::extract::{FromRef, FromRequestParts};
use ::renamed::axum::response::{IntoResponse, Response};
use ::renamed::http::{StatusCode, request::Parts};
use ::renamed::{Accepted, Created, Json, NoContent, Path, Query, State, Status, lambda_endpoint};
use ::std::string::{String, ToString};

/// Shared by all.
#[derive(Debug, Clone, Copy, ::core::default::Default)]
pub struct Store;

/// All that is shared.
#[derive(Debug, Clone, Copy, ::core::default::Default)]
pub struct AppState {
    /// The store.
    pub store: Store,
}

impl FromRef<AppState> for Store {
    fn from_ref(state: &AppState) -> Self {
        state.store
    }
}

/// Its rejection is not declared.
#[derive(Debug, Clone, Copy)]
pub struct Unknown;

impl<S: Sync> FromRequestParts<S> for Unknown {
    type Rejection = Response;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Response> {
        Err(StatusCode::IM_A_TEAPOT.into_response())
    }
}

/// Its rejection describes itself.
#[derive(Debug, Clone, Copy)]
pub struct Known;

impl<S: Sync> FromRequestParts<S> for Known {
    type Rejection = NoCart;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, NoCart> {
        Err(NoCart { id: 7 })
    }
}

/// With state, and extractors of head and body.
#[lambda_endpoint(POST, "/carts/{id}", crate = ::renamed)]
pub async fn with_state(
    State(_store): State<Store>,
    Path(id): Path<u32>,
    Json(name): Json<String>,
) -> Result<Created<String>, Keys> {
    Ok(Created::new(name).at(::std::format!("/carts/{id}")))
}

/// With a state of several parts.
#[lambda_endpoint(PUT, "/carts/{id}", state = AppState, operation = "replaceCart", crate = ::renamed)]
pub async fn with_parts(
    State(_): State<Store>,
    State(_): State<AppState>,
    _: Option<Json<u8>>,
) -> Result<NoContent, Keys> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/health", crate = ::renamed)]
#[expect(missing_docs)]
pub async fn without_state() -> Result<Json<u8>, Infallible> {
    Ok(Json(1))
}

/// Without a route.
#[lambda_endpoint(crate = ::renamed)]
pub async fn bare(Json(value): Json<u8>) -> Result<Status<203, u8>, Wrapped> {
    Ok(Status(value))
}

/// A keyword.
#[lambda_endpoint(DELETE, "/{rest+}", crate = ::renamed)]
pub async fn r#move(
    Path(rest): Path<String>,
    _query: Query<()>,
) -> Result<Accepted<String>, Infallible> {
    Ok(Accepted::new(rest))
}

/// Refuses without a declaration.
#[lambda_endpoint(GET, "/unknown", crate = ::renamed)]
pub async fn unknown(_: Unknown) -> Result<NoContent, Keys> {
    Ok(NoContent)
}

/// Refuses as it says itself.
#[lambda_endpoint(GET, "/known", crate = ::renamed)]
pub async fn known(_: Known, _: String) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

/// Not there.
#[cfg(any())]
#[lambda_endpoint(GET, "/absent", crate = ::renamed)]
pub async fn absent(_: Nothing) -> Missing {}

/// Old.
#[deprecated]
#[lambda_endpoint(GET, "/old", crate = ::renamed)]
pub async fn old() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

macro_rules! endpoint {
    ($(#[$attribute:meta])* $name:ident $method:ident $path:literal $krate:path, $success:ty, $error:ty) => {
        $(#[$attribute])*
        #[lambda_endpoint($method, $path, crate = $krate)]
        pub async fn $name() -> Result<$success, $error> {
            Ok(NoContent)
        }
    };
}

endpoint! {
    /// Made by a macro.
    made PATCH "/made" ::renamed, NoContent, Keys
}

/// Defined in a function.
#[must_use]
pub fn local_route() -> Option<String> {
    #[lambda_endpoint(OPTIONS, "/local", crate = ::renamed)]
    async fn local() -> Result<NoContent, Infallible> {
        Ok(NoContent)
    }

    ::core::mem::drop(local());
    <local as ::renamed::Endpoint>::ROUTE.map(|route| route.to_string())
}
