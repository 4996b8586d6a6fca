// A misspelt option is told with the one that was meant.

use lambda_api_errors::{NoContent, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "/carts", operatoin = "findCart")]
async fn find() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
