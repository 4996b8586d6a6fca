// An endpoint is asynchronous.

use lambda_api_errors::{NoContent, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "/carts")]
fn find() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
