// Field errors are a list of `FieldError`.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 400)]
    NotFound {
        #[api(errors)]
        fields: Vec<String>,
    },
}

fn main() {}
