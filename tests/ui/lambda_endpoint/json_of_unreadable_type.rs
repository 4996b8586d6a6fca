// A body is deserialised.

use lambda_api_errors::{Json, NoContent, lambda_endpoint};
use std::convert::Infallible;

struct Order;

#[lambda_endpoint(GET, "/carts")]
async fn find(_: Json<Order>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
