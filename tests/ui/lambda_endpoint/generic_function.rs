// An endpoint has one type for each argument.

use lambda_api_errors::{Json, NoContent, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "/carts")]
async fn find<T: Send>(_: Json<T>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
