// Each `transparent` or `rejection` variant that cannot be one.

use lambda_api_errors::{Rejection, api_errors};
use std::convert::Infallible;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(transparent, status = 502)]
    Status(Infallible),
    #[error("no such cart")]
    #[api(transparent)]
    TwoFields(Infallible, u32),
    #[error("no such cart")]
    #[api(transparent)]
    Member(#[api(extension = "payment")] Infallible),
    #[error("no such cart")]
    #[api(status = 500, rejection)]
    ServerError(Rejection),
}

fn main() {}
