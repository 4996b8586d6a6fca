// An endpoint stands outside of `impl`, without `self` too.

use lambda_api_errors::{NoContent, lambda_endpoint};
use std::convert::Infallible;

struct Store;

impl Store {
    #[lambda_endpoint(GET, "/carts/{cart}")]
    async fn find(_: String) -> Result<NoContent, Infallible> {
        Ok(NoContent)
    }
}

fn main() {}
