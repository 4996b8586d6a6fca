//! The command line `apigw-local`, and the parts of it that other command lines share.
//!
//! Data goes to standard output and everything else to standard error. The message of a failed command names the failure, its
//! input and a remedy. The status is then 1, or 2 for wrong arguments. A closed output, such as that of `head`, is not an error.

mod code;
mod console;
mod document_file;
mod explain;
mod functions;
mod lint;
mod nearest;
mod options;
mod output;
mod routes;
mod serve;
mod tries;
mod watch;

pub use console::ConsoleOptions;
pub use document_file::{DOCUMENT_LIMIT, DocumentFile};
pub use explain::{RequestOptions, print_way};
pub use functions::{FunctionOptions, GivenFunctions, missing_functions};
pub use nearest::nearest;
pub use options::{ServerOptions, StageOptions, TemplateOptions};
pub use output::{CommandError, output_width, print, write_file};
pub use routes::RouteTable;
pub use tries::requests_to_try;
pub use watch::Changes;

use clap::{CommandFactory, Parser, Subcommand};
use std::process::ExitCode;
use tokio::runtime::Builder;

/// Run an API Gateway document on this machine, in front of functions in any language, and see the reason of each
/// answer
#[derive(Debug, Parser)]
#[command(name = "apigw-local", version, after_help = EXAMPLES, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  apigw-local serve template.yaml
  apigw-local serve api.yaml --function nodejs:src/app.handler --watch
  apigw-local serve api.yaml --function 'python3 -m awslambdaric app.handler'
  apigw-local serve template.json --api Orders --function Checkout=http://127.0.0.1:9000
  apigw-local routes api.yaml
  apigw-local explain api.yaml GET /carts/7 --outcome '{\"error\":{\"errorMessage\":\"Not Found: no cart\"}}'
  apigw-local lint api.yaml

`cargo lambda watch` answers Lambda's Invoke API on port 9000, and the Runtime Interface Emulator of Lambda's images on port 8080.";

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Routes(routes::Routes),
    Explain(explain::Explain),
    Lint(lint::Lint),
}

/// Runs the program `apigw-local` with the arguments of this process.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            // A reader that has gone away needs no help.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let runtime = match Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return CommandError::from(error).report("apigw-local"),
    };
    let outcome = runtime.block_on(arguments.command.run());
    // A rendering that still runs ends within its budget; the program does not wait for it.
    runtime.shutdown_background();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => error.report("apigw-local"),
    }
}

impl Command {
    async fn run(self) -> Result<(), CommandError> {
        match self {
            Self::Serve(serve) => serve.run().await,
            Self::Routes(routes) => routes.run(),
            Self::Explain(explain) => explain.run().await,
            Self::Lint(lint) => lint.run(),
        }
    }
}

/// The usage error `message` about `apigw-local COMMAND`, with its usage.
fn usage_error(command: &str, message: impl std::fmt::Display) -> CommandError {
    let mut arguments = Arguments::command();
    arguments.build();
    let command = arguments.find_subcommand_mut(command);
    let usage = command.map(|command| command.render_usage().to_string());
    CommandError::usage(format!(
        "{message}\n\n{}\n\nFor more information, try '--help'.",
        usage.unwrap_or_default()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
