// A misspelt method is reported with the one that was meant.

use lambda_api_errors::{NoContent, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GTE, "/carts")]
async fn find() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
