//! `apigw-local explain`.

use crate::{
    run,
    support::{DOCUMENT, file},
};

fn explain(name: &str, rest: &[&str]) -> (i32, String, String) {
    let document = file(name, DOCUMENT);
    run(&[&["explain", document.to_str().unwrap()], rest].concat())
}

#[test]
fn the_verdict_stands_first_and_the_answer_last() {
    let error = r#"{"error": {"errorType": "NoName", "errorMessage": "Not Found: \"Ada\""}}"#;
    let (status, printed, log) = explain(
        "verdict.yaml",
        &["GET", "/greeting/Ada", "--outcome", error],
    );
    assert_eq!((status, log.as_str()), (0, ""));
    let lines: Vec<_> = printed.lines().collect();
    assert_eq!(
        lines[0],
        "404 Not Found: pattern 2 of 3, `Not Found: .*`, takes it"
    );
    for line in [
        r#"  event     for `greet`, 15 bytes: {"name": "Ada"}"#,
        r#"  outcome   function error NoName, with the message: Not Found: "Ada""#,
        "  pattern   for 400: no: `Bad Request: .*`",
        "  pattern   for 404: takes it: `Not Found: .*`",
        "HTTP/1.1 404 Not Found",
    ] {
        assert!(lines.contains(&line), "{line} is not in\n{printed}");
    }
    assert!(lines.last().unwrap().starts_with('{'), "{printed}");
}

#[test]
fn without_an_outcome_it_ends_at_the_event() {
    let (status, printed, _) = explain("event.yaml", &["GET", "/greeting/Ada"]);
    assert_eq!(status, 0);
    assert!(
        printed.starts_with("This is the function's event; add `--outcome"),
        "{printed}"
    );
    assert!(
        printed.trim_end().ends_with(r#"{"name": "Ada"}"#),
        "{printed}"
    );
}

#[test]
fn a_script_reads_json() {
    let error = r#"{"error": {"errorMessage": "Not Found: Ada"}}"#;
    let asked = ["GET", "/greeting/Ada", "--outcome", error, "--json"];
    let (status, printed, log) = explain("json.yaml", &asked);
    assert_eq!((status, log.as_str()), (0, ""));
    let answer: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(answer["status"], 404);
    assert!(
        answer["headers"]["content-type"][0].is_string(),
        "{printed}"
    );
    assert!(
        answer["body"].as_str().unwrap().starts_with('{'),
        "{printed}"
    );
    assert_eq!(
        answer["trace"]["selection"],
        serde_json::json!({"pattern": "Not Found: .*", "status": 404, "place": 2, "of": 3})
    );
    let steps = answer["trace"]["steps"].as_array().unwrap();
    let tried: Vec<_> = steps.iter().filter_map(|step| step.get("tried")).collect();
    let taken: Vec<_> = tried.iter().map(|tried| &tried["taken"]).collect();
    assert_eq!(taken, [false, true]);

    let (_, printed, _) = explain("json_event.yaml", &["GET", "/greeting/Ada", "--json"]);
    let event: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert!(event.get("status").is_none(), "{printed}");
    assert_eq!(event["trace"]["usedUp"], false);
}

#[test]
fn mocks_and_refusals_need_no_outcome() {
    let (_, printed, _) = explain("mock.yaml", &["get", "/health"]);
    assert!(
        printed.starts_with("200 OK: the default response, 1 of 1\n"),
        "{printed}"
    );
    assert!(printed.ends_with("\nwell\n"), "{printed}");
    let (_, printed, _) = explain("refusal.yaml", &["POST", "/health", "--body", "{}"]);
    let start = "403 Forbidden: gateway response MISSING_AUTHENTICATION_TOKEN, because ";
    assert!(printed.starts_with(start), "{printed}");
}

#[test]
fn what_is_no_outcome_is_refused() {
    for outcome in ["Not Found", "{}", r#"{"ok": 1, "error": 2}"#] {
        let (status, printed, log) =
            explain("outcome.yaml", &["GET", "/health", "--outcome", outcome]);
        assert_eq!((status, printed.as_str()), (2, ""));
        assert!(log.contains(r#"an outcome is {"ok": PAYLOAD}"#), "{log}");
    }
}
