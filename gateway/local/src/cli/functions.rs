//! The functions behind the gateway: programs that it starts, and addresses.

use super::CommandError;
use crate::{
    Function, FunctionCommand, FunctionProcesses, InvalidFunction, Invocation, LambdaFunctions,
    LocalGateway, MissingStageVariable, Outcome,
};
use clap::Args;
use futures_util::future::BoxFuture;
use std::{collections::BTreeMap, time::Duration};

/// The most that Lambda allows, in seconds.
const TIMEOUT_LIMIT: u64 = 900;
/// How long running invocations may go on after Ctrl-C.
const GRACE: Duration = Duration::from_millis(500);

/// The functions that stand behind the gateway.
#[derive(Debug, Clone, Args)]
pub struct FunctionOptions {
    /// A function: the command that starts it, a program that speaks Lambda's Runtime API, such as
    /// `python3 -m awslambdaric app.handler` or `./target/debug/carts`; or the URL of a Lambda Invoke API, such as
    /// `http://127.0.0.1:9000` for `cargo lambda watch`. With NAME= it is that function of the document; without, every function that
    /// no other option names. May be given several times
    #[arg(long = "function", value_name = "[NAME=]COMMAND|URL")]
    pub functions: Vec<String>,
    /// How long an invocation of a function may take that is given as a command: Lambda's default is 3
    #[arg(long, value_name = "SECONDS", default_value_t = 3,
          value_parser = clap::value_parser!(u64).range(1..=TIMEOUT_LIMIT))]
    pub function_timeout: u64,
}

/// Functions, each as the process of a command or behind the address of an Invoke API.
///
/// ```
/// use apigw_local::cli::GivenFunctions;
/// use std::time::Duration;
///
/// let given = ["carts=sh carts/bootstrap", "mail=http://127.0.0.1:9001"];
/// let functions = GivenFunctions::new(given, Duration::from_secs(3)).unwrap();
/// assert!(functions.has("carts") && functions.has("mail") && !functions.has("stock"));
/// ```
#[derive(Debug, Clone)]
pub struct GivenFunctions {
    addresses: LambdaFunctions,
    processes: FunctionProcesses,
}

impl FunctionOptions {
    /// The functions, to be started or to be invoked over HTTP.
    ///
    /// # Errors
    ///
    /// When an option is neither a command nor a URL, with or without `NAME=`, or two speak of the same function.
    pub fn invoked(&self) -> Result<GivenFunctions, InvalidFunction> {
        let functions = self.functions.iter().map(String::as_str);
        GivenFunctions::new(functions, Duration::from_secs(self.function_timeout))
    }
}

impl GivenFunctions {
    /// Reads `COMMAND`, `NAME=COMMAND`, `URL` or `NAME=URL`, once or several times. What has no name is for all functions that are
    /// not named. An invocation of a command may take as long as `timeout`.
    ///
    /// # Errors
    ///
    /// When a text is none of these, a program does not exist, or two texts are for the same function.
    pub fn new<'a>(
        given: impl IntoIterator<Item = &'a str>,
        timeout: Duration,
    ) -> Result<Self, InvalidFunction> {
        let (mut addresses, mut commands) = (Vec::new(), BTreeMap::new());
        let (mut seen, mut twice) = (BTreeMap::new(), None);
        for text in given {
            let (name, target) = split(text);
            if is_url(target) {
                addresses.push(text);
            } else {
                let command = FunctionCommand::parse(target)
                    .map_err(|error| error.to_string())
                    .and_then(|command| match command.problem() {
                        Some(problem) => Err(problem),
                        None => Ok(command.timeout(timeout)),
                    })
                    .map_err(|error| {
                        InvalidFunction::new(format!(
                            "`{text}` is neither the URL of an Invoke API nor a command: {error}"
                        ))
                    })?;
                commands.insert(name.map(str::to_owned), command);
            }
            if let Some(known) = seen.insert(name, target) {
                twice = Some(match name {
                    Some(name) => {
                        format!("`{name}` is `{known}` and `{target}`: leave out one of them")
                    }
                    None => format!(
                        "`{known}` and `{target}` need names, as in NAME={target}: one alone can go without"
                    ),
                });
            }
        }
        let addresses = LambdaFunctions::new(addresses)?;
        if let Some(twice) = twice {
            return Err(InvalidFunction::new(twice));
        }
        Ok(Self {
            addresses,
            processes: FunctionProcesses::new(commands),
        })
    }

    /// The names that were given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.addresses.names().chain(self.processes.names())
    }

    /// Whether the function `name` has a command or an address.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.addresses.has(name) || self.processes.has(name)
    }

    /// The functions that are started here.
    #[must_use]
    pub fn processes(&self) -> &FunctionProcesses {
        &self.processes
    }

    /// Runs `serving` to its end, and then kills the processes. After Ctrl-C they have half a second to end what they are doing.
    pub async fn serve<T>(&self, serving: impl Future<Output = T>) -> T {
        let interrupted = async {
            if tokio::signal::ctrl_c().await.is_ok() {
                tokio::time::sleep(GRACE).await;
                self.processes.stop();
            }
            std::future::pending().await
        };
        let outcome = tokio::select! {
            outcome = serving => outcome,
            outcome = interrupted => outcome,
        };
        self.processes.stop();
        outcome
    }
}

