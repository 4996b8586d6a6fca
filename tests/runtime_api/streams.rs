//! Streamed answers: what arrives when, and how a stream ends.

use crate::{
    id, invocation,
    platform::{Invocation, Outcome, Platform},
};
use serde_json::{Value, json};
use std::{io::Write, net::TcpListener};

pub(crate) fn event(kind: &str, path: &str, plan: &Value) -> Value {
    let headers = json!({ "content-type": "application/json" });
    match kind {
        "rest" => json!({
            "resource": path, "path": path, "httpMethod": "POST", "headers": headers,
            "requestContext": { "httpMethod": "POST", "resourcePath": path, "stage": "live" },
            "body": plan.to_string(), "isBase64Encoded": false,
        }),
        kind => json!({
            "version": "2.0", "rawPath": path, "rawQueryString": "", "headers": headers,
            "requestContext": {
                "domainName": if kind == "url" { "abc.lambda-url.eu-west-1.on.aws" } else { "example.org" },
                "stage": "$default", "http": { "method": "POST" },
            },
            "body": plan.to_string(), "isBase64Encoded": false,
        }),
    }
}

fn streamed(number: usize, kind: &str, path: &str, plan: &Value) -> Invocation {
    invocation(number, &event(kind, path, plan))
}

/// What the platform reads from a streamed answer: status and headers, eight zeros, and the body.
#[track_caller]
fn parts(outcome: &Outcome) -> (Value, &str) {
    let Outcome::Response(answer) = outcome else {
        panic!("no answer: {outcome:?}");
    };
    let (head, body) = answer
        .split_once("\0\0\0\0\0\0\0\0")
        .unwrap_or_else(|| panic!("not streamed: {answer}"));
    let head: Value = serde_json::from_str(head).unwrap_or_else(|error| panic!("{error}: {head}"));
    (head, body)
}

#[test]
fn the_first_bytes_are_there_before_the_last_are_made() {
    for kind in ["rest", "url"] {
        let platform = Platform::start(1);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let wait = listener.local_addr().expect("an address");
        let plan = json!({ "count": 2, "length": 3, "wait": wait });
        platform.invoke([streamed(0, kind, "/lines", &plan)]);
        let (mut handler, _) = listener.accept().expect("the handler runs");
        // Status, headers and the first line; the second is not made yet.
        platform.wait_for_bytes(
            &id(0),
            r#"{"statusCode":200}"#.len() + 8 + "\"xxx\"\n".len(),
        );
        handler.write_all(b"!").expect("the handler waits");
        let outcome = platform.outcome(&id(0));
        let (head, body) = parts(&outcome);
        assert_eq!(
            (&head["statusCode"], body),
            (&json!(200), "\"xxx\"\n\"xxx\"\n")
        );
        assert_eq!(head["headers"]["content-type"], "application/x-ndjson");
        assert_eq!(platform.violations(), [""; 0]);
    }
}

#[test]
fn an_error_before_the_first_byte_is_an_answer_of_the_contract() {
    let platform = Platform::start(1);
    let mut number = 0;
    for path in ["/lines", "/bytes"] {
        for (end, status, code) in [
            ("missing", 404, "Missing"),
            ("hidden", 500, "Hidden"),
            ("panic", 500, "InternalServerError"),
        ] {
            let plan = json!({ "count": 2, "length": 3, "fails_at": 0, "end": end });
            platform.invoke([streamed(number, "rest", path, &plan)]);
            let outcome = platform.outcome(&id(number));
            let (head, body) = parts(&outcome);
            let body: Value = serde_json::from_str(body).expect("problem details");
            assert_eq!(
                (&head["statusCode"], &body["code"]),
                (&json!(status), &json!(code)),
                "{path}"
            );
            assert_eq!(head["headers"]["content-type"], "application/problem+json");
            number += 1;
        }
        // What an extractor refuses, too.
        platform.invoke([streamed(number, "rest", path, &json!({}))]);
        assert_eq!(parts(&platform.outcome(&id(number))).0["statusCode"], 422);
        number += 1;
    }
}

