//! Functions as processes: this test's own program is the function, in [`function`].

use super::{FunctionCommand, FunctionProcesses};
use crate::{Function, Invocation, Outcome, PAYLOAD_LIMIT, function::Chunks};
use base64::{Engine, prelude::BASE64_STANDARD};
use futures_util::{StreamExt, future::join_all};
use rustix::process::{Pid, test_kill_process};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    env,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process, thread,
    time::{Duration, Instant},
};

const TIMEOUT: Duration = Duration::from_secs(20);

/// As a function, which the tests start: does what its event says. As a test: the failures of such a function are those of Lambda.
#[test]
fn function() {
    match env::var("AWS_LAMBDA_RUNTIME_API") {
        Ok(api) => serve(&api),
        Err(_) => failures_are_those_of_lambda(),
    }
}

#[expect(
    clippy::zombie_processes,
    reason = "the child that is left is for the gateway to end"
)]
fn serve(api: &str) {
    match env::var("START").as_deref() {
        Ok("exits") => process::exit(3),
        Ok("fails") => {
            let error = r#"{"errorMessage":"Runtime startup fails","errorType":"Exception"}"#;
            call(api, "POST", "init/error", error);
            process::exit(1);
        }
        Ok("waits") => park(),
        _ => {}
    }
    loop {
        let (id, event) = call(api, "GET", "invocation/next", "");
        let event: Value = serde_json::from_str(&event).unwrap();
        let answer = |kind: &str, body: &str| {
            call(api, "POST", &format!("invocation/{id}/{kind}"), body);
        };
        match event["do"].as_str().unwrap() {
            "echo" => {
                let function = env::var("AWS_LAMBDA_FUNCTION_NAME").unwrap();
                let echo =
                    json!({"of": event["of"], "function": function, "process": process::id()});
                answer("response", &echo.to_string());
            }
            "throw" => answer(
                "error",
                r#"{"errorMessage":"Not Found: it","errorType":"E"}"#,
            ),
            "exit" => process::exit(i32::try_from(event["code"].as_i64().unwrap()).unwrap()),
            "kill" => {
                kill("-KILL");
            }
            "fault" => kill("-SEGV"),
            "large" => answer("response", &"x".repeat(PAYLOAD_LIMIT + 1)),
            "stream" => stream(api, &id, &event),
            "answer, then exit" => {
                answer("response", "\"the last\"");
                process::exit(0);
            }
            "answer another" => {
                call(api, "POST", "invocation/another/response", "\"crossed\"");
                answer("response", "\"own\"");
            }
            "leave a child" => {
                let child = process::Command::new("sleep").arg("1000").spawn().unwrap();
                answer("response", &child.id().to_string());
            }
            _ => park(),
        }
    }
}

fn park() -> ! {
    loop {
        thread::park();
    }
}

fn kill(signal: &str) {
    let id = process::id().to_string();
    process::Command::new("kill")
        .args([signal, &id])
        .status()
        .unwrap();
    park();
}

