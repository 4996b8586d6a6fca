//! What the engines of API Gateway made of chosen cases, checked without a JVM.
//!
//! The target `engines` records the cases, and says how.

mod engine;

use fancy_regex::Regex;
use lambda_api_errors::{CustomEvent, EventKind, callback};
use lambda_api_errors_tests::{
    echo,
    events::{Call, answer},
    formats::{self, Asked},
    gateway::{Integration, Outcome, invoke, operation},
    vectors::{Answered, RECORDED, Requested, current, read},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[test]
fn patterns_and_templates_are_those_that_the_engines_were_asked_about() {
    let recorded: Vec<Integration> = read("integrations");
    let names = |integrations: &[Integration]| {
        integrations
            .iter()
            .map(|integration| integration.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&recorded), names(&current()));
    for (recorded, current) in recorded.iter().zip(&current()) {
        assert!(
            recorded == current,
            "the integration of `{}` has changed since the vectors were recorded: record them anew",
            current.name
        );
    }
}

#[test]
fn the_same_pattern_takes_a_message_in_rust() {
    let mut patterns = BTreeMap::new();
    for Integration { name, integration } in current() {
        let keys = integration["responses"]
            .as_object()
            .expect("responses")
            .keys();
        let keys = keys.filter(|key| *key != "default");
        let compiled: Vec<_> = keys
            .map(|key| (key.clone(), Regex::new(key).expect("a pattern")))
            .collect();
        patterns.insert(name, compiled);
    }
    let answers: Vec<Answered> = read("answers");
    assert!(answers.len() > 300, "{} answers", answers.len());
    for Answered {
        outcome, rendered, ..
    } in answers
    {
        let message = outcome.seen_by_patterns();
        let taking = patterns[&outcome.integration]
            .iter()
            .filter(|(_, pattern)| pattern.is_match(&message).expect("an end"));
        let taking: Vec<_> = taking.map(|(key, _)| key).collect();
        assert_eq!(
            taking,
            rendered.selected.iter().collect::<Vec<_>>(),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn clients_of_both_integrations_get_the_recorded_answers() {
    let service = formats::api().service().expect("an API");
    let mut played = 0;
    for Answered {
        asked,
        outcome,
        rendered,
    } in read::<Answered>("answers")
    {
        let Some((variant, text)) = asked else {
            continue;
        };
        let name = outcome.integration.rsplit('/').next().unwrap_or_default();
        let operation = operation(&service, name);
        let asked = Asked { variant, text };
        let event = CustomEvent::new(name).json(&asked).expect("an event");
        let custom = invoke(&service, &json!(event).to_string()).await;
        assert_eq!(Outcome::of(outcome.integration.clone(), custom), outcome);
        let call = Call {
            operation: operation.name(),
            cart: None,
            query: None,
            media_type: "application/json",
            body: json!(asked).to_string(),
        };
        let proxy = invoke(&service, &call.event(EventKind::RestProxy, operation))
            .await
            .expect("an answer");
        let proxy = answer(EventKind::RestProxy, operation, Ok(proxy.get()));
        assert_eq!(rendered.status, proxy.status.as_u16(), "{outcome:?}");
        let headers = proxy.headers.iter().map(|(name, value)| {
            (
                name.to_string(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        });
        assert_eq!(rendered.headers, headers.collect(), "{outcome:?}");
        if name == "ask_message" {
            assert_eq!(json_of(&rendered.body), json_of(&proxy.body), "{outcome:?}");
        } else {
            assert_eq!(rendered.body, proxy.body, "{outcome:?}");
        }
        played += 1;
    }
    assert!(played > RECORDED.len() * 20, "{played} answers");
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[tokio::test]
async fn handlers_see_the_recorded_requests() {
    let service = echo::api().service().expect("an API");
    let requests: Vec<Requested> = read("requests");
    assert!(requests.len() > 40, "{} requests", requests.len());
    for Requested { event, seen } in requests {
        let payload = invoke(&service, &event).await.expect("a success");
        let answer = callback::open(payload.get()).expect("a success");
        assert_eq!(json_of(&answer.body), json!(seen), "{event}");
    }
}
