// An option that is given twice is shown at both places.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404, status = 410)]
    NotFound,
}

fn main() {}
