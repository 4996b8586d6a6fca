// In the `json` style of `ResultErrors` the title selects the status.

use lambda_api_errors::{ResultErrors, api_errors};

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("the item is gone")]
#[api(status = 410, title = "missing")]
struct Gone;

#[api_errors(body = ResultErrors, style = "json")]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404, title = "missing")]
    NotFound,
    #[error(transparent)]
    #[api(transparent)]
    Gone(#[from] Gone),
}

fn main() {}
