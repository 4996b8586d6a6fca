// The state that is given is the one that the endpoints share, or one of which theirs is made.

use lambda_api_errors::{Api, NoContent, State, lambda_endpoint};
use std::convert::Infallible;

#[derive(Clone)]
struct Store;

#[lambda_endpoint(GET, "/carts")]
async fn find(_: State<Store>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {
    let _ = Api::new("carts", "1")
        .endpoint::<find>()
        .with_state("store")
        .service();
}
