//! A function for bare events: it adds numbers.

use lambda_api_errors::{Api, Error, EventKind, Json, api_errors, lambda_endpoint};

/// Why a sum cannot be had.
#[api_errors]
#[derive(Debug, thiserror::Error)]
enum SumError {
    /// The sum is too large.
    #[error("the sum is larger than 4294967295")]
    #[api(status = 422)]
    TooLarge,
}

/// Adds numbers.
#[lambda_endpoint]
async fn sum(Json(numbers): Json<Vec<u32>>) -> Result<Json<u32>, SumError> {
    let sum = numbers.into_iter().try_fold(0, u32::checked_add);
    sum.map(Json).ok_or(SumError::TooLarge)
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    Api::new("sum", "1")
        .endpoint::<sum>()
        .accept([EventKind::Bare])
        .run()
        .await
}