#[test]
fn an_error_after_the_first_byte_ends_the_stream_as_its_format_says_and_is_logged() {
    let platform = Platform::start(1);
    for (number, end, code) in [
        (0, "missing", "Missing"),
        (1, "hidden", "Hidden"),
        (2, "panic", "InternalServerError"),
    ] {
        let plan = json!({ "count": 9, "length": 1, "fails_at": 2, "end": end });
        platform.invoke([streamed(number, "rest", "/lines", &plan)]);
        let outcome = platform.outcome(&id(number));
        let (head, body) = parts(&outcome);
        let lines: Vec<Value> = body
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        assert_eq!(head["statusCode"], 200);
        assert_eq!(
            (lines.len(), &lines[1], &lines[2]["code"]),
            (3, &json!("x"), &json!(code)),
            "{body}"
        );
        assert!(!body.contains("is hidden"), "{body}");
    }
    let plan = json!({ "count": 9, "length": 1, "fails_at": 2, "end": "hidden" });
    platform.invoke([streamed(3, "rest", "/bytes", &plan)]);
    let outcome = platform.outcome(&id(3));
    let (_, body) = parts(&outcome);
    let trailer = "xxLambda-Runtime-Function-Error-Type: Runtime.StreamError\r\n";
    assert!(
        body.starts_with(trailer) && !body.contains("hidden"),
        "{body}"
    );

    platform.wait_for_log("a stream failed after its first bytes were sent", 4);
    for line in platform.log() {
        let line: Value = serde_json::from_str(&line).expect("JSON");
        let fields = &line["fields"];
        if fields["message"] == "a stream failed after its first bytes were sent" {
            assert!(
                fields["request_id"]
                    .as_str()
                    .is_some_and(|id| id.starts_with("request-")),
                "{line}"
            );
            assert!(
                ["lines", "bytes"]
                    .map(Value::from)
                    .contains(&fields["operation"]),
                "{line}"
            );
        }
    }
    assert_eq!(platform.violations(), [""; 0]);
}

#[test]
fn only_what_streams_is_streamed_and_what_does_not_gets_it_whole_or_not_at_all() {
    let platform = Platform::start(1);
    let plan = json!({ "count": 2, "length": 3 });
    // An operation of a REST API that does not stream, and an HTTP API, which cannot.
    platform.invoke([
        streamed(0, "rest", "/work", &json!({ "number": 0 })),
        streamed(1, "http", "/lines", &plan),
        streamed(
            2,
            "http",
            "/bytes",
            &json!({ "count": usize::MAX, "length": 1 << 20 }),
        ),
    ]);
    let whole = |number| match platform.outcome(&id(number)) {
        Outcome::Response(text) => serde_json::from_str::<Value>(&text).expect("JSON"),
        other => panic!("{other:?}"),
    };
    assert_eq!(whole(0)["statusCode"], 200);
    assert_eq!(whole(1)["body"], "\"xxx\"\n\"xxx\"\n");
    // It has no end, and Lambda takes 6 MB.
    assert_eq!(whole(2)["statusCode"], 500);
    // A function URL has one mode for all endpoints.
    platform.invoke([
        streamed(3, "url", "/work", &json!({ "number": 3 })),
        streamed(4, "url", "/nowhere", &json!({})),
    ]);
    assert_eq!(parts(&platform.outcome(&id(3))).0["statusCode"], 200);
    assert_eq!(parts(&platform.outcome(&id(4))).0["statusCode"], 404);
    let custom = json!({ "lambdaApiErrors": 1, "operation": "lines", "json": plan });
    platform.invoke([invocation(5, &custom)]);
    let Outcome::Error(failure) = platform.outcome(&id(5)) else {
        panic!("a custom integration got a stream");
    };
    assert!(failure.contains("Internal Server Error: {"), "{failure}");
    platform.wait_for_log(
        "the success is a stream, and a custom integration takes whole answers",
        1,
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_hundred_megabytes_take_no_memory() {
    const LENGTH: usize = 1 << 20;
    let platform = Platform::start(1);
    platform.invoke([streamed(
        0,
        "rest",
        "/bytes",
        &json!({ "count": 1, "length": LENGTH }),
    )]);
    platform.outcome(&id(0));
    let before = platform.peak_memory();
    platform.invoke([streamed(
        1,
        "rest",
        "/bytes",
        &json!({ "count": 100, "length": LENGTH }),
    )]);
    let outcome = platform.outcome(&id(1));
    assert_eq!(parts(&outcome).1.len(), 100 * LENGTH);
    let more = platform.peak_memory() - before;
    assert!(more < 16 * LENGTH, "{more} bytes more");
}
