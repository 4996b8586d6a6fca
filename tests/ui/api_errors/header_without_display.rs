// A header's value is displayed.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404)]
    NotFound {
        #[api(header = "Retry-After")]
        delay: std::time::Duration,
    },
}

fn main() {}
