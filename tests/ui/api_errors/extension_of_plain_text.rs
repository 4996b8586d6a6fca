// Plain text has no members.

use lambda_api_errors::{Message, api_errors};

#[api_errors(body = Message)]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404)]
    NotFound {
        #[api(extension)]
        cart: u32,
    },
}

fn main() {}
