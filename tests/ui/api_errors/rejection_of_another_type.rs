// A `rejection` variant holds a `Rejection`.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("{0}")]
    #[api(status = 400, rejection)]
    Invalid(String),
}

fn main() {}
