// In `json` style a header travels as a member of the body.

use lambda_api_errors::api_errors;

#[api_errors(style = "json")]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404)]
    NotFound {
        #[api(header = "status")]
        seconds: u32,
    },
}

fn main() {}
