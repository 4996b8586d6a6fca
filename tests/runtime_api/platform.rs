//! A strict Runtime API, and the program that it runs: what ends, it starts again, and what breaks the protocol, it notes.
//!
//! Source: [the Runtime API](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html) and, for the program's one registration,
//! [the Extensions API](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html).

use lambda_api_errors_tests::http::{Connection, Received};
use std::{
    collections::{HashMap, VecDeque},
    io::{BufRead, BufReader, Read},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Condvar, Mutex, MutexGuard},
    thread::{self, JoinHandle},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

const PATIENCE: Duration = Duration::from_mins(1);

/// What the Runtime API does wrong with the answer of an invocation, or with the invocation itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It answers the answer with this status.
    Status(u16),
    /// It closes the connection instead of answering.
    Reset,
    /// It never answers the answer.
    Hang,
    /// It hands the invocation out without its id.
    WithoutId,
    /// It hands the invocation out with a deadline that is not a number.
    DeadlineIsNoNumber,
    /// It answers the question for an invocation with status 500.
    NextFails,
}

#[derive(Debug, Clone)]
pub(crate) struct Invocation {
    pub(crate) id: String,
    pub(crate) payload: String,
    pub(crate) fault: Option<Fault>,
    /// How long it may run.
    pub(crate) time: Duration,
    /// The trace that it is part of, as X-Ray writes it.
    pub(crate) trace: Option<String>,
}

/// A program that the platform runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Program {
    path: &'static str,
    /// How many invocations it may run at once.
    concurrency: usize,
    environment: &'static [(&'static str, &'static str)],
}

/// How an invocation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Response(String),
    Error(String),
    /// The answer arrived, and was refused.
    Refused(u16),
    /// The connection broke, or hung, while the answer arrived.
    Broken,
    /// The program ended without an answer.
    Exited,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Invocation>,
    running: HashMap<String, Invocation>,
    most_running: usize,
    outcomes: HashMap<String, Outcome>,
    /// The bytes of each streamed answer that have arrived, by the path to which they are sent.
    arrived: HashMap<String, usize>,
    violations: Vec<String>,
    starts: usize,
    is_ending: bool,
    exit: Option<ExitStatus>,
    process: Option<u32>,
    log: Vec<String>,
}

#[derive(Clone, Default)]
struct Shared(Arc<(Mutex<State>, Condvar)>);

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().expect("no thread panicked")
    }

    fn change<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        let result = change(&mut self.state());
        self.0.1.notify_all();
        result
    }

    #[track_caller]
    fn wait(&self, what: &str, until: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let waiting = self
            .0
            .1
            .wait_timeout_while(self.state(), PATIENCE, |state| !until(state));
        let (state, waited) = waiting.expect("no thread panicked");
        assert!(
            !waited.timed_out(),
            "{what} takes longer than {PATIENCE:?}:\n{}",
            state.log.join("\n")
        );
        state
    }
}

/// The platform, with one program; dropped, it ends.
pub(crate) struct Platform {
    shared: Shared,
    supervisor: Option<JoinHandle<()>>,
}

impl Platform {
    /// Starts the program, which may run `concurrency` invocations at once.
    pub(crate) fn start(concurrency: usize) -> Self {
        Self::start_with(concurrency, &[])
    }

    /// The same with these variables.
    pub(crate) fn start_with(
        concurrency: usize,
        environment: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self::start_program(Program {
            concurrency,
            environment,
            ..Program::of(env!("CARGO_BIN_EXE_worker"))
        })
    }

