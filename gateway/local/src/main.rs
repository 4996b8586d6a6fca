//! Runs any document of API Gateway on this machine: see `apigw-local --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    apigw_local::cli::main()
}
