// Each status that no error can have, and what does not go with it.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = "404")]
    Text,
    #[error("no such cart")]
    #[api(status = 600)]
    OutOfRange,
    #[error("no such cart")]
    #[api(status = 202)]
    Success,
    #[error("no such cart")]
    #[api(status = 404, success)]
    NoSuccess,
    #[error("no such cart")]
    #[api(status = 204, success)]
    NoBody,
    #[error("no such cart")]
    #[api(status = 499)]
    Unregistered,
    #[error("no such cart")]
    #[api(status = 404, expose)]
    ExposedAlready,
    #[error("no such cart")]
    #[api(status = 500, opaque)]
    OpaqueAlready,
    #[error("no such cart")]
    #[api(status = 500, expose, opaque)]
    Both,
}

fn main() {}
