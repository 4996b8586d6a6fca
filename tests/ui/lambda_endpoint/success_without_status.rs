// A success must state its status.

use lambda_api_errors::lambda_endpoint;
use std::convert::Infallible;

#[lambda_endpoint(GET, "/carts")]
async fn find() -> Result<String, Infallible> {
    Ok(String::new())
}

fn main() {}
