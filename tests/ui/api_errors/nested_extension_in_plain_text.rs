// Plain text has no members, nested ones included.

use lambda_api_errors::{Message, api_errors};

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("no such item")]
#[api(status = 404)]
struct NoItem {
    #[api(extension)]
    sku: String,
}

#[api_errors(body = Message)]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error(transparent)]
    #[api(transparent)]
    Item(#[from] NoItem),
}

fn main() {}
