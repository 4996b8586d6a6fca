// `#[api_errors]` composes with `std::error::Error`, which the enum must implement.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug)]
enum CartError {
    #[api(status = 404)]
    NotFound,
}

fn main() {}
