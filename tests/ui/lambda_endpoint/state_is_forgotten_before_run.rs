// An API whose endpoints share a state is given it before it runs.

use lambda_api_errors::{Api, NoContent, State, lambda_endpoint};
use std::convert::Infallible;

#[derive(Clone)]
struct Store;

#[lambda_endpoint(GET, "/carts")]
async fn find(_: State<Store>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

async fn start() -> Result<(), lambda_api_errors::Error> {
    Api::new("carts", "1").endpoint::<find>().run().await
}

fn main() {
    drop(start());
}
