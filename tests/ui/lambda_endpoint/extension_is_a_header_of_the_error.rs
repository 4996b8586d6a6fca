// In `json` style the extension of an extractor's rejection is not a header of the endpoint's errors.

use lambda_api_errors::axum::extract::FromRequestParts;
use lambda_api_errors::http::request::Parts;
use lambda_api_errors::{NoContent, StatusErrors, api_errors, lambda_endpoint};

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("sign in first")]
#[api(status = 401)]
struct Anonymous(#[api(extension = "Location")] String);

struct User;

impl<S: Sync> FromRequestParts<S> for User {
    type Rejection = Anonymous;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Anonymous> {
        Err(Anonymous("https://evil.example".to_owned()))
    }
}

#[api_errors(body = StatusErrors, style = "json")]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("sign in there")]
    #[api(status = 401)]
    Elsewhere(#[api(header = "Location")] String),
}

#[lambda_endpoint(GET, "/carts")]
async fn find(_: User) -> Result<NoContent, CartError> {
    Ok(NoContent)
}

fn main() {}
