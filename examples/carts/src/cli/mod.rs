//! The command line: looks at the API without a platform.

mod check;
mod contract;
mod document;
mod invoke;
mod serve;
mod tour;

use lambda_api_errors::{ApiService, Error, local::log_to_stderr};
use std::{
    env,
    ffi::{OsStr, OsString},
    fmt,
    io::{self, Write},
};

const HELP: &str = "\
The carts API, the main example of lambda-api-errors.

Usage: carts [COMMAND] [OPTIONS]

Commands:
  serve     Serve the API behind the local gateway on 127.0.0.1, as API Gateway would, and
            log why each answer is as it is. This is what carts does without a command
  tour      Show some events and their outcomes, then the contract
  invoke    Read Lambda events from standard input, one JSON text a line, and print for
            each the outcome that Lambda would get, as one line:
            {\"ok\":…} or {\"error\":{\"errorType\":…,\"errorMessage\":…}}
  contract  Print every response that the API can give
  openapi   Print the OpenAPI document that API Gateway imports
  check     Compare the export of a deployed stage with the types, and print a line for
            each difference: carts check FILE [OPTIONS]. The status is 1 if there are any

Options:
  -h, --help  Print this; after serve, only what serve takes
";

const HELP_OF_THE_OTHERS: &str = "
Options of openapi:
  --integration custom|proxy  How the gateway asks the function; custom unless given
  --function FUNCTION         Where the function is: an ARN, a name, stage:VARIABLE,
                              sub:LOGICAL_ID (CloudFormation) or terraform:EXPRESSION;
                              the name carts unless given
  --cors ORIGIN...            Let web pages of these origins call; * is every origin
  --yaml                      Write YAML instead of JSON
  --output FILE               Write the file FILE

Options of check:
  --integration custom|proxy  How the gateway should ask the function; custom unless given
  --cors ORIGIN...            The origins whose web pages may call
The file is JSON or YAML of OpenAPI 3.0, such as what this writes:
aws apigateway get-export --rest-api-id ID --stage-name STAGE \
  --export-type oas30 --accepts application/json --parameters extensions=apigateway FILE

Environment:
  CARTS_EVENTS=passthrough  Take events of AWS's \"Method Request passthrough\" template too
  AWS_LAMBDA_RUNTIME_API, FUNCTIONS_CUSTOMHANDLER_PORT
                            Where Lambda or Azure Functions sets one of these, carts without
                            arguments answers the platform's events

Logs go to standard error.
";

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Command {
    Serve(serve::Options),
    Tour,
    Invoke,
    Contract,
    OpenApi(document::Options),
    Check(check::Options),
    Help,
    HelpOfServe,
}

impl Command {
    pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Self, UsageError> {
        let arguments: Vec<_> = arguments.collect();
        let (command, rest) = match arguments.split_first() {
            Some((command, rest)) if !command.as_encoded_bytes().starts_with(b"-") => {
                (command.clone(), rest)
            }
            _ => ("serve".into(), arguments.as_slice()),
        };
        if rest
            .iter()
            .any(|argument| argument == "--help" || argument == "-h")
        {
            let of_serve = arguments[0] == "serve";
            return Ok(if of_serve {
                Self::HelpOfServe
            } else {
                Self::Help
            });
        }
        let command = match command.to_str() {
            Some("serve") => return serve::Options::parse(rest).map(Self::Serve),
            Some("openapi") => return document::Options::parse(rest).map(Self::OpenApi),
            Some("check") => return check::Options::parse(rest).map(Self::Check),
            Some("tour") => Self::Tour,
            Some("invoke") => Self::Invoke,
            Some("contract") => Self::Contract,
            _ => return Err(UsageError::unexpected(&command, COMMANDS)),
        };
        match rest.first() {
            None => Ok(command),
            Some(argument) => Err(UsageError::unexpected(argument, "nothing more")),
        }
    }

    pub(crate) async fn run(self, service: &ApiService) -> Result<(), Error> {
        log_to_stderr();
        match self {
            Self::Serve(options) => options.run(service).await,
            Self::Tour => {
                tour::show(service).await?;
                print(&format!(
                    "\nEvery response:\n\n{}",
                    contract::table(service)
                ))
            }
            Self::Invoke => invoke::answer_lines(service).await,
            Self::Contract => print(&contract::table(service)),
            Self::OpenApi(options) => options.write(service),
            Self::Check(options) => options.run(service),
            Self::Help => print(&format!("{HELP}\n{}{HELP_OF_THE_OTHERS}", serve::HELP)),
            Self::HelpOfServe => print(&format!(
                "Usage: carts [serve] [OPTIONS]\n\n{}",
                serve::HELP
            )),
        }
    }
}

const COMMANDS: &str = "one of `serve`, `tour`, `invoke`, `contract`, `openapi`, `check`, `--help`";

/// What is wrong with the arguments.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UsageError(String);

impl UsageError {
    fn unexpected(argument: &OsStr, accepted: &str) -> Self {
        Self(format!(
            "unexpected argument `{}`, accepted is {accepted}",
            argument.display()
        ))
    }
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UsageError {}

/// Whether a platform started the program to have its events answered.
pub(crate) fn on_a_platform() -> bool {
    ["AWS_LAMBDA_RUNTIME_API", "FUNCTIONS_CUSTOMHANDLER_PORT"]
        .into_iter()
        .any(|variable| env::var_os(variable).is_some())
}

/// Prints `text`; a reader that has gone away, such as `head`, is no error.
fn print(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(arguments: &[&str], expected: Result<Command, &str>) {
        let parsed = Command::parse(arguments.iter().map(OsString::from));
        match expected {
            Ok(command) => assert_eq!(parsed, Ok(command)),
            Err(argument) => {
                let problem = parsed.unwrap_err().to_string();
                let start = format!("unexpected argument `{argument}`, accepted is ");
                assert!(problem.starts_with(&start), "{problem}");
            }
        }
    }

    #[test]
    fn takes_one_command() {
        check(&[], Ok(Command::Serve(serve::Options::default())));
        check(&["serve"], Ok(Command::Serve(serve::Options::default())));
        check(&["tour"], Ok(Command::Tour));
        check(&["invoke"], Ok(Command::Invoke));
        check(&["contract"], Ok(Command::Contract));
        check(
            &["openapi"],
            Ok(Command::OpenApi(document::Options::default())),
        );
        check(&["contract", "--help"], Ok(Command::Help));
        check(&["-h"], Ok(Command::Help));
        check(&["--port", "0", "-h"], Ok(Command::Help));
        check(&["serve", "--help"], Ok(Command::HelpOfServe));
    }

    #[test]
    fn names_the_argument_that_it_does_not_take() {
        check(&["Invoke"], Err("Invoke"));
        check(&["openapi", "yaml"], Err("yaml"));
        check(&["invoke", "contract"], Err("contract"));
        check(&[""], Err(""));
        check(&["--ports", "0"], Err("--ports"));
    }
}
