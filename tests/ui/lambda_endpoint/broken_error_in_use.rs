// A contract that does not hold is one error, at the enum and not at its uses.

use lambda_api_errors::{NoContent, api_errors, lambda_endpoint};

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("the card was declined")]
#[api(status = 402, prefix = "Not Found: card: ")]
struct Declined;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404)]
    NotFound,
    #[error(transparent)]
    #[api(transparent)]
    Declined(#[from] Declined),
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
#[api(transparent)]
struct ShopError(#[from] CartError);

#[lambda_endpoint(GET, "/carts")]
async fn find() -> Result<NoContent, ShopError> {
    Err(CartError::NotFound)?
}

fn main() {}
