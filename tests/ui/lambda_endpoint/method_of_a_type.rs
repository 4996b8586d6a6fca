// An endpoint is a free function.

use lambda_api_errors::{NoContent, lambda_endpoint};
use std::convert::Infallible;

struct Store;

impl Store {
    #[lambda_endpoint(GET, "/carts")]
    async fn find(&self) -> Result<NoContent, Infallible> {
        Ok(NoContent)
    }
}

fn main() {}
