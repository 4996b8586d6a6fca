// An endpoint's error must be under `#[api_errors]`.

use lambda_api_errors::{NoContent, lambda_endpoint};

#[lambda_endpoint(GET, "/carts")]
async fn find() -> Result<NoContent, std::io::Error> {
    Ok(NoContent)
}

fn main() {}
