// Each text that a contract cannot hold.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404, title = "")]
    EmptyTitle,
    #[error("no such cart")]
    #[api(status = 404, code = "")]
    EmptyCode,
    #[error("no such cart")]
    #[api(status = 404, code = "Not Found")]
    SpacedCode,
    #[error("no such cart")]
    #[api(status = 404, prefix = "Not\nFound: ")]
    LineBreak,
    #[error("no such cart")]
    #[api(status = 404, prefix = "{NotFound} ")]
    Brace,
    #[error("no such cart")]
    #[api(status = 404, prefix = "RequestId: none ")]
    LikeThePlatform,
    #[error("no such cart")]
    #[api(status = 499, title = "{gone}")]
    BraceOfTitle,
    #[error("no such cart")]
    #[api(status = 404, pointer = "#/data/cart")]
    Pointer,
}

fn main() {}
