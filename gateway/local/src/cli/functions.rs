//! The functions behind the gateway: programs that it starts, and addresses.

use super::CommandError;
use crate::document::{Kind, Requirement};
use crate::{
    DescribedFunction, Document, Function, FunctionCommand, FunctionProcesses, InvalidFunction,
    Invocation, LambdaFunctions, LocalGateway, MissingStageVariable, Outcome,
};
use clap::Args;
use futures_util::future::BoxFuture;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// The target of the log's events.
const LOG: &str = "apigw_local";
/// The most that Lambda allows, in seconds.
const TIMEOUT_LIMIT: u64 = 900;
/// How long running invocations may go on after Ctrl-C.
const GRACE: Duration = Duration::from_millis(500);

/// The functions that stand behind the gateway.
#[derive(Debug, Clone, Args)]
pub struct FunctionOptions {
    /// A function: `nodejs:HANDLER` or `python:HANDLER`, such as nodejs:src/app.handler; the command that starts it, a program that
    /// speaks Lambda's Runtime API, such as `python3 -m awslambdaric app.handler` or `./target/debug/carts`; or the URL of a Lambda
    /// Invoke API, such as `http://127.0.0.1:9000` for `cargo lambda watch`. With NAME= it is that function of the document;
    /// without, every function that no other option names. May be given several times
    #[arg(long = "function", value_name = "[NAME=]COMMAND|URL")]
    pub functions: Vec<String>,
    /// How long an invocation of a function may take that is started here; otherwise what the template says, or Lambda's 3 seconds
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=TIMEOUT_LIMIT))]
    pub function_timeout: Option<u64>,
}

/// Functions, each as the process of a command or behind the address of an Invoke API.
///
/// ```
/// use apigw_local::cli::GivenFunctions;
/// use std::time::Duration;
///
/// let given = ["carts=sh carts/bootstrap", "mail=http://127.0.0.1:9001"];
/// let functions = GivenFunctions::new(given, Some(Duration::from_secs(10))).unwrap();
/// assert!(functions.has("carts") && functions.has("mail") && !functions.has("stock"));
/// ```
#[derive(Debug, Clone)]
pub struct GivenFunctions {
    addresses: LambdaFunctions,
    processes: FunctionProcesses,
    /// The commands, as they were given.
    commands: BTreeMap<Option<String>, FunctionCommand>,
    /// The timeout of all commands.
    timeout: Option<Duration>,
    /// Why functions of the template are not started.
    problems: Arc<Mutex<BTreeMap<String, String>>>,
}

impl FunctionOptions {
    /// The functions, to be started or to be invoked over HTTP.
    ///
    /// # Errors
    ///
    /// When an option is neither a command nor a URL, with or without `NAME=`, or two speak of the same function.
    pub fn invoked(&self) -> Result<GivenFunctions, InvalidFunction> {
        let functions = self.functions.iter().map(String::as_str);
        GivenFunctions::new(functions, self.function_timeout.map(Duration::from_secs))
    }
}

impl GivenFunctions {
    /// Reads `COMMAND`, `NAME=COMMAND`, `URL` or `NAME=URL`, once or several times. What has no name is for all functions that are
    /// not named. An invocation of a command may take as long as `timeout`; otherwise 3 seconds, or what a template says.
    ///
    /// # Errors
    ///
    /// When a text is none of these, a program does not exist, or two texts are for the same function.
    pub fn new<'a>(
        given: impl IntoIterator<Item = &'a str>,
        timeout: Option<Duration>,
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
                        None => Ok(timed(command, timeout)),
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
            processes: FunctionProcesses::new(commands.clone()),
            commands,
            timeout,
            problems: Arc::default(),
        })
    }

    /// The names that were given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let commands = self.commands.keys().filter_map(Option::as_deref);
        self.addresses.names().chain(commands)
    }

    /// Starts the functions of a template, too, that were not given and that the document uses: those whose code is on this
    /// machine. `folder` is the template's. Commands that were given get the variables and the timeout that the template says.
    pub fn describe(&self, document: &Document, folder: &Path) {
        let used = used(document);
        let is_for_all = self.addresses.has("") || self.commands.contains_key(&None);
        let mut problems = BTreeMap::new();
        for function in &document.functions {
            let names = document.function_names.iter();
            let mut names = names
                .filter(|(id, _)| *id == function.id)
                .map(|(_, name)| name)
                .chain([&function.id]);
            let Some(name) = names.find(|name| used.contains(name.as_str())) else {
                continue;
            };
            let command = match self.commands.get(&Some(name.clone())) {
                Some(given) => Ok(given.clone()),
                None if is_for_all || self.addresses.names().any(|it| it == name) => continue,
                None => command(function, folder),
            };
            match command {
                Ok(command) => {
                    let command = described(command, function);
                    let command = timed(command, self.timeout);
                    if self.processes.command(name).as_ref() != Some(&command) {
                        let (folder, limit) = (command.working_folder(), command.limit());
                        tracing::info!(target: LOG, "`{name}` runs as `{command}` in `{}`, {limit:?} for each invocation", folder.display());
                        self.processes.set(name, command);
                    }
                }
                Err(problem) => {
                    problems.insert(name.clone(), problem);
                }
            }
        }
        *self.problems.lock().unwrap_or_else(PoisonError::into_inner) = problems;
    }

    /// Why the function `name` of the template is not started.
    fn problem(&self, name: &str) -> Option<String> {
        let problems = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
        problems.get(name).cloned()
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
        let is_process = self.processes.is_named(name)
            || self.processes.has(name) && !self.addresses.is_named(name);
        if is_process {
            self.processes.invoke(invocation)
        } else {
            self.addresses.invoke(invocation)
        }
    }

    fn is_named(&self, name: &str) -> bool {
        self.processes.is_named(name) || self.addresses.is_named(name)
    }
}

