// `#[api(…)]` belongs to variants and fields.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[api(status = 404)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404)]
    NotFound,
}

fn main() {}