impl Function for GivenFunctions {
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome> {
        let name = invocation.function.as_str();
        let is_named = |mut names: Box<dyn Iterator<Item = &str> + '_>| names.any(|it| it == name);
        let is_process = is_named(Box::new(self.processes.names()))
            || self.processes.has(name) && !is_named(Box::new(self.addresses.names()));
        if is_process {
            self.processes.invoke(invocation)
        } else {
            self.addresses.invoke(invocation)
        }
    }
}

/// `NAME` and what stands behind `=`. Names are words: a command that sets a variable first has a name in front.
fn split(text: &str) -> (Option<&str>, &str) {
    let is_part_of_command = |c: char| c.is_whitespace() || "/'\"\\".contains(c);
    match text.split_once('=') {
        Some((name, target)) if !name.is_empty() && !name.contains(is_part_of_command) => {
            (Some(name), target)
        }
        _ => (None, text),
    }
}

fn is_url(target: &str) -> bool {
    let word = target.split_whitespace().next().unwrap_or_default();
    word.split_once("://")
        .is_some_and(|(scheme, _)| scheme.chars().all(char::is_alphanumeric))
}

/// The functions and stage variables that are not given yet, one line for each.
///
/// # Errors
///
/// When an option names a function that the document does not have.
pub fn missing_functions(
    gateway: &LocalGateway,
    given: &GivenFunctions,
) -> Result<Vec<String>, CommandError> {
    let mut functions: BTreeMap<String, usize> = BTreeMap::new();
    let mut variables: BTreeMap<String, usize> = BTreeMap::new();
    for function in gateway.routes().filter_map(|route| route.function) {
        *match function {
            Ok(name) => functions.entry(name).or_default(),
            Err(MissingStageVariable(name)) => variables.entry(name).or_default(),
        } += 1;
    }
    if variables.is_empty()
        && let Some(unknown) = given.names().find(|name| !functions.contains_key(*name))
    {
        let known: Vec<_> = functions.keys().map(|name| format!("`{name}`")).collect();
        let known = match known.as_slice() {
            [] => "it has none".to_owned(),
            known => format!("it has {}", known.join(", ")),
        };
        return Err(CommandError::failed(format!(
            "`{unknown}` is not a function of the document; {known}"
        )));
    }
    let variables = variables.iter().map(|(name, count)| {
        format!(
            "the stage variable `{name}` is not set, so {}: add `--stage-variable {name}=VALUE`",
            answers(*count)
        )
    });
    let functions = functions
        .iter()
        .filter(|(name, _)| !given.has(name))
        .map(|(name, count)| {
            format!(
                "the function `{name}` is not given, so {}: add `--function {name}=COMMAND` or `--function {name}=URL`",
                answers(*count)
            )
        });
    Ok(variables.chain(functions).collect())
}

fn answers(operations: usize) -> String {
    match operations {
        1 => "1 operation answers 500".to_owned(),
        count => format!("{count} operations answer 500"),
    }
}
