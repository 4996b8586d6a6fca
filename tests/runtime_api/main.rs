//! A function under a strict Runtime API that also does wrong: one invocation at a time, and several at once.

mod observed;
mod platform;
mod streams;
mod styles;
mod traces;

use lambda_api_errors::callback;
use platform::{Fault, Invocation, Outcome, Platform};
use serde_json::{Value, json};
use std::{io::Write, net::TcpListener, time::Duration};

/// What an invocation of this number asks for: mostly successes, and each way to fail.
fn end(number: usize) -> &'static str {
    [
        "success", "missing", "success", "hidden", "success", "panic", "success",
    ][number % 7]
}

fn id(number: usize) -> String {
    format!("request-{number}")
}

fn custom(number: usize, task: &Value) -> Invocation {
    let mut task = task.clone();
    task["number"] = number.into();
    let event = json!({ "lambdaApiErrors": 1, "operation": "work", "json": task });
    invocation(number, &event)
}

fn proxy(number: usize, task: &Value) -> Invocation {
    let mut task = task.clone();
    task["number"] = number.into();
    let event = json!({
        "version": "2.0", "rawPath": "/work", "rawQueryString": "", "headers": { "content-type": "application/json" },
        "requestContext": { "requestId": format!("gateway-{number}"), "domainName": "example.org", "stage": "$default", "http": { "method": "POST" } },
        "body": task.to_string(), "isBase64Encoded": false,
    });
    invocation(number, &event)
}

fn invocation(number: usize, event: &Value) -> Invocation {
    Invocation {
        id: id(number),
        payload: event.to_string(),
        fault: None,
        time: Duration::from_mins(1),
        trace: None,
    }
}

/// The status and the body that a client gets.
fn answer(outcome: &Outcome) -> (u64, Value) {
    let read = |text: &str| {
        serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{error}: {text}"))
    };
    match outcome {
        Outcome::Response(payload) if payload.contains("lambdaApiErrors") => {
            let opened = callback::open(payload).expect("an envelope");
            (opened.status.as_u16().into(), read(&opened.body))
        }
        Outcome::Response(payload) => {
            let answer = read(payload);
            let body = read(answer["body"].as_str().expect("a body"));
            (answer["statusCode"].as_u64().expect("a status"), body)
        }
        Outcome::Error(failure) => {
            let failure = read(failure);
            let message = failure["errorMessage"].as_str().expect("a message");
            let body = read(&message[message.find('{').expect("a body")..]);
            (body["status"].as_u64().expect("a status"), body)
        }
        other => panic!("no answer: {other:?}"),
    }
}

#[track_caller]
fn assert_is_of(number: usize, outcome: &Outcome) {
    let (status, body) = answer(outcome);
    match end(number) {
        "success" => {
            assert_eq!(status, 200);
            assert_eq!(body, json!({ "number": number, "request": id(number) }));
        }
        "missing" => assert_eq!((status, &body["number"]), (404, &number.into()), "{body}"),
        _ => assert_eq!(
            (status, &body["code"]),
            (500, &"InternalServerError".into()),
            "{body}"
        ),
    }
}

