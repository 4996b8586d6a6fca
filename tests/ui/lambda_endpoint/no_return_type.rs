// An endpoint returns a `Result`.

use lambda_api_errors::lambda_endpoint;

#[lambda_endpoint(GET, "/carts")]
async fn find() {}

fn main() {}
