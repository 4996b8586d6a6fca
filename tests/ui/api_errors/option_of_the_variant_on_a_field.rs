// An option in the wrong place is told with the right one.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404)]
    NotFound {
        #[api(expose)]
        id: u32,
    },
}

fn main() {}
