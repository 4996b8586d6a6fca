// An argument must be extracted from the request.

use lambda_api_errors::{NoContent, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "/carts")]
async fn find(_: u32) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
