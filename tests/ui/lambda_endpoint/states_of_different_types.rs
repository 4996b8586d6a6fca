// Two kinds of state need one from which both are taken.

use lambda_api_errors::{NoContent, State, lambda_endpoint};
use std::convert::Infallible;

#[derive(Clone)]
struct Store;

#[derive(Clone)]
struct Clock;

#[lambda_endpoint(GET, "/carts")]
async fn find(_: State<Store>, _: State<Clock>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
