// A body has one list of field errors.

use lambda_api_errors::{FieldError, api_errors};

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 400)]
    NotFound {
        #[api(errors)]
        fields: Vec<FieldError>,
        #[api(errors)]
        others: Vec<FieldError>,
    },
}

fn main() {}
