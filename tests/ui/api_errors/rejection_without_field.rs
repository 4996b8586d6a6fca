// A `rejection` variant holds what was refused.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 400, rejection)]
    Invalid,
}

fn main() {}
