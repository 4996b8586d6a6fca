// Endpoints with different states need an API whose state has both.

use lambda_api_errors::{Api, NoContent, State, lambda_endpoint};
use std::convert::Infallible;

#[derive(Clone)]
struct Store;

#[derive(Clone)]
struct Clock;

#[lambda_endpoint(GET, "/carts")]
async fn find(_: State<Store>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/time")]
async fn time(_: State<Clock>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {
    let _ = Api::<Store>::new("carts", "1")
        .endpoint::<find>()
        .endpoint::<time>()
        .with_state(Store);
}
