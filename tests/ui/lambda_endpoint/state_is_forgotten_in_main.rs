// `main` says what a state is given by.

use lambda_api_errors::{Api, NoContent, State, lambda_endpoint};
use std::{convert::Infallible, process::ExitCode};

#[derive(Clone)]
struct Store;

#[lambda_endpoint(GET, "/carts")]
async fn find(_: State<Store>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() -> ExitCode {
    lambda_api_errors::main(Api::new("carts", "1").endpoint::<find>())
}
