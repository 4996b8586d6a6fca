// Only one variant takes what extractors refuse.

use lambda_api_errors::{Rejection, api_errors};

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("{0}")]
    #[api(status = 400, rejection)]
    Invalid(Rejection),
    #[error("{0}")]
    #[api(status = 422, rejection)]
    Unprocessable(Rejection),
}

fn main() {}
