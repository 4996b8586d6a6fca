//! Files that are not documents, and documents in which anything may stand.

use super::carts::document;
use proptest::{prelude::*, sample::Index};
use serde_json::{Value, json};
use std::fmt::Write;

#[track_caller]
fn check(text: &str, expected: &str) {
    let error = carts::api().openapi().check(text).expect_err("no document");
    let error = error.to_string();
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn what_is_no_document_is_told() {
    check("openapi: [3.0.1", "the document is neither JSON nor YAML: ");
    check("", "the document is not one for API Gateway: ");
    check(
        &"[".repeat(100_000),
        "the document is neither JSON nor YAML: recursion limit exceeded",
    );
    check(
        &" ".repeat((16 << 20) + 1),
        "the document has more than 16777216 bytes",
    );
    let list = format!("- {}", "- ".repeat(2_000_000));
    check(&list, "the document is neither JSON nor YAML: ");
    let mut aliases = String::new();
    for (before, n) in (1..40).enumerate() {
        let list = format!("*a{before}, ").repeat(3);
        writeln!(aliases, "x-{n}: &a{n} [{list}]").expect("a string");
    }
    check(
        &format!("openapi: 3.0.1\nx-0: &a0 [x]\n{aliases}paths: {{}}\n"),
        "the document is neither JSON nor YAML: ",
    );
    for text in ["[]", "{}", r#"{"openapi":3}"#, r#"{"openapi":"3.0.1"}"#] {
        check(text, "the document is not one for API Gateway: ");
    }
    check(
        "openapi: 3.0.1\npaths: {$default: {x-amazon-apigateway-any-method: {}}}\n",
        "the document is one of an HTTP API, and the check compares those of REST APIs",
    );
}

#[test]
fn a_part_that_is_wrong_refuses_no_other() {
    let lines = |document: &Value| -> Vec<_> {
        let report = carts::api()
            .openapi()
            .check(&document.to_string())
            .expect("a document");
        report.drifts().iter().map(ToString::to_string).collect()
    };
    let mut wrong_operation = document(&carts::api());
    wrong_operation["paths"]["/a/{b}"] = json!({"get": 7});
    assert_eq!(
        lines(&wrong_operation),
        [
            "GET /a/{b}: the types have no such operation; remove it from the gateway, or add its endpoint to the `Api`"
        ]
    );
    let mut wrong_mapping = document(&carts::api());
    let parameters = &mut super::carts::response(&mut wrong_mapping, "409")["responseParameters"];
    parameters["method.response.header"] = json!("'x'");
    let lines = lines(&wrong_mapping);
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(
        lines[0].starts_with("the document: `/paths/~1carts~1{cart}~1items/post/"),
        "{lines:#?}"
    );
    assert!(
        lines[0].ends_with("; correct it, or import the document that the types make"),
        "{lines:#?}"
    );
}

/// The pointers of everything in `value`.
fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (name, value) in members {
        pointers(
            value,
            &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")),
            all,
        );
    }
}

fn anything() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u16>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!({})),
        Just(json!({ "statusCode": "404" })),
        Just(json!([1])),
    ]
}

/// Something like a pattern.
fn pattern() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "(",
        ")",
        "(?:",
        "(?!",
        "(?<=",
        "[",
        "]",
        "[^",
        "{",
        "}",
        "{2,}",
        "*",
        "+",
        "?",
        "|",
        "\\",
        "\\s",
        "\\Q",
        "\\E",
        "\\b",
        "\\u00",
        ".",
        "^",
        "$",
        "-",
        "&&",
        "a",
        "Not Found: ",
        "é",
        "\u{2028}",
        "Conflict: \\{",
        "[\\s\\S]*",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_document_is_checked_or_refused(changes in prop::collection::vec((any::<Index>(), anything()), 1..4)) {
        let api = carts::api();
        let mut document = document(&api);
        for (index, value) in changes {
            let mut all = Vec::new();
            pointers(&document, "", &mut all);
            let place: &String = index.get(&all);
            *document.pointer_mut(place).expect("a place") = value;
        }
        if let Ok(report) = api.openapi().check(&document.to_string()) {
            for drift in report.drifts() {
                prop_assert!(!drift.to_string().contains('\n'));
            }
        }
    }

    #[test]
    fn patterns_of_all_kinds_are_run_or_refused(patterns in prop::collection::vec((pattern(), 200_u16..600), 1..4)) {
        let api = carts::api();
        let mut document = document(&api);
        let responses = &mut super::carts::integration(&mut document)["responses"];
        for (pattern, status) in patterns {
            responses[pattern] = json!({ "statusCode": status });
        }
        for drift in api.openapi().check(&document.to_string()).expect("a readable document").drifts() {
            prop_assert_eq!(drift.to_string().lines().count(), 1);
        }
    }
}
