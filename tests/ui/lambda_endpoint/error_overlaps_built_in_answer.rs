// Every endpoint can fail with 500, and its errors must be distinct from that.

use lambda_api_errors::{NoContent, api_errors, lambda_endpoint};

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("the cart has failed")]
    #[api(status = 409, prefix = "Internal Server Error: cart: ")]
    Failed,
}

#[lambda_endpoint(GET, "/carts")]
async fn find() -> Result<NoContent, CartError> {
    Err(CartError::Failed)
}

fn main() {}
