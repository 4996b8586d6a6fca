// Two statuses whose prefixes start alike are shown at both places.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404, prefix = "Cart: ")]
    NotFound,
    #[error("the cart is locked")]
    #[api(status = 423, prefix = "Cart: locked: ")]
    Locked,
}

fn main() {}
