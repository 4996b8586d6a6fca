// The same of a generic one, whose variants hold what they cannot show.

use lambda_api_errors::axum::response::IntoResponse;
use lambda_api_errors::{NoContent, api_errors, lambda_endpoint};
use std::error::Error;

#[api_errors(rename_all = "snake")]
#[derive(Debug, thiserror::Error)]
enum StoreError<E: Error + 'static> {
    #[error("the store failed")]
    #[api(status = 500)]
    Failed(#[from] E),
}

#[lambda_endpoint(POST, "/carts")]
async fn create() -> Result<NoContent, StoreError<std::io::Error>> {
    Ok(NoContent)
}

fn used(error: StoreError<std::io::Error>) {
    let _ = error.into_response();
}

fn main() {}
