// Each field that cannot be where it shall be in the answer.

use lambda_api_errors::{FieldError, api_errors};

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404)]
    A {
        #[api(header = "Retry After")]
        name: u32,
    },
    #[error("no such cart")]
    #[api(status = 404)]
    B {
        #[api(header = "")]
        empty: u32,
    },
    #[error("no such cart")]
    #[api(status = 404)]
    C {
        #[api(header = "Content-Type")]
        of_the_body: String,
    },
    #[error("no such cart")]
    #[api(status = 404)]
    D {
        #[api(extension)]
        detail: String,
    },
    #[error("no such cart")]
    #[api(status = 404)]
    E(#[api(extension)] u32),
    #[error("no such cart")]
    #[api(status = 404)]
    F(#[api(errors, extension = "fields")] Vec<FieldError>),
    #[error("no such cart")]
    #[api(status = 500)]
    G(#[api(extension = "host")] String),
    #[error("no such cart")]
    #[api(status = 404, opaque)]
    H(#[api(errors)] Vec<FieldError>),
}

fn main() {}
