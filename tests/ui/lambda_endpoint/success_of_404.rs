// An error's status cannot be the status of a success.

use lambda_api_errors::{Status, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "/carts")]
async fn find() -> Result<Status<404, u32>, Infallible> {
    Ok(Status(1))
}

fn main() {}
