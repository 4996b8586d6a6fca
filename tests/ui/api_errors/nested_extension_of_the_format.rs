// A nested type's members must fit the outer format.

use lambda_api_errors::{JsonApi, api_errors};

#[api_errors(body = JsonApi)]
#[derive(Debug, thiserror::Error)]
#[error("no such item")]
#[api(status = 404)]
struct NoItem {
    #[api(extension)]
    title: String,
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error(transparent)]
    #[api(transparent)]
    Item(#[from] NoItem),
}

fn main() {}
