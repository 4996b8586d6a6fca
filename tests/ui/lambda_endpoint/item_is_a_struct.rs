// Only functions are endpoints.

use lambda_api_errors::lambda_endpoint;

#[lambda_endpoint(GET, "/carts")]
struct Carts;

fn main() {}
