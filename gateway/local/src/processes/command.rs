//! The command that starts a function, and the environment in which it runs.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    ffi::OsString,
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::process::Command;

/// Lambda's default: [Configure Lambda function timeout](https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html).
const TIMEOUT: Duration = Duration::from_secs(3);
/// Lambda's default: [Configure Lambda function memory](https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html).
const MEMORY: u32 = 128;
/// The characters that only a shell understands.
const SHELL: [char; 14] = [
    '|', '&', ';', '<', '>', '(', ')', '$', '`', '*', '?', '~', '\n', '#',
];

/// How a function is started: a program that speaks Lambda's Runtime API.
///
/// ```
/// use apigw_local::FunctionCommand;
/// use std::time::Duration;
///
/// let command = FunctionCommand::parse("./target/release/bootstrap")?
///     .folder("carts")
///     .handler("app.handler")
///     .variable("TABLE", "carts")
///     .timeout(Duration::from_secs(10));
/// assert_eq!(command.to_string(), "./target/release/bootstrap");
/// assert!(FunctionCommand::parse("node 'app.js").is_err());
/// # Ok::<_, apigw_local::InvalidCommand>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionCommand {
    program: String,
    arguments: Vec<String>,
    /// What messages show instead of program and arguments.
    shown: Option<String>,
    folder: PathBuf,
    handler: Option<String>,
    variables: BTreeMap<String, String>,
    timeout: Duration,
    memory: u32,
}

/// A text that is not a command: it is empty, or a quotation in it does not end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidCommand(String);

impl FunctionCommand {
    /// Reads a command as it is typed into a shell, or `nodejs:HANDLER` or `python:HANDLER`, which is run as
    /// [`of_runtime`](Self::of_runtime) says. A command of words and quotations runs without a shell; all else runs in `sh`.
    ///
    /// # Errors
    ///
    /// When the text is empty, or a quotation does not end.
    pub fn parse(text: &str) -> Result<Self, InvalidCommand> {
        if let Some(command) = Self::of_handler(text) {
            return command;
        }
        let words = shell_words::split(text)
            .map_err(|error| InvalidCommand(format!("`{text}` is not a command: {error}")))?;
        let [program, arguments @ ..] = words.as_slice() else {
            return Err(InvalidCommand("the command is empty".to_owned()));
        };
        let sets_variable = program.contains('=') && !program.contains('/');
        if sets_variable || text.contains(SHELL) {
            return Ok(Self::new("/bin/sh", ["-c".to_owned(), text.to_owned()]));
        }
        Ok(Self::new(program, arguments.iter().cloned()))
    }

