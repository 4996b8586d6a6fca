//! What a document says of errors.

use super::{api, document, text};
use crate::{NoContent, Path, api_errors, lambda_endpoint};
use std::fmt;

#[api_errors]
#[derive(Debug)]
enum OrderError {
    #[api(status = 404)]
    NotFound {
        #[api(extension)]
        id: u32,
    },
    /// Is it gone?
    #[api(status = 410)]
    Gone {
        #[api(extension)]
        since: u32,
    },
}

impl fmt::Display for OrderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::NotFound { id: number } | Self::Gone { since: number }) = self;
        write!(f, "{number}")
    }
}

impl std::error::Error for OrderError {}

#[lambda_endpoint(DELETE, "/orders/{order}")]
async fn clear(Path(order): Path<u32>) -> Result<NoContent, OrderError> {
    match order {
        0 => Err(OrderError::NotFound { id: order }),
        1 => Err(OrderError::Gone { since: order }),
        _ => Ok(NoContent),
    }
}

#[test]
fn sentences_end_before_the_next() {
    let document = document(&api().endpoint::<clear>());
    let description = |status| {
        let path = ["paths", "/orders/{order}", "delete", "responses", status];
        text(&document, &[&path[..], &["description"]].concat()).to_owned()
    };
    assert_eq!(description("404"), "`NotFound`: Not Found. Adds `id`.");
    assert_eq!(description("410"), "`Gone`: Is it gone? Adds `since`.");
}