/// Streams `one`, waits for a connection to end if the event says so, and ends as the event says.
fn stream(api: &str, id: &str, event: &Value) {
    let mut stream = TcpStream::connect(api).unwrap();
    let head = format!(
        "POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: {api}\r\nTransfer-Encoding: chunked\r\n\
         Lambda-Runtime-Function-Response-Mode: streaming\r\nTrailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    if event["end"] != "nothing" {
        stream.write_all(b"3\r\none\r\n").unwrap();
    }
    if let Some(port) = event["wait"].as_u64() {
        let port = u16::try_from(port).unwrap();
        let mut signal = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let _ = signal.read(&mut [0]);
    }
    let end = match event["end"].as_str().unwrap() {
        "well" => "3\r\ntwo\r\n0\r\n\r\n".to_owned(),
        "nothing" => "0\r\n\r\n".to_owned(),
        "error" => {
            let body = BASE64_STANDARD.encode(r#"{"errorMessage":"it broke","errorType":"E"}"#);
            format!(
                "0\r\nLambda-Runtime-Function-Error-Type: E\r\nLambda-Runtime-Function-Error-Body: {body}\r\n\r\n"
            )
        }
        "exit" => process::exit(4),
        "closed" => {
            drop(stream);
            park()
        }
        _ => park(),
    };
    stream.write_all(end.as_bytes()).unwrap();
    let mut status = [0; 12];
    stream.read_exact(&mut status).unwrap();
    assert_eq!(&status, b"HTTP/1.1 202");
}

/// A call of the Runtime API: the request id of its answer, and the body.
fn call(api: &str, method: &str, path: &str, body: &str) -> (String, String) {
    let mut stream = TcpStream::connect(api).unwrap();
    let size = body.len();
    let head = format!(
        "{method} /2018-06-01/runtime/{path} HTTP/1.1\r\nHost: {api}\r\nContent-Length: {size}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body.as_bytes()).unwrap();
    let mut reader = BufReader::new(stream);
    let (mut id, mut size, mut line) = (String::new(), 0, String::new());
    while line != "\r\n" {
        line.clear();
        reader.read_line(&mut line).unwrap();
        match line.to_ascii_lowercase().trim().split_once(": ") {
            Some(("lambda-runtime-aws-request-id", value)) => value.clone_into(&mut id),
            Some(("content-length", value)) => size = value.parse().unwrap(),
            _ => {}
        }
    }
    let mut body = vec![0; size];
    reader.read_exact(&mut body).unwrap();
    (id, String::from_utf8(body).unwrap())
}

fn command() -> FunctionCommand {
    let program = env::current_exe().unwrap();
    let name = "processes::tests::function";
    let arguments = ["--exact", name, "--nocapture", "--quiet"];
    FunctionCommand::new(program.to_str().unwrap(), arguments).timeout(TIMEOUT)
}

fn functions(command: FunctionCommand) -> FunctionProcesses {
    FunctionProcesses::new([(None, command)])
}

fn invocation(function: &str, event: &Value) -> Invocation {
    Invocation {
        function: function.to_owned(),
        request_id: "3f2b8d52-0000-4000-8000-000000000001".to_owned(),
        payload: event.to_string(),
    }
}

async fn outcome(functions: &FunctionProcesses, event: Value) -> Outcome {
    functions.invoke(invocation("carts", &event)).await
}

fn error(outcome: &Outcome) -> String {
    let Outcome::FunctionError(error) = outcome else {
        panic!("{outcome:?}");
    };
    error.clone()
}

fn is_alive(id: u64) -> bool {
    let id = Pid::from_raw(i32::try_from(id).unwrap()).unwrap();
    test_kill_process(id).is_ok()
}

async fn until_gone(ids: impl IntoIterator<Item = u64>) {
    let started = Instant::now();
    for id in ids {
        while is_alive(id) {
            assert!(started.elapsed() < TIMEOUT, "the process {id} is left");
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn failures_are_those_of_lambda() {
    let functions = functions(command());
    let id = "3f2b8d52-0000-4000-8000-000000000001";
    for (event, expected) in [
        (
            json!({"do": "throw"}),
            r#"{"errorMessage":"Not Found: it","errorType":"E"}"#.to_owned(),
        ),
        (
            json!({"do": "exit", "code": 0}),
            format!(
                r#"{{"errorType":"Runtime.ExitError","errorMessage":"RequestId: {id} Error: Runtime exited without providing a reason"}}"#
            ),
        ),
        (
            json!({"do": "exit", "code": 127}),
            format!(
                r#"{{"errorType":"Runtime.ExitError","errorMessage":"RequestId: {id} Error: Runtime exited with error: exit status 127"}}"#
            ),
        ),
        (
            json!({"do": "kill"}),
            format!(
                r#"{{"errorType":"Runtime.ExitError","errorMessage":"RequestId: {id} Error: Runtime exited with error: signal: killed"}}"#
            ),
        ),
        (
            json!({"do": "large"}),
            r#"{"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}"#.to_owned(),
        ),
    ] {
        assert_eq!(error(&outcome(&functions, event).await), expected);
    }
    functions.stop();
}

#[tokio::test]
async fn a_late_answer_and_a_fault_are_timeouts() {
    let functions = functions(command().timeout(Duration::from_secs(1)));
    for what in ["hang", "fault"] {
        let outcome = outcome(&functions, json!({"do": what})).await;
        assert_eq!(
            error(&outcome),
            r#"{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 3f2b8d52-0000-4000-8000-000000000001 Error: Task timed out after 1.00 seconds"}"#
        );
    }
    functions.stop();
}

#[tokio::test]
async fn a_start_that_fails_is_the_outcome() {
    for (how, expected) in [
        ("exits", "Runtime exited with error: exit status 3"),
        (
            "fails",
            r#"{"errorMessage":"Runtime startup fails","errorType":"Exception"}"#,
        ),
    ] {
        let functions = functions(command().variable("START", how));
        let outcome = outcome(&functions, json!({"do": "echo"})).await;
        assert!(error(&outcome).contains(expected), "{outcome:?}");
        functions.stop();
    }
    let absent = functions(FunctionCommand::new("./no-such-program", [""; 0]));
    let outcome = outcome(&absent, json!({"do": "echo"})).await;
    let Outcome::NotInvoked(reason) = outcome else {
        panic!("{outcome:?}");
    };
    let expected = "`./no-such-program`, the command of `carts`, cannot be started in `.`: ";
    assert!(reason.starts_with(expected), "{reason}");
}

#[tokio::test]
async fn a_process_stays_for_the_next_invocation_and_an_exit_between_them_loses_none() {
    let functions = functions(command());
    let process = async || {
        let outcome = outcome(&functions, json!({"do": "echo", "of": 1})).await;
        let answer: Value = serde_json::from_str(outcome.body()).unwrap();
        answer["process"].as_u64().unwrap()
    };
    let first = process().await;
    assert_eq!(process().await, first);
    let last = outcome(&functions, json!({"do": "answer, then exit"})).await;
    assert_eq!(last, Outcome::Payload("\"the last\"".to_owned()));
    let second = process().await;
    assert_ne!(second, first);
    functions.restart();
    assert_ne!(process().await, second);
    until_gone([first, second]).await;
    functions.stop();
}

#[tokio::test]
async fn an_answer_to_another_invocation_is_refused() {
    let functions = functions(command());
    let outcome = outcome(&functions, json!({"do": "answer another"})).await;
    assert_eq!(outcome, Outcome::Payload("\"own\"".to_owned()));
    functions.stop();
}

async fn streamed(functions: &FunctionProcesses, event: Value) -> Chunks {
    match outcome(functions, event).await {
        Outcome::Streamed(stream) => stream.take(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_streamed_answer_is_there_as_soon_as_it_begins() {
    let functions = functions(command());
    let gate = TcpListener::bind("127.0.0.1:0").unwrap();
    let wait = gate.local_addr().unwrap().port();
    let event = json!({"do": "stream", "end": "well", "wait": wait});
    let mut chunks = streamed(&functions, event).await;
    assert_eq!(chunks.next().await, Some(Ok("one".into())));
    drop(gate.accept().unwrap());
    assert_eq!(chunks.next().await, Some(Ok("two".into())));
    assert_eq!(chunks.next().await, None);
    let mut chunks = streamed(&functions, json!({"do": "stream", "end": "nothing"})).await;
    assert_eq!(chunks.next().await, None);
    functions.stop();
}

#[tokio::test]
async fn a_stream_ends_as_its_invocation_does_and_the_next_one_is_not_lost() {
    let functions = functions(command().timeout(Duration::from_secs(2)));
    for (end, expected) in [
        ("error", r#"{"errorMessage":"it broke","errorType":"E"}"#),
        ("exit", "Runtime exited with error: exit status 4"),
        (
            "closed",
            "the process closed the connection within its answer",
        ),
        ("never", "Task timed out after 2.00 seconds"),
    ] {
        let mut chunks = streamed(&functions, json!({"do": "stream", "end": end})).await;
        assert_eq!(chunks.next().await, Some(Ok("one".into())), "{end}");
        let failed = chunks.next().await.unwrap().unwrap_err();
        assert!(error(&failed).contains(expected), "{end}: {failed:?}");
        assert_eq!(chunks.next().await, None, "{end}");
        let echo = outcome(&functions, json!({"do": "echo", "of": end})).await;
        assert!(echo.body().contains(end), "{echo:?}");
    }
    functions.stop();
}

#[tokio::test]
async fn the_children_of_a_function_end_with_it() {
    let functions = functions(command());
    let outcome = outcome(&functions, json!({"do": "leave a child"})).await;
    let child = outcome.body().parse().unwrap();
    assert!(is_alive(child));
    functions.stop();
    until_gone([child]).await;
}

#[tokio::test]
async fn stop_ends_what_runs_and_what_comes() {
    let functions = functions(command());
    let running = functions.invoke(invocation("carts", &json!({"do": "hang"})));
    let echo = outcome(&functions, json!({"do": "echo"})).await;
    assert!(matches!(echo, Outcome::Payload(_)));
    functions.stop();
    let stopped = Outcome::NotInvoked("the gateway stops".to_owned());
    assert_eq!(running.await, stopped);
    assert_eq!(outcome(&functions, json!({"do": "echo"})).await, stopped);
}

/// Ten thousand invocations of two functions, 64 at once, and every hundredth ends its process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_and_nothing_is_crossed_among_crashes() {
    const INVOCATIONS: usize = 10_000;
    const CLIENTS: usize = 64;
    let functions = FunctionProcesses::new([
        (Some("carts".to_owned()), command()),
        (Some("mail".to_owned()), command()),
    ]);
    let clients = (0..CLIENTS).map(|client| {
        let functions = functions.clone();
        tokio::spawn(async move {
            let mut processes = BTreeSet::new();
            for number in (client..INVOCATIONS).step_by(CLIENTS) {
                let function = ["carts", "mail"][number % 2];
                let event = match number % 300 {
                    0 => json!({"do": "exit", "code": 1}),
                    100 => json!({"do": "kill"}),
                    200 => json!({"do": "answer, then exit"}),
                    _ => json!({"do": "echo", "of": number}),
                };
                let mut invocation = invocation(function, &event);
                invocation.request_id = format!("00000000-0000-4000-8000-{number:012}");
                let id = invocation.request_id.clone();
                let outcome = functions.invoke(invocation).await;
                match number % 300 {
                    0 | 100 => assert!(error(&outcome).contains(&id), "{outcome:?}"),
                    200 => assert_eq!(outcome.body(), "\"the last\""),
                    _ => {
                        let answer: Value = serde_json::from_str(outcome.body())
                            .unwrap_or_else(|_| panic!("{outcome:?}"));
                        assert_eq!(answer["of"], number);
                        assert_eq!(answer["function"], function);
                        processes.insert(answer["process"].as_u64().unwrap());
                    }
                }
            }
            processes
        })
    });
    let clients = join_all(clients).await.into_iter();
    let processes: BTreeSet<u64> = clients.flat_map(Result::unwrap).collect();
    functions.stop();
    until_gone(processes).await;
}
