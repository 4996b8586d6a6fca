// Each wrong option is told with what is accepted.

use lambda_api_errors::{NoContent, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "/a", colour = "red")]
async fn unknown() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/b", state)]
async fn no_value() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/c", operation = "find cart")]
async fn operation_with_space() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/d", crate = lambda_api_errors)]
async fn relative_crate() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/e", "find")]
async fn malformed() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
