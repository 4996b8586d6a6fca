//! Endpoints of every shape.

use super::errors::{AboveDerives, BelowDerives};
use lambda_api_errors::__private::NoState;
use lambda_api_errors::axum::extract::{FromRef, FromRequest, FromRequestParts};
use lambda_api_errors::axum::response::{IntoResponse, Response};
use lambda_api_errors::http::{HeaderMap, Method, request::Parts};
use lambda_api_errors::{
    Accepted, Api, Created, Endpoint, EventContext, Form, Json, NoContent, Path, Query, Request,
    State, Status, api_errors, lambda_endpoint,
};
use std::convert::Infallible;
use std::sync::Arc;

#[derive(Clone)]
pub(crate) struct Store;

#[derive(Clone)]
pub(crate) struct Clock;

#[derive(Clone)]
pub(crate) struct AppState {
    store: Store,
    clock: Clock,
}

impl FromRef<AppState> for Store {
    fn from_ref(state: &AppState) -> Self {
        state.store.clone()
    }
}

impl FromRef<AppState> for Clock {
    fn from_ref(state: &AppState) -> Self {
        state.clock.clone()
    }
}

/// Its rejection is not declared.
pub(crate) struct Unknown;

pub(crate) struct Teapot;

impl IntoResponse for Teapot {
    fn into_response(self) -> Response {
        lambda_api_errors::StatusCode::IM_A_TEAPOT.into_response()
    }
}

impl<S: Sync> FromRequestParts<S> for Unknown {
    type Rejection = Teapot;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Teapot> {
        Err(Teapot)
    }
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("nobody has signed in")]
#[api(status = 401)]
pub(crate) struct Anonymous;

pub(crate) struct User(u32);

impl<S: Sync> FromRequestParts<S> for User {
    type Rejection = Anonymous;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Anonymous> {
        let user = parts
            .headers
            .get("user")
            .and_then(|user| user.to_str().ok());
        user.and_then(|user| user.parse().ok())
            .map(Self)
            .ok_or(Anonymous)
    }
}

pub(crate) struct Twice<T>(T, T);

impl<S: Send + Sync, T: Clone> FromRequest<S> for Twice<T>
where
    Json<T>: FromRequest<S>,
{
    type Rejection = <Json<T> as FromRequest<S>>::Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let Json(value) = Json::from_request(request, state).await?;
        Ok(Self(value.clone(), value))
    }
}

type Outcome<T> = Result<T, AboveDerives>;

#[lambda_endpoint]
async fn bare() -> Outcome<NoContent> {
    Ok(NoContent)
}

#[lambda_endpoint(operation = "bareWithOptions", state = Store)]
async fn bare_with_options(Json(value): Json<u32>) -> Outcome<Json<u32>> {
    Ok(Json(value))
}

#[lambda_endpoint(POST, "/heads/{one}/{*rest}")]
async fn heads(
    State(_): State<Arc<u8>>,
    Path((one, rest)): Path<(u32, String)>,
    Query(_query): Query<Vec<(String, String)>>,
    _: Method,
    _: EventContext,
    User(user): User,
    headers: HeaderMap,
) -> Result<Created<String>, BelowDerives> {
    Ok(Created::new(format!(
        "{one} {rest} {user} {}",
        headers.len()
    )))
}

#[lambda_endpoint(PUT, "/optional/{one}/")]
#[cfg(any())]
async fn absent(_: NoSuchType) -> Missing {}

#[lambda_endpoint(PUT, "/optional/{one}", state = AppState)]
#[cfg(not(any()))]
pub(crate) async fn optional(
    State(_): State<Store>,
    State(_): State<Clock>,
    user: Result<User, Anonymous>,
    body: Option<Json<u32>>,
) -> Result<Status<203, bool>, Infallible> {
    Ok(Status(user.is_ok() && body.is_some()))
}

#[lambda_endpoint(DELETE, "/files/{path+}")]
async fn unknown(_: Unknown, Form(_): Form<Vec<(String, String)>>) -> Outcome<Accepted<()>> {
    Ok(Accepted::new(()))
}

#[lambda_endpoint(PATCH, "/")]
#[must_use = "it is the answer"]
async fn r#move(mut value: Twice<u32>) -> Outcome<Json<u32>> {
    value.0 += value.1;
    Ok(Json(value.0))
}

#[deprecated]
pub(crate) mod old {
    #[derive(serde::Deserialize)]
    pub(crate) struct Order;
}

/// Deprecated, as what it takes.
#[deprecated(note = "use `bare`")]
#[allow(deprecated, reason = "it is old itself")]
#[lambda_endpoint(GET, "/old")]
async fn old_endpoint(_: Query<old::Order>) -> Outcome<NoContent> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/me")]
async fn signed_in(User(user): User, _: String) -> Outcome<Json<u32>> {
    Ok(Json(user))
}

mod nested {
    use lambda_api_errors::{NoContent, lambda_endpoint};

    macro_rules! endpoint {
        ($method:ident $path:literal $name:ident $success:ty, $error:ty) => {
            #[lambda_endpoint($method, $path)]
            pub(super) async fn $name() -> Result<$success, $error> {
                Ok(NoContent)
            }
        };
    }

    endpoint!(HEAD "/made" made NoContent, std::convert::Infallible);
}

#[test]
fn endpoints_of_every_shape_fit_into_one_api() {
    #[lambda_endpoint(OPTIONS, "/local")]
    async fn local() -> Outcome<NoContent> {
        bare().await
    }

    assert_eq!(r#move::OPERATION, "move");
    assert_eq!(
        unknown::ROUTE.map(|route| route.path()),
        Some("/files/{*path}")
    );
    let api = Api::new("with state", "1")
        .endpoint::<optional>()
        .endpoint::<local>()
        .endpoint::<unknown>();
    let state = AppState {
        store: Store,
        clock: Clock,
    };
    assert!(api.with_state(state).service().is_ok());
    let api = Api::new("without", "1")
        .endpoint::<nested::made>()
        .endpoint::<r#move>();
    assert!(api.with_state(()).service().is_ok());
    assert!(
        Api::new("heads", "1")
            .endpoint::<heads>()
            .with_state(Arc::new(1))
            .service()
            .is_ok()
    );
}

#[test]
fn a_bare_endpoint_has_no_route() {
    assert_eq!(bare::ROUTE, None);
    assert_eq!(bare_with_options::ROUTE, None);
    assert_eq!(bare_with_options::OPERATION, "bareWithOptions");
    #[allow(deprecated, reason = "the test is about it")]
    let old = old_endpoint::DOC;
    assert_eq!(old, "Deprecated, as what it takes.");
}

#[tokio::test]
async fn a_rejection_is_told_by_its_type() {
    let state = AppState {
        store: Store,
        clock: Clock,
    };
    let answer = unknown::call(Request::default(), NoState::from_ref(&state)).await;
    assert_eq!(answer.status(), 500);
    let answer = signed_in::call(Request::default(), NoState::from_ref(&state)).await;
    assert_eq!(answer.status(), 401);
    let answer = r#move::call(Request::default(), NoState::from_ref(&state)).await;
    assert_eq!(answer.status(), 415);
}
