// What rustc cannot parse either is reported by both.

use lambda_api_errors::{NoContent, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "/carts")]
async fn find(cart u32) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
