// In `json` style a header and an extension of one status have different names, across nesting too.

use lambda_api_errors::{StatusErrors, api_errors};

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("no such page")]
#[api(status = 404)]
struct NoPage(#[api(extension = "Location")] String);

#[api_errors(body = StatusErrors, style = "json")]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("moved away")]
    #[api(status = 404)]
    Moved(#[api(header = "Location")] String),
    #[error(transparent)]
    #[api(transparent)]
    NoPage(#[from] NoPage),
}

fn main() {}
