// A success without a body is `NoContent`.

use lambda_api_errors::{Status, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "/carts")]
async fn find() -> Result<Status<204, u32>, Infallible> {
    Ok(Status(1))
}

fn main() {}
