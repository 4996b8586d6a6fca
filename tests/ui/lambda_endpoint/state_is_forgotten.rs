// An API whose endpoints share a state is given it.

use lambda_api_errors::{Api, NoContent, State, lambda_endpoint};
use std::convert::Infallible;

#[derive(Clone)]
struct Store;

#[lambda_endpoint(GET, "/carts")]
async fn find(_: State<Store>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {
    let _ = Api::new("carts", "1").endpoint::<find>().service();
}
