// A member's value is serialised.

use lambda_api_errors::api_errors;

#[derive(Debug)]
struct Cart;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404)]
    NotFound {
        #[api(extension)]
        cart: Cart,
    },
}

fn main() {}
