// A client makes the value of JSON.

use lambda_api_errors::api_errors;

#[derive(Debug, serde::Serialize)]
struct Cart;

#[api_errors(decode)]
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
