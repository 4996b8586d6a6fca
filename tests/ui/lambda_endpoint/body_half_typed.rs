// What is wrong in the function's body is reported once, by rustc.

use lambda_api_errors::{NoContent, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "/carts")]
async fn find() -> Result<NoContent, Infallible> {
    let cart = 1
    Ok(NoContent)
}

fn main() {}
