// One `#[api_errors]` is enough.

use lambda_api_errors::api_errors;

#[api_errors]
#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("no such cart")]
#[api(status = 404)]
struct NotFound;

fn main() {}
