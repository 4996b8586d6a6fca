// Each request gets a clone of the state.

use lambda_api_errors::{NoContent, State, lambda_endpoint};
use std::convert::Infallible;

struct Store;

#[lambda_endpoint(GET, "/carts")]
async fn find(_: State<Store>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
