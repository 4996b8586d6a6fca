//! An API as a Lambda function.
//!
//! `cargo lambda build -p lambda-api-errors --example lambda_function`

use lambda_api_errors::{Api, Error, Json, Path, api_errors, lambda_endpoint};

/// Why a cart cannot be had.
#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    /// There is no such cart.
    #[error("no cart {0}")]
    #[api(status = 404)]
    NotFound(u32),
}

/// What is in the cart.
#[lambda_endpoint(GET, "/carts/{cart}")]
async fn cart(Path(cart): Path<u32>) -> Result<Json<[&'static str; 1]>, CartError> {
    if cart == 0 {
        return Err(CartError::NotFound(cart));
    }
    Ok(Json(["apple"]))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    Api::new("carts", "1.0.0").endpoint::<cart>().run().await
}
