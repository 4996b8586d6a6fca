// Header names are compared without case.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404)]
    NotFound {
        #[api(header = "X-Cart")]
        cart: u32,
        #[api(header = "x-cart")]
        other: u32,
    },
}

fn main() {}
