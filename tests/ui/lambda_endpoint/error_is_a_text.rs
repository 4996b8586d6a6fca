// A `String` is not an error that says how it answers.

use lambda_api_errors::{NoContent, lambda_endpoint};

#[lambda_endpoint(GET, "/carts")]
async fn find() -> Result<NoContent, String> {
    Ok(NoContent)
}

fn main() {}