/// The functions that the document's operations and authorizers name.
fn used(document: &Document) -> BTreeSet<&str> {
    let mut used = BTreeSet::new();
    for operation in &document.operations {
        if let Kind::Custom { function } | Kind::Proxy { function } = &operation.integration.kind {
            used.insert(function.as_str());
        }
        for requirement in operation.security.iter().flatten() {
            if let Requirement::Authorizer { authorizer, .. } = requirement {
                used.extend(authorizer.function.as_deref());
            }
        }
    }
    used
}

/// The command of a function that a template describes, or why there is none.
fn command(function: &DescribedFunction, folder: &Path) -> Result<FunctionCommand, String> {
    let runtime = function.runtime.as_deref();
    let runtime = runtime.ok_or("the template does not say its runtime")?;
    let is_of_serverless = folder.file_name().is_some_and(|name| name == ".serverless");
    let code = match (&function.code, folder.parent()) {
        (Some(code), _) => folder.join(code),
        // Its package is an archive; the handler is a path from the folder of `serverless.yml`.
        (None, Some(service)) if is_of_serverless => service.to_owned(),
        (None, _) => {
            return Err("the template does not say where on this machine its code is".to_owned());
        }
    };
    if !code.is_dir() {
        let code = code.display();
        return Err(format!(
            "its code, `{code}`, is not a folder on this machine"
        ));
    }
    let handler = function.handler.as_deref().unwrap_or("bootstrap");
    let command = FunctionCommand::of_runtime(runtime, handler, code);
    let command = command.map_err(|error| error.to_string())?;
    match command.problem() {
        Some(problem) => Err(problem),
        None => Ok(command),
    }
}

/// The command with what the template says of its function.
fn described(command: FunctionCommand, function: &DescribedFunction) -> FunctionCommand {
    let variables = function.variables.iter();
    let command = variables.fold(command, |command, (name, value)| {
        command.variable(name, value)
    });
    let command = timed(command, function.timeout);
    match function.memory {
        Some(memory) => command.memory(memory),
        None => command,
    }
}

fn timed(command: FunctionCommand, timeout: Option<Duration>) -> FunctionCommand {
    match timeout {
        Some(timeout) => command.timeout(timeout),
        None => command,
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
    for authorizer in gateway.authorizers() {
        functions.entry(authorizer).or_default();
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
            let advice = format!("add `--function {name}=COMMAND` or `--function {name}=URL`");
            let problem = match given.problem(name) {
                Some(problem) => format!("is not started, because {problem}"),
                None => "is not given".to_owned(),
            };
            match count {
                0 => format!("the authorizer `{name}` {problem}, so a stand-in takes any credential: {advice}"),
                _ => format!("the function `{name}` {problem}, so {}: {advice}", answers(*count)),
            }
        });
    Ok(variables.chain(functions).collect())
}

fn answers(operations: usize) -> String {
    match operations {
        1 => "1 operation answers 500".to_owned(),
        count => format!("{count} operations answer 500"),
    }
}
