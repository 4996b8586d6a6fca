// A code that is given twice is shown at both places.

use lambda_api_errors::api_errors;

#[api_errors(rename_all = "snake_case")]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404)]
    NotFound,
    #[error("no such item")]
    #[api(status = 404, code = "not_found")]
    NoItem,
}

fn main() {}