#[test]
fn ten_thousand_invocations_eight_at_a_time_and_none_is_anothers() {
    const COUNT: usize = 10_000;
    let platform = Platform::start(8);
    platform.invoke((0..COUNT).map(|number| {
        let task = json!({ "end": end(number) });
        if number % 2 == 0 {
            custom(number, &task)
        } else {
            proxy(number, &task)
        }
    }));
    for number in 0..COUNT {
        let outcome = platform.outcome(&id(number));
        if end(number) == "hidden" {
            assert_eq!(answer(&outcome).0, 500);
        } else {
            assert_is_of(number, &outcome);
        }
    }
    assert_eq!(platform.violations(), [""; 0]);
    assert_eq!(platform.most_running(), 8);
    assert_eq!(platform.starts(), 1);

    let count = |what| (0..COUNT).filter(|number| end(*number) == what).count();
    let [missing, hidden, panics] = ["missing", "hidden", "panic"].map(count);
    platform.wait_for_log(r#""error":"number "#, hidden + panics);
    platform.wait_for_log(r#""_aws":"#, missing + hidden + panics);
    let mut logged = [0, 0];
    let mut counted = [0, 0];
    for line in platform.log() {
        let line: Value =
            serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        if !line["_aws"].is_null() {
            observed::assert_is_of(&line);
            counted[usize::from(line["status"] == 500)] += 1;
        }
        let fields = &line["fields"];
        let Some(text) = fields["error"]
            .as_str()
            .and_then(|text| text.strip_prefix("number "))
        else {
            continue;
        };
        let (number, what) = text.split_once(' ').expect("two words");
        assert_eq!(fields["request_id"], format!("request-{number}"), "{line}");
        let number: usize = number.parse().expect("a number");
        assert_eq!(
            line["span"]["correlation_id"],
            observed::correlation_id(number),
            "{line}"
        );
        logged[usize::from(what == "panics")] += 1;
    }
    assert_eq!(logged, [hidden, panics]);
    assert_eq!(counted, [missing, hidden + panics]);
}

#[test]
fn no_fault_of_the_runtime_api_loses_repeats_or_stops_an_invocation() {
    for concurrency in [1, 2] {
        let platform = Platform::start(concurrency);
        let mut number = 0;
        for (fault, expected) in [
            (Fault::Status(500), Some(Outcome::Refused(500))),
            (Fault::Status(413), Some(Outcome::Refused(413))),
            (Fault::Status(410), Some(Outcome::Refused(410))),
            (Fault::Reset, Some(Outcome::Broken)),
            (Fault::WithoutId, None),
            (Fault::DeadlineIsNoNumber, None),
            (Fault::NextFails, None),
        ] {
            let faulty = Invocation {
                fault: Some(fault),
                ..custom(number, &json!({}))
            };
            platform.invoke([faulty, custom(number + 7, &json!({}))]);
            assert_is_of(number + 7, &platform.outcome(&id(number + 7)));
            if let Some(expected) = expected {
                assert_eq!(
                    platform.outcome(&id(number)),
                    expected,
                    "{fault:?}, {concurrency} at once"
                );
            }
            number += 14;
        }
        assert_eq!(platform.violations(), [""; 0], "{concurrency} at once");
    }
}

#[test]
fn an_answer_that_is_never_taken_and_a_handler_that_never_ends_hold_no_place_beyond_their_time() {
    let platform = Platform::start(2);
    let stuck = (0..4).map(|number| Invocation {
        fault: (number % 2 == 0).then_some(Fault::Hang),
        time: Duration::from_secs(2),
        ..custom(
            number * 7,
            &json!({ "end": if number % 2 == 0 { "success" } else { "never" } }),
        )
    });
    platform.invoke(stuck);
    platform.invoke([custom(70, &json!({}))]);
    assert_is_of(70, &platform.outcome(&id(70)));
    platform.wait_for_log("an invocation was given up", 4);
    assert_eq!(platform.starts(), 1);
}

#[test]
fn the_hooks_of_snapstart_are_called_around_the_snapshot_and_then_events_are_answered() {
    let platform = Platform::start_with(1, &[("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")]);
    platform.invoke([custom(7, &json!({}))]);
    assert_is_of(7, &platform.outcome(&id(7)));
    platform.wait_for_log("opened after the restore", 1);
    let log = platform.log().join("\n");
    let at = |text: &str| {
        log.find(text)
            .unwrap_or_else(|| panic!("no `{text}`: {log}"))
    };
    assert!(at("closed before the snapshot") < at("opened after the restore"));
    assert_eq!(platform.violations(), [""; 0]);
    // Without SnapStart there is no snapshot.
    let platform = Platform::start(1);
    platform.invoke([custom(7, &json!({}))]);
    assert_is_of(7, &platform.outcome(&id(7)));
    assert!(!platform.log().join("\n").contains("snapshot"));
}

#[test]
fn sigterm_ends_the_program_after_the_running_invocation_is_answered() {
    for concurrency in [1, 8] {
        let platform = Platform::start(concurrency);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let waits = json!({ "wait": listener.local_addr().expect("an address") });
        platform.invoke([custom(7, &waits)]);
        let (mut handler, _) = listener.accept().expect("the handler runs");
        platform.shut_down();
        // The shutdown has begun when the program says so; it must not be over.
        platform.wait_for_log("SIGTERM received", 1);
        assert!(platform.is_running());
        handler.write_all(b"!").expect("the handler waits");
        assert_is_of(7, &platform.outcome(&id(7)));
        assert_eq!(platform.exit_code(), Some(0));
        assert_eq!(platform.violations(), [""; 0]);
    }
}
