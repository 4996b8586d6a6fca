// State is given after the endpoints: one that is added later has none.

use lambda_api_errors::{Api, NoContent, State, lambda_endpoint};
use std::convert::Infallible;

#[derive(Clone)]
struct Store;

#[lambda_endpoint(GET, "/carts")]
async fn find(_: State<Store>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {
    let _ = Api::new("carts", "1").with_state(Store).endpoint::<find>();
}
