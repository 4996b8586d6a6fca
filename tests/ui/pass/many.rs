//! More extractors than a real endpoint has: each is called in its turn, and the contract has what each refuses.

use lambda_api_errors::__private::NoState;
use lambda_api_errors::axum::extract::{FromRef, FromRequestParts};
use lambda_api_errors::http::request::Parts;
use lambda_api_errors::{Api, Endpoint, NoContent, Query, Request, api_errors, lambda_endpoint};
use std::convert::Infallible;

#[derive(serde::Deserialize)]
pub(crate) struct Page {
    page: Option<u8>,
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("sign in first")]
#[api(status = 401)]
pub(crate) struct Anonymous;

pub(crate) struct User;

impl<S: Sync> FromRequestParts<S> for User {
    type Rejection = Anonymous;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Anonymous> {
        parts
            .headers
            .contains_key("authorization")
            .then_some(Self)
            .ok_or(Anonymous)
    }
}

#[lambda_endpoint(GET, "/many")]
#[expect(
    clippy::too_many_arguments,
    clippy::unused_async,
    reason = "there are more than a real endpoint has, and none is waited for"
)]
pub(crate) async fn many(
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: User,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
    _: Query<Page>,
) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[tokio::test]
async fn eighty_extractors_are_called() {
    let status = async |uri: &str, is_signed_in: bool| {
        let mut request = Request::default();
        *request.uri_mut() = uri.parse().expect("a URI");
        if is_signed_in {
            let headers = request.headers_mut();
            headers.insert("authorization", "yes".parse().expect("a value"));
        }
        many::call(request, NoState::from_ref(&())).await.status()
    };
    assert_eq!(status("/many?page=7", true).await, 204);
    assert_eq!(status("/many?page=7", false).await, 401);
    assert_eq!(status("/many?page=seven", true).await, 400);

    let service = Api::new("many", "1").endpoint::<many>().service();
    let service = service.expect("it starts");
    let [operation] = service.operations() else {
        unreachable!("there is one endpoint")
    };
    let statuses = operation
        .responses()
        .iter()
        .map(|response| response.status().as_u16());
    assert_eq!(statuses.collect::<Vec<_>>(), [400, 401, 500]);
}
