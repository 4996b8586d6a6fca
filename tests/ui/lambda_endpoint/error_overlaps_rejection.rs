// An endpoint's errors must be distinct from what its extractors refuse.

use lambda_api_errors::{Json, NoContent, api_errors, lambda_endpoint};

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("the cart is locked")]
    #[api(status = 423, prefix = "Bad Request: locked: ")]
    Locked,
}

#[lambda_endpoint(POST, "/carts")]
async fn create(_: Json<u32>) -> Result<NoContent, CartError> {
    Err(CartError::Locked)
}

fn main() {}
