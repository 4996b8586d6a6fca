// An option that is given twice is shown at both places.

use lambda_api_errors::{NoContent, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "/carts", operation = "one", operation = "two")]
async fn find() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
