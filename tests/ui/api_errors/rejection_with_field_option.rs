// The rejection itself is no member of the body.

use lambda_api_errors::{Rejection, api_errors};

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 400, rejection)]
    Invalid(#[api(extension = "refused")] Rejection),
}

fn main() {}
