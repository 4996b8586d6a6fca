//! The binary that is deployed: made by the README's command, and asked what would end a process that cannot unwind.

use crate::{
    Carts,
    emulator::{Function, run, workspace},
};
use lambda_api_errors::EventKind;
use lambda_api_errors_tests::carts::{cases, create};
use serde_json::{Value, json};
use std::{fs, path::PathBuf, process::Command};

const BUILD: &str = "cargo lambda build --release -p carts";

/// Builds what is deployed.
fn build() -> PathBuf {
    let readme = fs::read_to_string(workspace().join("README.md")).expect("a README");
    assert!(readme.contains(&format!("`{BUILD}`")), "{BUILD}");
    let mut words = BUILD.split(' ');
    let mut cargo = Command::new(words.next().expect("a program"));
    run(cargo.args(words).arg("--locked").current_dir(workspace()));
    workspace().join("target/lambda/carts/bootstrap")
}

#[test]
fn a_panic_and_an_event_that_cannot_be_read_are_answered_and_so_is_the_next_event() {
    let function = Function::run(&build(), "carts", &[]);
    let carts = Carts::behind(function);
    let panicking = cases()
        .into_iter()
        .find(|case| case.call.body.contains("tok_surprise"))
        .expect("a case that panics");
    for kind in [
        EventKind::Custom,
        EventKind::RestProxy,
        EventKind::HttpProxy,
        EventKind::Alb,
        EventKind::FunctionUrl,
        EventKind::VpcLattice,
    ] {
        carts.play(kind, &panicking);
        if kind != EventKind::Custom {
            let answer = carts.send(kind, "create_cart", &not_base64(&carts, kind));
            assert_eq!(answer.status, 400, "{kind:?} {answer:?}");
        }
        carts.created(kind);
    }
}

/// A feature that is off costs nothing: of its code no text is left.
#[test]
fn what_is_off_is_not_deployed() {
    let program = fs::read(build()).expect("a program");
    let has = |text: &str| {
        let text = text.as_bytes();
        program.windows(text.len()).any(|part| part == text)
    };
    assert!(has("UnreadableEvent"));
    for (feature, text) in [
        ("emf", "CloudWatchMetrics"),
        ("openapi", "x-amazon-apigateway-integration"),
        ("local", "unverified on AWS"),
    ] {
        assert!(!has(text), "{feature}");
    }
}

/// An event whose body is said to be base64, and is not.
fn not_base64(carts: &Carts, kind: EventKind) -> String {
    let event = create().event(kind, carts.operation("create_cart"));
    let mut event: Value = serde_json::from_str(&event).expect("JSON");
    event["isBase64Encoded"] = json!(true);
    event["body"] = json!("%%%");
    event.to_string()
}
