// The inner error must be under `#[api_errors]` too.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error(transparent)]
    #[api(transparent)]
    Payment(std::io::Error),
}

fn main() {}
