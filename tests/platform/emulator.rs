//! cargo-lambda's Runtime API, and a function that runs behind it.

use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A running function; dropped, it stops.
pub(crate) struct Function {
    processes: Vec<Child>,
    /// Where the Lambda Invoke API is.
    pub(crate) url: String,
    invocations: String,
    agent: ureq::Agent,
}

impl Function {
    /// Starts the Runtime API, and behind it the program `binary` of the package `package`.
    pub(crate) fn start(
        package: &str,
        binary: &str,
        features: &str,
        environment: &[(&str, &str)],
    ) -> Self {
        Self::run(&build(package, binary, features), binary, environment)
    }

    /// Starts the Runtime API, and behind it `program` as the function `name`.
    pub(crate) fn run(program: &Path, name: &str, environment: &[(&str, &str)]) -> Self {
        let port = free_port();
        let emulator = emulator(port);
        let function = Command::new(program)
            .env(
                "AWS_LAMBDA_RUNTIME_API",
                format!("http://127.0.0.1:{port}/.rt/{name}"),
            )
            .env("AWS_LAMBDA_FUNCTION_NAME", name)
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .env("AWS_LAMBDA_LOG_FORMAT", "JSON")
            .envs(environment.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the function starts");
        Self {
            processes: vec![function, emulator],
            url: format!("http://127.0.0.1:{port}"),
            invocations: format!("http://127.0.0.1:{port}/2015-03-31/functions/{name}/invocations"),
            agent: agent(),
        }
    }

    /// What Lambda answers to an invocation: the payload, or the failure.
    pub(crate) fn invoke(&self, payload: impl AsRef<[u8]>) -> Result<String, Failure> {
        let mut response = self
            .agent
            .post(&self.invocations)
            .send(payload.as_ref())
            .expect("an answer");
        let body = response
            .body_mut()
            .with_config()
            .limit(16 << 20)
            .read_to_string()
            .expect("a body");
        match response.status().as_u16() {
            200 => Ok(body),
            500 => {
                Err(serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}")))
            }
            status => panic!("the Runtime API answers {status}: {body}"),
        }
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        for process in &mut self.processes {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// What Lambda tells of a failed invocation.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Failure {
    pub(crate) error_type: String,
    pub(crate) error_message: String,
}

/// A client to which every status is an answer.
pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into()
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// Starts the Runtime API, and returns once it listens.
fn emulator(port: u16) -> Child {
    let mut emulator = Command::new("cargo-lambda")
        .args([
            "lambda",
            "watch",
            "--only-lambda-apis",
            "--invoke-address",
            "127.0.0.1",
            "--invoke-port",
        ])
        .arg(port.to_string())
        .current_dir(workspace())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("cargo-lambda is on the PATH");
    let mut lines = BufReader::new(emulator.stdout.take().expect("a pipe")).lines();
    let started = lines.any(|line| line.expect("text").contains("starting Runtime server"));
    assert!(started, "cargo-lambda stopped before it served");
    std::thread::spawn(move || lines.for_each(drop));
    // It says so a moment before it listens.
    let deadline = Instant::now() + Duration::from_secs(30);
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(Instant::now() < deadline, "cargo-lambda does not listen");
        std::thread::yield_now();
    }
    emulator
}

pub(crate) fn workspace() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What a command prints; fails when the command does.
#[track_caller]
pub(crate) fn run(command: &mut Command) -> String {
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", output.status);
    String::from_utf8(output.stdout).expect("text")
}

/// Builds a program, and gives its path.
pub(crate) fn build(package: &str, binary: &str, features: &str) -> PathBuf {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    let output = run(command
        .args([
            "build",
            "--quiet",
            "--message-format=json",
            "--package",
            package,
            "--bin",
            binary,
            "--features",
            features,
        ])
        .current_dir(workspace()));
    let built = output.lines().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let program = PathBuf::from(message["executable"].as_str()?);
        (program.file_stem() == Some(OsStr::new(binary))).then_some(program)
    });
    built.expect("an executable")
}
