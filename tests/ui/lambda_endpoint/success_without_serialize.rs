// The body of a success is serialised.

use lambda_api_errors::{Json, lambda_endpoint};
use std::convert::Infallible;

struct Cart;

#[lambda_endpoint(GET, "/carts")]
async fn find() -> Result<Json<Cart>, Infallible> {
    Ok(Json(Cart))
}

fn main() {}
