// Each wrong method is told with what to write instead.

use lambda_api_errors::{NoContent, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(get, "/lower")]
async fn lower() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint("GET", "/quoted")]
async fn quoted() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(TRACE, "/unroutable")]
async fn unroutable() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(7, "/number")]
async fn number() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
