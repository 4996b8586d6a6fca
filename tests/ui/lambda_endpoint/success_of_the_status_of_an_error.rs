// API Gateway keeps one integration response for a status.

use lambda_api_errors::{Created, api_errors, lambda_endpoint};

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("there already")]
    #[api(status = 201, success)]
    There,
}

#[lambda_endpoint(POST, "/carts")]
async fn create() -> Result<Created<u32>, CartError> {
    Err(CartError::There)
}

fn main() {}
