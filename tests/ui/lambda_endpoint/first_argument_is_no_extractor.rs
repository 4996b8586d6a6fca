// The same of an argument that is not the last.

use lambda_api_errors::{NoContent, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "/carts")]
async fn find(_: u32, _: String) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
