// An endpoint returns a `Result`, even when it cannot fail.

use lambda_api_errors::{NoContent, lambda_endpoint};

#[lambda_endpoint(GET, "/carts")]
async fn find() -> NoContent {
    NoContent
}

fn main() {}