    /// Starts another program.
    pub(crate) fn start_program(program: Program) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let shared = Shared::default();
        thread::spawn({
            let shared = shared.clone();
            move || {
                for stream in listener.incoming().flatten() {
                    let shared = shared.clone();
                    thread::spawn(move || {
                        serve(Connection::new(stream), &shared, program.concurrency);
                    });
                }
            }
        });
        let supervisor = thread::spawn({
            let shared = shared.clone();
            move || supervise(address, &shared, program)
        });
        Self {
            shared,
            supervisor: Some(supervisor),
        }
    }

    pub(crate) fn invoke(&self, invocations: impl IntoIterator<Item = Invocation>) {
        self.shared.change(|state| state.queue.extend(invocations));
    }

    /// How the invocation ended, once it has.
    #[track_caller]
    pub(crate) fn outcome(&self, id: &str) -> Outcome {
        let state = self
            .shared
            .wait(id, |state| state.outcomes.contains_key(id));
        state.outcomes[id].clone()
    }

    /// Waits until this number of bytes of a streamed answer have arrived.
    #[track_caller]
    pub(crate) fn wait_for_bytes(&self, id: &str, count: usize) {
        let path = format!("/2018-06-01/runtime/invocation/{id}/response");
        let arrived = |state: &State| {
            state
                .arrived
                .get(&path)
                .is_some_and(|arrived| *arrived >= count)
        };
        drop(self.shared.wait(id, arrived));
    }

    /// The most memory that the program has had so far, in bytes.
    #[cfg(target_os = "linux")]
    pub(crate) fn peak_memory(&self) -> usize {
        let process = self.shared.state().process.expect("a process");
        let status =
            std::fs::read_to_string(format!("/proc/{process}/status")).expect("its status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line
            .and_then(|line| line.trim().strip_suffix(" kB"))
            .expect("a number");
        kilobytes.parse::<usize>().expect("a number") * 1024
    }

    /// What broke the protocol.
    pub(crate) fn violations(&self) -> Vec<String> {
        self.shared.state().violations.clone()
    }

    pub(crate) fn most_running(&self) -> usize {
        self.shared.state().most_running
    }

    /// How often the program was started.
    pub(crate) fn starts(&self) -> usize {
        self.shared.state().starts
    }

    /// The lines that the program has written.
    pub(crate) fn log(&self) -> Vec<String> {
        self.shared.state().log.clone()
    }

    /// Sends SIGTERM, as the platform does before it takes the machine away.
    pub(crate) fn shut_down(&self) {
        let process = self.shared.change(|state| {
            state.is_ending = true;
            state.process
        });
        assert!(
            signal("TERM", process.expect("a process")),
            "the program runs"
        );
    }

    /// Waits until the program has written this number of lines with this text.
    #[track_caller]
    pub(crate) fn wait_for_log(&self, text: &str, count: usize) {
        let written = |state: &State| {
            let lines = state.log.iter().filter(|line| line.contains(text));
            lines.count() >= count
        };
        drop(self.shared.wait(text, written));
    }

    /// The exit code of a program that was shut down.
    #[track_caller]
    pub(crate) fn exit_code(&self) -> Option<i32> {
        let state = self.shared.wait("the end", |state| state.exit.is_some());
        state.exit.expect("an end").code()
    }

    /// Whether the program still runs.
    pub(crate) fn is_running(&self) -> bool {
        self.shared.state().exit.is_none()
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        let process = self.shared.change(|state| {
            state.is_ending = true;
            state.process.take()
        });
        // It may have ended by itself.
        let _ = process.map(|process| signal("KILL", process));
        let _ = self.supervisor.take().map(JoinHandle::join);
    }
}

fn signal(name: &str, process: u32) -> bool {
    let mut kill = Command::new("kill");
    kill.arg(format!("-{name}")).arg(process.to_string());
    kill.stderr(Stdio::null())
        .status()
        .expect("kill runs")
        .success()
}

/// Starts the program whenever it has ended, as Lambda does.
fn supervise(address: SocketAddr, shared: &Shared, program: Program) {
    while !shared.state().is_ending {
        let mut child = program.run(address);
        let readers = [
            read(shared, child.stdout.take().expect("a pipe")),
            read(shared, child.stderr.take().expect("a pipe")),
        ];
        let is_ending = shared.change(|state| {
            state.starts += 1;
            state.process = Some(child.id());
            state.is_ending
        });
        if is_ending {
            let _ = child.kill();
        }
        let status = child.wait().expect("an exit status");
        for reader in readers {
            reader.join().expect("the reader ends");
        }
        shared.change(|state| {
            state.process = None;
            if state.is_ending {
                state.exit = Some(status);
            }
            for (id, _) in std::mem::take(&mut state.running) {
                state.outcomes.entry(id).or_insert(Outcome::Exited);
            }
        });
    }
}

/// Adds the lines to the log.
fn read(shared: &Shared, output: impl Read + Send + 'static) -> JoinHandle<()> {
    let shared = shared.clone();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            shared.change(|state| state.log.push(line));
        }
    })
}

impl Program {
    /// The program at `path`, with one invocation at a time.
    pub(crate) fn of(path: &'static str) -> Self {
        Self {
            path,
            concurrency: 1,
            environment: &[],
        }
    }

