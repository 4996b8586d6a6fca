//! Writes `tests/vectors`, or checks that they are what the engines say today.

use crate::{
    compare::{on_all, respond},
    requests::{events, requests, seen},
};
use lambda_api_errors::CustomEvent;
use lambda_api_errors_tests::{
    echo,
    failures::{FAILED, SUCCEEDED, with_status},
    formats::{self, Asked},
    gateway::{Outcome, invoke},
    hostile::HOSTILE,
    jvm::Jvm,
    vectors::{self, Answered, RECORDED, Requested, current, path},
};
use serde_json::json;
use std::{env, fs};

/// How many texts each variant is made of. Each time others are, so that all are used.
const TEXTS: usize = 2;

/// A variant behind the end of each enum: a success.
const SUCCESS: usize = 18;

#[test]
fn recorded_integrations_are_up_to_date() {
    keep("integrations", &vectors::text(&current()));
}

#[tokio::test(flavor = "multi_thread")]
async fn recorded_answers_are_up_to_date() {
    let mut cases = asked().await;
    for name in ["formats/ask_problem", "formats/ask_message"] {
        cases.extend(
            FAILED
                .iter()
                .map(|(_, payload)| (None, Outcome::failure(name, *payload))),
        );
        cases.extend(
            SUCCEEDED
                .iter()
                .map(|(_, payload)| (None, Outcome::success(name, with_status(payload, 201)))),
        );
    }
    let outcomes: Vec<_> = cases.iter().map(|(_, outcome)| outcome).collect();
    let rendered = on_all(
        &current(),
        [outcomes].into_iter(),
        |jvm: &mut Jvm, outcomes| respond(jvm, &outcomes),
    )
    .concat();
    let answers = cases.into_iter().zip(rendered);
    let answers: Vec<_> = answers
        .map(|((asked, outcome), rendered)| Answered {
            asked,
            outcome,
            rendered,
        })
        .collect();
    keep("answers", &vectors::text(&answers));
}

async fn asked() -> Vec<(Option<(usize, String)>, Outcome)> {
    let service = formats::api().service().expect("an API");
    let mut texts = HOSTILE.iter().cycle();
    let mut chosen = Vec::new();
    for operation in RECORDED {
        for variant in 0..=SUCCESS {
            let texts = texts.by_ref().take(TEXTS);
            chosen.extend(texts.map(|hostile| (operation, variant, hostile.text)));
        }
    }
    let lossy = HOSTILE
        .iter()
        .filter(|hostile| hostile.attacks.contains("JSON libraries"));
    chosen.extend(lossy.map(|hostile| (RECORDED[0], SUCCESS, hostile.text)));
    let mut cases = Vec::new();
    for (operation, variant, text) in chosen {
        let text = text.to_owned();
        let asked = Asked {
            variant,
            text: text.clone(),
        };
        let event = CustomEvent::new(operation).json(&asked).expect("an event");
        let outcome = invoke(&service, &json!(event).to_string()).await;
        let outcome = Outcome::of(format!("formats/{operation}"), outcome);
        cases.push((Some((variant, text)), outcome));
    }
    cases
}

#[tokio::test(flavor = "multi_thread")]
async fn recorded_requests_are_up_to_date() {
    let service = echo::api().service().expect("an API");
    let kinds = requests("").len();
    let chosen: Vec<_> = HOSTILE
        .iter()
        .step_by(2)
        .enumerate()
        .map(|(index, hostile)| requests(hostile.text).swap_remove(index % kinds))
        .collect();
    let events = on_all(
        &current(),
        [chosen].into_iter(),
        |jvm: &mut Jvm, requests| events(jvm, &requests),
    )
    .concat();
    let mut requested = Vec::new();
    for event in events {
        let seen = seen(&service, &event).await;
        requested.push(Requested { event, seen });
    }
    keep("requests", &vectors::text(&requested));
}

/// Writes the vectors `name`, or compares them.
fn keep(name: &str, current: &str) {
    let path = path(name);
    if env::var_os("RECORD").is_some() {
        fs::write(&path, current).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        return;
    }
    let recorded =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let changed = recorded
        .lines()
        .zip(current.lines())
        .find(|(recorded, current)| recorded != current);
    assert!(
        recorded == current,
        "{name}.jsonl is not what the engines say: set `RECORD=1` to write it anew; {changed:?}"
    );
}
