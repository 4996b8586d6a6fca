// A misspelt constant is told with the one that was meant.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = NOT_FUOND)]
    NotFound,
}

fn main() {}
