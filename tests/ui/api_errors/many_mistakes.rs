// All mistakes are reported in one run.

use lambda_api_errors::api_errors;

#[api_errors(style = "jsn", colour = "red", type_base = "problems")]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = NOT_FUOND, title = "")]
    NotFound {
        #[api(header = "Retry After")]
        seconds: u32,
        #[api(extension)]
        detail: String,
    },
    #[error("too many carts")]
    TooMany,
    #[error("the store failed")]
    #[api(status = 500, opaque, pointer = "store")]
    Store {
        #[api(extension)]
        host: String,
    },
    #[error("the cart is locked")]
    #[api(status = 423, code = "Cart Locked", prefix = "{locked}")]
    Locked,
}

fn main() {}