    fn run(self, address: SocketAddr) -> Child {
        let mut command = Command::new(self.path);
        command
            .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", "worker")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .env("AWS_LAMBDA_LOG_FORMAT", "JSON")
            .envs(self.environment.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if self.concurrency > 1 {
            command.env("AWS_LAMBDA_MAX_CONCURRENCY", self.concurrency.to_string());
        }
        command.spawn().expect("the program starts")
    }
}

fn serve(mut connection: Connection, shared: &Shared, concurrency: usize) {
    let count = |path: &str, chunk: &[u8]| {
        shared.change(|state| *state.arrived.entry(path.to_owned()).or_default() += chunk.len());
    };
    while let Some(request) = connection.receive_each(count) {
        let path = request.path.clone();
        let invocation = path.strip_prefix("/2018-06-01/runtime/invocation/");
        let goes_on = match (request.method.as_str(), invocation) {
            ("GET", Some("next")) => hand_out(&mut connection, shared, concurrency),
            ("POST", Some(rest)) => match rest.split_once('/') {
                Some((id, "response")) => {
                    take(&mut connection, shared, id, &request, Outcome::Response)
                }
                Some((id, "error")) => take(&mut connection, shared, id, &request, Outcome::Error),
                _ => violation(&mut connection, shared, &request),
            },
            // The snapshot is taken, and a process is made of it.
            ("GET", None) if path == "/2018-06-01/runtime/restore/next" => {
                connection.send(200, &[], "")
            }
            ("POST", None) if path == "/2020-01-01/extension/register" => connection.send(
                200,
                &[("Lambda-Extension-Identifier", "extension-1")],
                r#"{"functionName":"worker","functionVersion":"1","handler":"worker"}"#,
            ),
            // An extension that wants no event gets none.
            ("GET", None) if path == "/2020-01-01/extension/event/next" => {
                connection.hold();
                false
            }
            _ => violation(&mut connection, shared, &request),
        };
        if !goes_on {
            break;
        }
    }
}

fn violation(connection: &mut Connection, shared: &Shared, request: &Received) -> bool {
    let text = format!("{} {}", request.method, request.path);
    shared.change(|state| state.violations.push(text));
    connection.send(403, &[], r#"{"errorType":"InvalidStateTransition"}"#)
}

/// Waits for an invocation, and hands it out.
fn hand_out(connection: &mut Connection, shared: &Shared, concurrency: usize) -> bool {
    let invocation = {
        let idle = |state: &mut State| state.queue.is_empty() && !state.is_ending;
        let waiting = shared.0.1.wait_while(shared.state(), idle);
        let mut state = waiting.expect("no thread panicked");
        if state.running.len() >= concurrency {
            let running: Vec<_> = state.running.keys().cloned().collect();
            state
                .violations
                .push(format!("asks for an invocation while {running:?} run"));
        }
        let Some(invocation) = state.queue.pop_front() else {
            return false;
        };
        // Without an id the program cannot answer, and so it is the next one's turn.
        if !matches!(
            invocation.fault,
            Some(Fault::WithoutId | Fault::DeadlineIsNoNumber | Fault::NextFails)
        ) {
            state
                .running
                .insert(invocation.id.clone(), invocation.clone());
            state.most_running = state.most_running.max(state.running.len());
        }
        invocation
    };
    let Invocation {
        id,
        payload,
        fault,
        time,
        trace,
    } = invocation;
    let deadline = (SystemTime::now() + time)
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    let deadline = match fault {
        Some(Fault::DeadlineIsNoNumber) => "soon".to_owned(),
        _ => deadline.as_millis().to_string(),
    };
    let mut headers = vec![
        ("Lambda-Runtime-Deadline-Ms", deadline.as_str()),
        (
            "Lambda-Runtime-Invoked-Function-Arn",
            "arn:aws:lambda:eu-west-1:1:function:worker",
        ),
        ("Content-Type", "application/json"),
    ];
    if let Some(trace) = &trace {
        headers.push(("Lambda-Runtime-Trace-Id", trace));
    }
    if fault != Some(Fault::WithoutId) {
        headers.push(("Lambda-Runtime-Aws-Request-Id", &id));
    }
    match fault {
        Some(Fault::NextFails) => connection.send(500, &[], "{}"),
        _ => connection.send(200, &headers, &payload),
    }
}

/// Takes the answer of an invocation, as far as its fault lets it.
fn take(
    connection: &mut Connection,
    shared: &Shared,
    id: &str,
    request: &Received,
    outcome: fn(String) -> Outcome,
) -> bool {
    let Some(invocation) = shared.change(|state| {
        let invocation = state.running.remove(id);
        if invocation.is_none() {
            state
                .violations
                .push(format!("answers `{id}`, which does not run"));
        }
        invocation
    }) else {
        return connection.send(400, &[], r#"{"errorType":"InvalidRequestID"}"#);
    };
    let body = String::from_utf8(request.body.clone()).expect("UTF-8");
    let outcome = match invocation.fault {
        Some(Fault::Status(status)) => Outcome::Refused(status),
        Some(Fault::Reset | Fault::Hang) => Outcome::Broken,
        _ => outcome(body),
    };
    shared.change(|state| {
        if state.outcomes.insert(id.to_owned(), outcome).is_some() {
            state.violations.push(format!("answers `{id}` twice"));
        }
    });
    match invocation.fault {
        Some(Fault::Status(status)) => connection.send(status, &[], r#"{"errorType":"Fault"}"#),
        Some(Fault::Reset) => false,
        Some(Fault::Hang) => {
            connection.hold();
            false
        }
        _ => connection.send(202, &[], r#"{"status":"OK"}"#),
    }
}
