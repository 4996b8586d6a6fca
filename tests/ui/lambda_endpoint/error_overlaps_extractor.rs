// The same of an extractor of one's own, whose rejection is under `#[api_errors]`.

use lambda_api_errors::{
    NoContent, api_errors, axum::extract::FromRequestParts, http::request::Parts, lambda_endpoint,
};

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("nobody has signed in")]
#[api(status = 401)]
struct Anonymous;

struct User;

impl<S: Sync> FromRequestParts<S> for User {
    type Rejection = Anonymous;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Anonymous> {
        Err(Anonymous)
    }
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("nobody may see this")]
    #[api(status = 403, prefix = "Unauthorized: never: ")]
    Never,
}

#[lambda_endpoint(GET, "/carts")]
async fn find(_: User) -> Result<NoContent, CartError> {
    Err(CartError::Never)
}

fn main() {}
