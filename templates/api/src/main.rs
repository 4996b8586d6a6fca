//! The program: a Lambda function where Lambda starts it, and a command line elsewhere (`cargo run -- --help`).

use std::process::ExitCode;

fn main() -> ExitCode {
    lambda_api_errors::main(api::api())
}
