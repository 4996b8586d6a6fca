// A member that is given twice is shown at both places.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404)]
    NotFound {
        #[api(extension)]
        cart: u32,
        #[api(extension = "cart")]
        other: u32,
    },
}

fn main() {}
