// A `State<S>` is taken from the endpoint's state.

use lambda_api_errors::{NoContent, State, lambda_endpoint};
use std::convert::Infallible;

struct Store;

#[derive(Clone)]
struct AppState;

#[lambda_endpoint(GET, "/carts", state = AppState)]
async fn find(_: State<Store>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
