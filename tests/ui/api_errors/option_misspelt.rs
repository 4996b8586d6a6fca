// A misspelt option is reported with the one that was meant.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404, tilte = "No cart")]
    NotFound,
}

fn main() {}
