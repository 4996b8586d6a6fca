// A function whose name is no operation name needs one.

use lambda_api_errors::{NoContent, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "/carts")]
async fn körbe() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
