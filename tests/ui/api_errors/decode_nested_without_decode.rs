// A nested type is read too.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum StoreError {
    #[error("down")]
    #[api(status = 503)]
    Down,
}

#[api_errors(decode)]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error(transparent)]
    #[api(transparent)]
    Store(#[from] StoreError),
}

fn main() {}
