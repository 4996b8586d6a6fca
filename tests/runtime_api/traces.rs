//! Spans of `OpenTelemetry`, made by `lambda_runtime`'s layer, and the log beside them.

use crate::{
    Outcome, answer, id, invocation,
    platform::{Invocation, Platform, Program},
};
use serde_json::{Value, json};

/// The span that Lambda has begun for an invocation.
const PARENT: &str = "53995c3f42cd8ad8";

/// The invocation of this number, in a trace of its own.
fn traced(number: usize) -> Invocation {
    let event = json!({ "lambdaApiErrors": 1, "operation": "stock", "path": { "shelf": number.to_string() } });
    Invocation {
        trace: Some(format!(
            "Root=1-5759e988-{number:024x};Parent={PARENT};Sampled=1"
        )),
        ..invocation(number, &event)
    }
}

#[test]
fn each_invocation_has_its_spans_in_the_trace_that_lambda_began() {
    let platform = Platform::start_program(Program::of(env!("CARGO_BIN_EXE_traced")));
    platform.invoke((0..3).map(traced));
    for number in 0..3 {
        let outcome: Outcome = platform.outcome(&id(number));
        assert_eq!(answer(&outcome).0, if number == 0 { 500 } else { 200 });
    }
    platform.wait_for_log(r#""span":"worker""#, 3);
    let lines: Vec<Value> = platform
        .log()
        .iter()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    for number in 0..3 {
        let trace = format!("5759e988{number:024x}");
        let of_trace = |name: &str| {
            let mut spans = lines.iter().filter(|line| line["trace"] == *trace);
            spans
                .find(|span| span["span"] == name)
                .unwrap_or_else(|| panic!("no span `{name}`: {lines:#?}"))
        };
        let invocation = of_trace("worker");
        assert_eq!(invocation["parent"], PARENT);
        let attributes = &invocation["attributes"];
        assert_eq!(attributes["faas.invocation_id"], id(number));
        assert_eq!(attributes["faas.trigger"], "http");
        assert_eq!(attributes["faas.coldstart"], (number == 0).to_string());
        let mut outer = invocation;
        for name in ["Lambda runtime invoke", "request", "count"] {
            let inner = of_trace(name);
            assert_eq!(inner["parent"], outer["id"], "{name}: {lines:#?}");
            outer = inner;
        }
    }
    // The cause that the client does not see stands in the log, with the same trace.
    let failure = lines
        .iter()
        .find(|line| line["fields"]["error"] == "the shelf 0 is broken")
        .expect("a line");
    let spans = failure["spans"].as_array().expect("spans");
    let known = spans.iter().find_map(|span| span["xrayTraceId"].as_str());
    assert_eq!(known, traced(0).trace.as_deref());
    assert_eq!(failure["fields"]["request_id"], id(0));
    assert_eq!(platform.violations(), [""; 0]);
    assert_eq!(platform.starts(), 1);
}

#[test]
fn a_trace_that_is_none_begins_one() {
    let platform = Platform::start_program(Program::of(env!("CARGO_BIN_EXE_traced")));
    let traces = [
        None,
        Some(""),
        Some("Root=nonsense"),
        Some("Root=1-0-0;Parent=;Sampled=?"),
    ];
    platform.invoke(
        traces
            .into_iter()
            .zip(1..)
            .map(|(trace, number)| Invocation {
                trace: trace.map(str::to_owned),
                ..traced(number)
            }),
    );
    for number in 1..=traces.len() {
        assert_eq!(answer(&platform.outcome(&id(number))).0, 200);
    }
    platform.wait_for_log(r#""span":"worker""#, traces.len());
    assert_eq!(platform.violations(), [""; 0]);
}

/// As Lambda hands it out where the function's `TracingConfig` is not `Active`.
#[test]
fn a_trace_that_is_not_sampled_has_no_spans_and_the_log_names_it() {
    let platform = Platform::start_program(Program::of(env!("CARGO_BIN_EXE_traced")));
    let unsampled = "Root=1-5759e988-aaaaaaaaaaaaaaaaaaaaaaaa;Parent=53995c3f42cd8ad8;Sampled=0";
    platform.invoke([
        Invocation {
            trace: Some(unsampled.to_owned()),
            ..traced(0)
        },
        traced(1),
    ]);
    assert_eq!(answer(&platform.outcome(&id(0))).0, 500);
    // Spans are printed one invocation after the other.
    platform.wait_for_log(r#""span":"worker""#, 1);
    let log = platform.log();
    assert!(log.iter().any(|line| line.contains(unsampled)), "{log:#?}");
    let spans = log.iter().filter(|line| line.contains(r#""parent":"#));
    for span in spans {
        assert!(!span.contains("5759e988aaaaaaaa"), "{span}");
    }
}
