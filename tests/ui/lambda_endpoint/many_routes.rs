// Method and path stand together, in this order and without keys.

use lambda_api_errors::{NoContent, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET)]
async fn path_missing() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint("/carts")]
async fn method_missing() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint("/carts", GET)]
async fn path_before_method() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, CARTS)]
async fn path_is_a_constant() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(method = GET, path = "/carts")]
async fn with_keys() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
