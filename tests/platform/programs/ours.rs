//! One endpoint with one error, whose size is measured.

use lambda_api_errors::{Api, Json, Path, api_errors, lambda_endpoint};
use serde::Serialize;
use std::process::ExitCode;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("there is no cart {cart}")]
    #[api(status = 404)]
    NotFound {
        #[api(extension)]
        cart: u32,
    },
}

#[derive(Serialize)]
struct Cart {
    id: u32,
}

#[lambda_endpoint(GET, "/carts/{cart}")]
async fn get_cart(Path(cart): Path<u32>) -> Result<Json<Cart>, CartError> {
    if cart == 1 {
        Ok(Json(Cart { id: cart }))
    } else {
        Err(CartError::NotFound { cart })
    }
}

fn main() -> ExitCode {
    lambda_api_errors::main(Api::new("carts", "1.0.0").endpoint::<get_cart>())
}
