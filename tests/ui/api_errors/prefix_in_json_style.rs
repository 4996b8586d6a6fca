// In `json` style the body selects the status.

use lambda_api_errors::api_errors;

#[api_errors(style = "json")]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404, prefix = "No Cart: ")]
    NotFound,
}

fn main() {}
