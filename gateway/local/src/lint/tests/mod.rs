//! Each rule, on a document that breaks it and on one that nearly does.

use super::*;
use serde_json::{Value, json};

mod fixes;
mod responses;

/// A document with one operation, whose integration has these responses; it declares every status from 200 to 504.
fn document(responses: &Value) -> Document {
    let declared: serde_json::Map<String, Value> = (200..505)
        .map(|status| {
            (
                status.to_string(),
                json!({"description": "", "headers": {"Date": {}, "Location": {}}}),
            )
        })
        .collect();
    with_declared(responses, &declared.into())
}

fn with_declared(responses: &Value, declared: &Value) -> Document {
    let root = json!({"openapi": "3.0.1", "info": {"title": "t", "version": "1"}, "paths": {"/carts": {"get": {
        "responses": declared,
        "x-amazon-apigateway-integration": {
            "type": "aws",
            "httpMethod": "POST",
            "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/carts/invocations",
            "responses": responses,
        },
    }}}});
    Document::from_value(&root).unwrap()
}

/// Patterns with their statuses, a default for successes, and patterns for what Lambda itself sends.
fn patterns(patterns: &[(&str, u16)]) -> Document {
    let mut responses = json!({
        "default": {"statusCode": 200},
        advice::TIMEOUT: {"statusCode": 504},
        advice::CRASH: {"statusCode": 500},
    });
    for (pattern, status) in patterns {
        responses[*pattern] = json!({"statusCode": status});
    }
    document(&responses)
}

/// The ids of the findings.
fn ids(document: &Document) -> Vec<&'static str> {
    let report = lint(document);
    assert_eq!(report.unfinished, None);
    report.findings.iter().map(|found| found.rule.id).collect()
}

/// The only finding of `rule`.
#[track_caller]
fn finding(document: &Document, rule: &Rule) -> Finding {
    let report = lint(document);
    let mut found = report
        .findings
        .into_iter()
        .filter(|found| found.rule == rule);
    let first = found.next().expect("a finding");
    assert_eq!(found.next(), None);
    first
}

/// The message of a finding, and what it says of the answer.
fn shown(finding: &Finding) -> (Option<&str>, &str) {
    let shown = finding.shown.as_ref().expect("a message");
    (shown.message.as_deref(), &shown.answer)
}

#[test]
fn constants_at_the_start_have_no_findings() {
    let good = patterns(&[
        ("(?s)Bad Request: .*", 400),
        (r"^(?:Not Found: )\{[\s\S]*", 404),
        ("404", 410),
    ]);
    assert_eq!(ids(&good), [""; 0]);
}

#[test]
fn the_ids_are_of_different_rules() {
    let mut ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
    for rule in RULES {
        assert!(
            !rule.fact.ends_with('.') && rule.source.contains("docs.aws.amazon.com"),
            "{rule:?}"
        );
    }
}

#[test]
fn a_pattern_that_java_refuses() {
    let broken = patterns(&[("a{", 400)]);
    let found = finding(&broken, &INVALID_PATTERN);
    assert!(found.reason.contains("Illegal repetition"), "{found}");
    assert_eq!(
        shown(&found).1,
        "500, the gateway response API_CONFIGURATION_ERROR"
    );
    // Java takes it, and only this engine does not.
    assert_eq!(
        ids(&patterns(&["(?x)a b"].map(|pattern| (pattern, 400)))),
        [""; 0]
    );
}

