//! Runs the carts API where a platform started it, and a small command line elsewhere: see `carts --help`.

#[cfg(feature = "local")]
mod cli;

use lambda_api_errors::{Api, Error, EventKind};
use std::{env, process::ExitCode};

/// Names the kinds of event that are taken beside the usual ones.
const EVENTS: &str = "CARTS_EVENTS";

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match api() {
        Ok(api) => start(api).await,
        Err(error) => Err(error),
    };
    let Err(error) = outcome else {
        return ExitCode::SUCCESS;
    };
    eprintln!("carts: {error}");
    #[cfg(feature = "local")]
    if error.is::<cli::UsageError>() {
        return ExitCode::from(2);
    }
    ExitCode::FAILURE
}

/// A binary that `cargo lambda build` makes has no command line.
#[cfg(not(feature = "local"))]
async fn start(api: Api) -> Result<(), Error> {
    api.run().await
}

#[cfg(feature = "local")]
async fn start(api: Api) -> Result<(), Error> {
    let mut arguments = env::args_os().skip(1).peekable();
    if arguments.peek().is_none() && cli::on_a_platform() {
        return api.run().await;
    }
    let command = cli::Command::parse(arguments)?;
    command.run(&api.service()?).await
}

/// The API, with the kinds of event that the environment asks for.
fn api() -> Result<Api, Error> {
    match env::var_os(EVENTS) {
        None => Ok(carts::api()),
        Some(kinds) if kinds == "passthrough" => Ok(carts::api().accept([
            EventKind::Custom,
            EventKind::RestProxy,
            EventKind::HttpProxy,
            EventKind::Alb,
            EventKind::FunctionUrl,
            EventKind::Passthrough,
        ])),
        Some(kinds) => Err(format!(
            "`{EVENTS}` is `{}`, accepted is `passthrough`",
            kinds.display()
        )
        .into()),
    }
}
