//! Streams of functions in other processes through the local gateway: as a process of the gateway's own, and behind Lambda's
//! `InvokeWithResponseStream`.

mod lambda;

use apigw_local::{FunctionCommand, FunctionProcesses};
use lambda::Lambda;
use lambda_api_errors_tests::streams::{Gateway, gate, read_to};
use serde_json::json;
use std::{io::Read, ops::Deref, time::Duration};

/// How the gateway reaches the function.
#[derive(Debug, Clone, Copy)]
enum Way {
    Process,
    InvokeWithResponseStream,
}

const WAYS: [Way; 2] = [Way::Process, Way::InvokeWithResponseStream];

/// A gateway in front of processes of the function `worker`; dropped, they end.
struct Processes {
    gateway: Gateway,
    functions: FunctionProcesses,
}

impl Processes {
    fn start(way: Way, mode: &str, timeout: Duration) -> Self {
        let command = FunctionCommand::new(env!("CARGO_BIN_EXE_worker"), [""; 0]);
        let command = command.timeout(timeout);
        let functions = FunctionProcesses::new([(Some("worker".to_owned()), command)]);
        let gateway = match way {
            Way::Process => Gateway::start(functions.clone(), mode),
            Way::InvokeWithResponseStream => {
                Gateway::start(Lambda::start(functions.clone()).client(), mode)
            }
        };
        Self { gateway, functions }
    }
}

impl Deref for Processes {
    type Target = Gateway;

    fn deref(&self) -> &Gateway {
        &self.gateway
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        self.functions.stop();
    }
}

const MINUTE: Duration = Duration::from_mins(1);

#[test]
fn the_client_has_the_first_bytes_before_the_last_are_made() {
    for way in WAYS {
        let gateway = Processes::start(way, "STREAM", MINUTE);
        println!("{way:?}");
        gateway.assert_sends_chunks_as_they_are_made();
    }
}

#[test]
fn an_error_before_the_first_byte_is_an_answer_of_the_contract() {
    for way in WAYS {
        let gateway = Processes::start(way, "STREAM", MINUTE);
        println!("{way:?}");
        gateway.assert_answers_errors_in_front_of_the_first_byte("/bytes");
    }
}

#[test]
fn an_error_after_the_first_byte_ends_the_stream_as_its_format_says() {
    for way in WAYS {
        let gateway = Processes::start(way, "STREAM", MINUTE);
        let plan = json!({ "count": 9, "length": 1, "fails_at": 2, "end": "missing" });
        let answer = gateway.answer("/lines", &plan);
        assert!(answer.contains(r#""code":"Missing""#), "{way:?} {answer}");
        assert!(answer.ends_with("0\r\n\r\n"), "{way:?} {answer}");
        // Of a format without a place for errors Lambda's client for Rust writes the end into the body.
        let answer = gateway.answer("/bytes", &plan);
        assert!(
            answer.contains("Runtime.StreamError") && !answer.contains("number 2"),
            "{way:?} {answer}"
        );
        // The process goes on.
        let plan = json!({ "count": 1, "length": 1 });
        let answer = gateway.answer("/bytes", &plan);
        assert!(answer.ends_with("1\r\nx\r\n0\r\n\r\n"), "{way:?} {answer}");
    }
}

#[test]
fn the_time_of_the_function_and_its_end_break_a_stream_off() {
    for way in WAYS {
        let gateway = Processes::start(way, "STREAM", Duration::from_secs(1));
        let (_gate, wait) = gate();
        let plan = json!({ "count": 2, "length": 3, "wait": wait });
        let answer = gateway.answer("/lines", &plan);
        // There is no last chunk, so the client knows that the body is not whole.
        assert!(
            answer.ends_with("\r\n\r\n6\r\n\"xxx\"\n\r\n"),
            "{way:?} {answer}"
        );
        // Another process takes the next.
        let plan = json!({ "count": 1, "length": 3 });
        let answer = gateway.answer("/lines", &plan);
        assert!(answer.ends_with("0\r\n\r\n"), "{way:?} {answer}");
    }
}

#[test]
fn a_client_that_goes_away_holds_no_process() {
    let gateway = Processes::start(Way::Process, "STREAM", MINUTE);
    let endless = json!({ "count": 200, "length": 1 << 20 });
    for _ in 0..=FunctionProcesses::PROCESSES {
        let mut client = gateway.post("/bytes", &endless);
        read_to(&mut client, "\r\n\r\n");
    }
    let answer = gateway.answer("/lines", &json!({ "count": 1, "length": 3 }));
    assert!(answer.ends_with("0\r\n\r\n"), "{answer}");
}

/// What AWS does is not documented; what the gateway can know is that the payload is not JSON.
#[test]
fn a_buffered_operation_takes_no_streamed_answer_and_a_streaming_one_takes_a_whole_one() {
    for way in WAYS {
        let buffered = Processes::start(way, "BUFFERED", MINUTE);
        let plan = json!({ "count": 2, "length": 3 });
        let answer = buffered.answer("/lines", &plan);
        assert!(
            answer.starts_with("HTTP/1.1 502 Bad Gateway\r\n"),
            "{way:?} {answer}"
        );
        assert!(answer.contains("Internal server error"), "{way:?} {answer}");
        let streaming = Processes::start(way, "STREAM", MINUTE);
        let answer = streaming.answer("/work", &json!({ "number": 0 }));
        assert!(
            answer.starts_with("HTTP/1.1 200 OK\r\n"),
            "{way:?} {answer}"
        );
        assert!(answer.contains(r#"{"number":0,"#), "{way:?} {answer}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_hundred_megabytes_take_no_memory() {
    const LENGTH: usize = 1 << 20;
    for way in WAYS {
        let gateway = Processes::start(way, "STREAM", MINUTE);
        drop(gateway.answer("/bytes", &json!({ "count": 2, "length": LENGTH })));
        let before = peak_memory();
        let plan = json!({ "count": 100, "length": LENGTH });
        let mut client = gateway.post("/bytes", &plan);
        read_to(&mut client, "\r\n\r\n");
        let (mut buffer, mut size) = (vec![0; LENGTH], 0);
        while let read @ 1.. = client.read(&mut buffer).expect("bytes") {
            size += read;
        }
        assert!(size > 100 * LENGTH, "{way:?} {size}");
        let more = peak_memory() - before;
        assert!(more < 32 * LENGTH, "{way:?}: {more} bytes more");
    }
}

/// The most memory that this process has had so far, in bytes.
#[cfg(target_os = "linux")]
fn peak_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("the status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kilobytes
        .expect("a size")
        .parse::<usize>()
        .expect("a number")
        * 1024
}
