// The body is read once, by the last argument.

use lambda_api_errors::{Json, NoContent, Path, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "/carts/{cart}")]
async fn find(_: Json<u32>, _: Path<u32>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
