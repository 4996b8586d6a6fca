// What an extractor refuses must fit the endpoint's body format.

use lambda_api_errors::{
    JsonApi, NoContent, api_errors, axum::extract::FromRequestParts, http::request::Parts,
    lambda_endpoint,
};
use std::convert::Infallible;

#[api_errors(body = JsonApi)]
#[derive(Debug, thiserror::Error)]
#[error("nobody has signed in")]
#[api(status = 401)]
struct Anonymous {
    #[api(extension)]
    title: String,
}

struct User;

impl<S: Sync> FromRequestParts<S> for User {
    type Rejection = Anonymous;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Anonymous> {
        Err(Anonymous {
            title: String::new(),
        })
    }
}

#[lambda_endpoint(GET, "/carts")]
async fn find(_: User) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