    /// The program with these arguments.
    #[must_use]
    pub fn new(
        program: impl Into<String>,
        arguments: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            program: program.into(),
            arguments: arguments.into_iter().map(Into::into).collect(),
            shown: None,
            folder: PathBuf::from("."),
            handler: None,
            variables: BTreeMap::new(),
            timeout: TIMEOUT,
            memory: MEMORY,
        }
    }

    /// Shows this text in messages instead of the command.
    pub(super) fn shown(self, shown: String) -> Self {
        Self {
            shown: Some(shown),
            ..self
        }
    }

    /// Runs the program in this folder, the current one unless this is called. The function sees it as `LAMBDA_TASK_ROOT`.
    #[must_use]
    pub fn folder(self, folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            ..self
        }
    }

    /// What the function sees as `_HANDLER`.
    #[must_use]
    pub fn handler(self, handler: impl Into<String>) -> Self {
        Self {
            handler: Some(handler.into()),
            ..self
        }
    }

    /// Sets an environment variable. The others are those of this process.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    /// How long an invocation may take; 3 seconds unless this is called, as in Lambda.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// What the function sees as its memory, in MB; 128 unless this is called, as in Lambda. Nothing limits its memory.
    #[must_use]
    pub fn memory(self, memory: u32) -> Self {
        Self { memory, ..self }
    }

    /// How long an invocation may take.
    #[must_use]
    pub fn limit(&self) -> Duration {
        self.timeout
    }

    /// Why the program cannot be started: there is no such file, or none on the `PATH`. `None` if there is one.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        let Self {
            program, folder, ..
        } = self;
        if !folder.is_dir() {
            return Some(format!("there is no folder `{}`", folder.display()));
        }
        if cfg!(not(unix)) {
            return None;
        }
        if program.contains('/') {
            let path = self.path();
            return (!path.is_file()).then(|| format!("there is no file `{}`", path.display()));
        }
        let folders = env::var_os("PATH").unwrap_or_default();
        let found = env::split_paths(&folders).any(|folder| folder.join(program).is_file());
        (!found).then(|| format!("there is no program `{program}` on the PATH"))
    }

    /// The files among the words of the command, such as the program and a script.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        let program = self.program.contains('/').then(|| self.path());
        // What is longer than a path can be is code.
        let arguments = self.arguments.iter().filter(|it| it.len() < 1024);
        let arguments = arguments.map(|it| self.folder.join(it));
        let arguments = arguments.filter(|path| path.is_file());
        program.into_iter().chain(arguments).collect()
    }

    /// The program's place; one without a slash is looked for on the `PATH`.
    fn path(&self) -> PathBuf {
        if !self.program.contains('/') {
            return PathBuf::from(&self.program);
        }
        let path = self.folder.join(&self.program);
        std::path::absolute(&path).unwrap_or(path)
    }

    /// The process of the function `name`, not yet started, which finds its Runtime API at `address`.
    ///
    /// The variables are those of
    /// [Using Lambda environment variables](https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
    pub(super) fn process(&self, name: &str, address: SocketAddr) -> Command {
        let folder = std::path::absolute(&self.folder).unwrap_or_else(|_| self.folder.clone());
        let mut process = Command::new(self.path());
        process.args(&self.arguments).current_dir(&folder);
        let region =
            |name: &str| (env::var_os(name).is_none()).then(|| OsString::from("us-east-1"));
        let set = [
            ("AWS_LAMBDA_FUNCTION_NAME", Some(name.into())),
            ("AWS_LAMBDA_FUNCTION_VERSION", Some("$LATEST".into())),
            (
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                Some(self.memory.to_string().into()),
            ),
            ("AWS_LAMBDA_INITIALIZATION_TYPE", Some("on-demand".into())),
            (
                "AWS_LAMBDA_LOG_GROUP_NAME",
                Some(format!("/aws/lambda/{name}").into()),
            ),
            ("AWS_LAMBDA_LOG_STREAM_NAME", Some("local".into())),
            ("AWS_REGION", region("AWS_REGION")),
            ("AWS_DEFAULT_REGION", region("AWS_DEFAULT_REGION")),
            ("LAMBDA_TASK_ROOT", Some(folder.into())),
            ("TZ", Some(":UTC".into())),
            // What Python prints reaches the log before the process ends.
            ("PYTHONUNBUFFERED", Some("1".into())),
        ];
        for (name, value) in set {
            if let Some::<OsString>(value) = value {
                process.env(name, value);
            }
        }
        process.envs(&self.variables);
        if let Some(handler) = &self.handler {
            process.env("_HANDLER", handler);
        }
        process.env("AWS_LAMBDA_RUNTIME_API", address.to_string());
        process
    }

    /// Where the program runs.
    #[must_use]
    pub fn working_folder(&self) -> &Path {
        &self.folder
    }
}

impl fmt::Display for FunctionCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(shown) = &self.shown {
            return f.write_str(shown);
        }
        match self.arguments.as_slice() {
            [flag, script] if self.program == "/bin/sh" && flag == "-c" => f.write_str(script),
            arguments => {
                let words = [&self.program].into_iter().chain(arguments);
                f.write_str(&shell_words::join(words))
            }
        }
    }
}

impl InvalidCommand {
    pub(super) fn new(problem: impl Into<String>) -> Self {
        Self(problem.into())
    }
}

impl fmt::Display for InvalidCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for InvalidCommand {}