#[test]
fn a_pattern_for_file_names() {
    let found = finding(&patterns(&[("Invalid*", 400)]), &GLOB_PATTERN);
    assert_eq!(
        shown(&found),
        (Some("Invalid input"), "200 by the default response")
    );
    assert_eq!(found.fix, r#"use "(?s)Invalid.*""#);
    for exact in [r"Item \d*", "(?s)Invalid.*", "[a-z]*x"] {
        assert!(
            !ids(&patterns(&[(exact, 400)])).contains(&"glob-pattern"),
            "{exact}"
        );
    }
}

#[test]
fn patterns_that_overlap() {
    let found = finding(
        &patterns(&[("(?s)Bad.*", 400), ("(?s)Bad Request.*", 422)]),
        &OVERLAPPING_PATTERNS,
    );
    assert!(
        found
            .reason
            .contains("for 400 and the pattern \"(?s)Bad Request.*\" for 422"),
        "{found}"
    );
    assert_eq!(shown(&found).0, Some("Bad Request"));
    // A catch-all is excluded from the special ones.
    let general = patterns(&[("(?s)Not Found: .*", 404), ("(?s).+", 501)]);
    let report = lint(&general);
    let overlap = report
        .findings
        .iter()
        .find(|found| found.rule == &OVERLAPPING_PATTERNS && found.reason.contains("404"));
    let fix = &overlap.expect("an overlap").fix;
    assert_eq!(
        fix,
        r#"use "(?!(?:(?s)Not Found: .*)\\z)(?:(?s).+)" for 501"#
    );
}

#[test]
fn text_of_a_caller() {
    let found = finding(
        &patterns(&[(r#"(?s).*"status":400.*"#, 400)]),
        &TEXT_SELECTS_PATTERN,
    );
    assert_eq!(
        shown(&found).0,
        Some(r#"{"error": "something else has failed", "detail": {"status":400}}"#)
    );
    assert!(
        found.fix.ends_with(r#"use "(?s)\\{\"status\":400.*""#),
        "{found}"
    );
    let words = finding(
        &patterns(&[("(?s).*validation error.*", 400)]),
        &TEXT_SELECTS_PATTERN,
    );
    assert!(
        words.fix.ends_with(r#"use "(?s)validation error.*""#),
        "{words}"
    );
}

#[test]
fn a_line_break() {
    let found = finding(
        &patterns(&[("Bad Request: .*", 400)]),
        &LINE_BREAK_DEFEATS_PATTERN,
    );
    assert_eq!(
        shown(&found),
        (
            Some("Bad Request: text\ntext"),
            "200 by the default response"
        )
    );
    assert_eq!(found.fix, r#"use "(?s)Bad Request: .*""#);
    assert_eq!(
        ids(&patterns(&[(r"Bad Request: (.|\n)*", 400), ("exact", 404)])),
        [""; 0]
    );
}

#[test]
fn a_success_that_a_pattern_takes() {
    let found = finding(
        &document(&json!({"default": {"statusCode": 200}, ".*": {"statusCode": 500}})),
        &SUCCESS_MATCHED,
    );
    assert_eq!(shown(&found), (None, "500 by the pattern \".*\""));
    assert_eq!(found.fix, r#"use "(?s).+""#);
    let other =
        document(&json!({"default": {"statusCode": 200}, "(?s)(?:Bad.*)?": {"statusCode": 500}}));
    assert_eq!(
        finding(&other, &SUCCESS_MATCHED).fix,
        r#"use "(?=[\\s\\S])(?:(?s)(?:Bad.*)?)""#
    );
}

#[test]
fn a_pattern_for_the_status_of_a_success() {
    let found = finding(&patterns(&[(r"2\d\d", 201)]), &STATUS_AS_PATTERN);
    assert_eq!(
        shown(&found),
        (Some("201"), r#"201 by the pattern "2\\d\\d""#)
    );
    for (pattern, status) in [("(?s)Some failed: .*", 207), ("302", 302)] {
        assert_eq!(ids(&patterns(&[(pattern, status)])), [""; 0]);
    }
}

#[test]
fn a_catastrophic_pattern() {
    let found = finding(
        &patterns(&[(r"(?:Error: )(?:a+)+;", 400)]),
        &CATASTROPHIC_PATTERN,
    );
    let (text, answer) = shown(&found);
    assert!(
        text.unwrap().starts_with("Error: aaaaaaaaaaaaaaaa"),
        "{found}"
    );
    assert!(answer.contains("100000 steps"), "{answer}");
    for pattern in [
        r"(?:(?:x*)*)*y",
        "([a-zA-Z]+)*1",
        "(a|aa)+c",
        ".*.*.*.*.*.*.*.*x",
        "(?s)Bad: (.*)*;",
    ] {
        let ids = ids(&patterns(&[(pattern, 400)]));
        assert!(ids.contains(&"catastrophic-pattern"), "{pattern}");
    }
    for pattern in ["(\n|.)+", "[a-z]+: [0-9]+x*", r"(?s)Item \d+: .*"] {
        let ids = ids(&patterns(&[(pattern, 400)]));
        assert!(!ids.contains(&"catastrophic-pattern"), "{pattern}");
    }
}

/// A hostile document: many operations, each with other patterns that take long.
fn hostile() -> Document {
    let operations: serde_json::Map<String, Value> = (0..12)
        .map(|n| {
            let responses: serde_json::Map<String, Value> = (0..40)
                .map(|m| {
                    let pattern = format!("(?=(a|b|ab)*c{n})(?:(?:a*)*b?|x{m})*(?!z).*{}", "(a?b*)*".repeat(m));
                    let template = "#foreach($i in [1..1000])#foreach($j in [1..1000])x#end#end";
                    (pattern, json!({"statusCode": 400 + m, "responseTemplates": {"application/json": template}}))
                })
                .collect();
            let operation = json!({"get": {"responses": {}, "x-amazon-apigateway-integration": {
                "type": "aws", "httpMethod": "POST", "responses": responses,
                "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations",
            }}});
            (format!("/{n}"), operation)
        })
        .collect();
    Document::from_value(&json!({"openapi": "3.0.1", "paths": operations})).unwrap()
}

#[test]
fn a_hostile_document_ends_within_its_steps() {
    let report = lint_within(&hostile(), &[], 3_000_000);
    let unfinished = report.unfinished.expect("an end");
    assert!(unfinished.starts_with("GET /"), "{unfinished}");
}

#[test]
fn equal_operations_are_looked_at_once() {
    let responses = json!({"default": {"statusCode": 200}, "Bad: .*": {"statusCode": 400}});
    let operation = json!({"get": {"responses": {"200": {}, "400": {}}, "x-amazon-apigateway-integration": {
        "type": "aws", "httpMethod": "POST", "responses": responses,
        "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations",
    }}});
    let paths: serde_json::Map<String, Value> = (0..2000)
        .map(|n| (format!("/{n}"), operation.clone()))
        .collect();
    let document = Document::from_value(&json!({"openapi": "3.0.1", "paths": paths})).unwrap();
    let report = lint_within(&document, &[], 10_000_000);
    assert_eq!(report.unfinished, None);
    assert_eq!(report.findings.len(), 2 * 2000);
    assert!(report.findings[1].pointer.starts_with("/paths/~10/get/"));
    assert_ne!(report.findings[1].pointer, report.findings[3999].pointer);
}

/// The answer that a finding claims is the answer of the engine.
#[test]
fn a_finding_says_what_the_gateway_answers() {
    let document = patterns(&[("Bad Request: .*", 400), (".*oops.*", 418)]);
    let deployment = Deployment::new(document.clone());
    let steps = Steps::new(STEP_LIMIT);
    let trial = Trial {
        deployment: &deployment,
        operation: &document.operations[0],
        steps: &steps,
    };
    let report = lint(&document);
    assert!(report.findings.len() >= 3);
    for found in &report.findings {
        let (message, answer) = shown(found);
        let again = trial.fail(message.unwrap());
        assert!(answer.contains(&again.in_words()), "{found}");
    }
}
