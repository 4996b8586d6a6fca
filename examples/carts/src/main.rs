//! The carts API as a program: a Lambda function where Lambda starts it, and a command line elsewhere: see `carts --help`.

use lambda_api_errors::{Api, EventKind};
use std::{env, process::ExitCode};

/// Names the kinds of event that are taken in addition to the usual ones.
const EVENTS: &str = "CARTS_EVENTS";

fn main() -> ExitCode {
    match api() {
        Ok(api) => lambda_api_errors::main(api),
        Err(problem) => {
            eprintln!("carts: {problem}");
            ExitCode::from(2)
        }
    }
}

/// The API, with the kinds of event that the environment asks for.
fn api() -> Result<Api, String> {
    match env::var_os(EVENTS) {
        None => Ok(carts::api()),
        Some(kinds) if kinds == "passthrough" => {
            let usual = EventKind::DEFAULT.into_iter();
            Ok(carts::api().accept(usual.chain([EventKind::Passthrough])))
        }
        Some(kinds) => Err(format!(
            "`{EVENTS}` is `{}`, accepted is `passthrough`",
            kinds.display()
        )),
    }
}
