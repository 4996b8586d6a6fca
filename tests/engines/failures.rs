//! An answer of the platform, or of another program in the function's place, is a failure for the client, without details.

use crate::compare::{Expected, compare, on_all, respond};
use lambda_api_errors::{ApiService, CustomEvent, EventKind};
use lambda_api_errors_tests::{
    events::answer,
    failures::{FAILED, SUCCEEDED, with_status},
    formats::{self, Asked, PANIC},
    gateway::{Integration, Outcome, Rendered, integrations, invoke, operation},
    hostile::{HOSTILE, random},
    jvm::Jvm,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many random payloads each integration gets.
const RANDOM: usize = 300;

/// The services, with their integrations; those for HEAD are named after the operation with `Head` behind it.
fn services() -> Vec<(ApiService, Vec<Integration>)> {
    let services = [
        ::carts::api().service(),
        styles::service(),
        formats::api().service(),
    ];
    let services = services.map(|service| service.expect("an API"));
    services
        .into_iter()
        .map(|service| {
            let integrations = integrations(service.title(), &service.openapi());
            (service, integrations)
        })
        .collect()
}

/// The outcomes that no handler gives, behind an operation whose success has `status`.
fn foreign(name: &str, status: u16) -> Vec<Outcome> {
    let message = |message: &str| {
        Outcome::failure(
            name,
            json!({ "errorType": "x", "errorMessage": message }).to_string(),
        )
    };
    let garbage = || random(3).take(RANDOM);
    let mut outcomes: Vec<_> = FAILED
        .iter()
        .map(|(_, payload)| Outcome::failure(name, *payload))
        .collect();
    outcomes.extend(
        SUCCEEDED
            .iter()
            .map(|(_, payload)| Outcome::success(name, with_status(payload, status))),
    );
    // Whether AWS matches the text of a message that is not a string is not known.
    outcomes.extend(FAILED.iter().filter_map(|(_, payload)| {
        let payload: Value = serde_json::from_str(payload).ok()?;
        let message = payload
            .get("errorMessage")
            .filter(|message| !message.is_string())?;
        Some(Outcome {
            message: Some(message.to_string()),
            ..Outcome::failure(name, payload.to_string())
        })
    }));
    outcomes.extend(garbage().map(|text| message(&text)));
    outcomes.extend(garbage().map(|text| {
        Outcome::failure(
            name,
            json!({ "errorMessage": { text.clone(): text } }).to_string(),
        )
    }));
    outcomes.extend(garbage().map(|text| Outcome::success(name, json!(text).to_string())));
    outcomes.extend(garbage().map(|text| Outcome::success(name, text)));
    outcomes
}

#[tokio::test]
async fn what_no_handler_wrote_is_an_opaque_failure() {
    let mut cases = 0;
    for (service, integrations) in services() {
        let opaque = opaque_bodies(&service).await;
        let judge = |jvm: &mut Jvm, integration: &Integration| {
            let status = operation(&service, operation_name(integration)).success_status();
            let outcomes = foreign(&integration.name, status.as_u16());
            let rendered = respond(jvm, &outcomes.iter().collect::<Vec<_>>());
            let name = integration.name.rsplit('/').next().unwrap_or_default();
            for (outcome, got) in outcomes.iter().zip(&rendered) {
                check_opaque(&service, name, opaque.get(name), outcome, got);
            }
            outcomes.len()
        };
        cases += on_all(&integrations, integrations.iter(), judge)
            .iter()
            .sum::<usize>();
    }
    println!("foreign outcomes: {cases} cases");
}

/// The body of an operation that panicked, as a proxy integration gives it, where the operation can be made to panic.
async fn opaque_bodies(service: &ApiService) -> BTreeMap<String, Expected> {
    let mut bodies = BTreeMap::new();
    if service.title() != "formats" {
        return bodies;
    }
    for operation in service.operations() {
        let asked = Asked {
            variant: PANIC,
            text: String::new(),
        };
        let event = CustomEvent::new(operation.name())
            .json(&asked)
            .expect("an event");
        let failure = invoke(service, &json!(event).to_string())
            .await
            .expect_err("a panic");
        let answer = answer(EventKind::Custom, operation, Err(&failure.error_message));
        bodies.insert(operation.name().to_owned(), Expected::new(answer, true));
    }
    bodies
}

fn check_opaque(
    service: &ApiService,
    name: &str,
    panicked: Option<&Expected>,
    outcome: &Outcome,
    got: &Rendered,
) {
    let shown = || format!("{name}: {outcome:?}\n{got:?}");
    if got.error.is_some() && serde_json::from_str::<Value>(&outcome.body).is_err() {
        // A template that fails is a 500 of the gateway's own; Lambda takes no payload that is not JSON from this runtime.
        return;
    }
    assert!(got.error.is_none() && got.agreed, "{}", shown());
    let message = outcome.seen_by_patterns();
    assert_eq!(
        got.selected.len(),
        usize::from(!message.is_empty()),
        "{}",
        shown()
    );
    let name = name.strip_suffix("Head").unwrap_or(name);
    let operation = operation(service, name);
    let is_ours = |response: &&&lambda_api_errors::DeclaredResponse| {
        message.starts_with(&operation.message_start(response))
    };
    if let Some(ours) = operation.responses().iter().find(is_ours) {
        // Plain text of another program cannot be recognised.
        assert!(
            [ours.status().as_u16(), 500].contains(&got.status),
            "{}",
            shown()
        );
        return;
    }
    let is_timeout = got.status == 504 && message.contains("Task timed out after ");
    assert!(got.status == 500 || is_timeout, "{}", shown());
    assert_eq!(
        got.headers,
        BTreeMap::from([("content-type".to_owned(), operation.media_type().to_owned())]),
        "{}",
        shown()
    );
    if got.body.is_empty() {
        return;
    }
    let body: Value =
        serde_json::from_str(&got.body).unwrap_or_else(|error| panic!("{error}: {}", shown()));
    if let Some(panicked) = panicked.filter(|_| got.status == 500) {
        let panicked: Value = serde_json::from_str(&panicked.body).expect("JSON");
        assert_eq!(body, panicked, "{}", shown());
    }
    for secret in [
        "7dbd5fa1",
        "forged",
        "panicked",
        "Sandbox",
        "errorType",
        "some_error",
    ] {
        assert!(!got.body.contains(secret), "{}", shown());
    }
}

#[test]
fn the_platforms_timeouts_are_504() {
    let (_, integrations) = services().swap_remove(0);
    let judge = |jvm: &mut Jvm, integration: &Integration| {
        for (what, payload) in FAILED {
            let outcome = Outcome::failure(&integration.name, *payload);
            let rendered = respond(jvm, &[&outcome]).swap_remove(0);
            let is_timeout = payload.contains("Task timed out");
            assert_eq!(
                rendered.status,
                if is_timeout { 504 } else { 500 },
                "{what}: {rendered:?}"
            );
        }
    };
    on_all(&integrations, integrations.iter(), judge);
}

#[test]
fn half_an_envelope_is_no_success() {
    for (service, integrations) in services() {
        let judge = |jvm: &mut Jvm, integration: &Integration| {
            let name = operation_name(integration);
            let status = operation(&service, name).success_status().as_u16();
            let whole = members(status);
            let mut envelopes = vec![envelope(&whole)];
            envelopes.extend(halves(&whole));
            let outcomes: Vec<_> = envelopes
                .into_iter()
                .map(|envelope| Outcome::success(&integration.name, envelope))
                .collect();
            let rendered = respond(jvm, &outcomes.iter().collect::<Vec<_>>());
            assert_eq!(rendered[0].status, status, "{:?}", outcomes[0]);
            for (outcome, got) in outcomes.iter().zip(&rendered).skip(1) {
                assert_eq!(got.error, None, "{outcome:?}");
                assert_eq!(got.status, 500, "{outcome:?}\n{got:?}");
            }
        };
        on_all(&integrations, integrations.iter(), judge);
    }
}

/// The members of an envelope, in their order.
fn members(status: u16) -> [(&'static str, Value); 4] {
    [
        ("lambdaApiErrors", json!(1)),
        ("status", json!(status)),
        ("headers", json!({ "X-A": "a", "X-B": "" })),
        ("body", json!("x\",\"body\":\"y")),
    ]
}

fn envelope(members: &[(&str, Value)]) -> String {
    let members = members.iter();
    let members: Vec<_> = members
        .map(|(name, value)| format!("{}:{value}", json!(name)))
        .collect();
    format!("{{{}}}", members.join(","))
}

/// Envelopes of which something is missing, repeated, elsewhere, or not what it must be.
fn halves(whole: &[(&'static str, Value); 4]) -> Vec<String> {
    let mut halves = Vec::new();
    for at in 0..whole.len() {
        for other in [
            Value::Null,
            json!(7),
            json!(true),
            json!([1]),
            json!({ "a": 1 }),
            json!({ "a": "b", "c": null }),
            json!("y"),
        ] {
            if whole[at].1.is_string() && other.is_string() {
                continue;
            }
            let mut half = whole.clone();
            half[at].1 = other;
            halves.push(envelope(&half));
        }
        let mut half = whole.to_vec();
        let member = half.remove(at);
        halves.push(envelope(&half));
        half.insert((at + 1) % whole.len(), member.clone());
        halves.push(envelope(&half));
        let mut twice = whole.to_vec();
        twice.insert(at, member);
        halves.push(envelope(&twice));
    }
    halves
}

/// The operation behind an integration, which may be that for HEAD.
fn operation_name(integration: &Integration) -> &str {
    let name = integration.name.rsplit('/').next().unwrap_or_default();
    name.strip_suffix("Head").unwrap_or(name)
}

#[test]
fn a_foreign_text_with_our_prefix_is_never_a_success() {
    let mut cases = 0;
    let mut broken = 0;
    for (service, integrations) in services() {
        let judge = |jvm: &mut Jvm, integration: &Integration| {
            let operation = operation(&service, operation_name(integration));
            let mut outcomes = Vec::new();
            for response in operation
                .responses()
                .iter()
                .filter(|response| !response.status().is_success())
            {
                let start = operation.message_start(response);
                for hostile in HOSTILE {
                    for message in [
                        format!("{start}{}", hostile.text),
                        format!("{start}{{{}", hostile.text),
                    ] {
                        let payload = json!({ "errorMessage": message }).to_string();
                        outcomes.push(Outcome::failure(&integration.name, payload));
                    }
                }
            }
            let rendered = respond(jvm, &outcomes.iter().collect::<Vec<_>>());
            for (outcome, got) in outcomes.iter().zip(&rendered) {
                // A template that fails is a 500 of the gateway's own.
                assert!(
                    got.error.is_some() || got.agreed && got.selected.len() == 1,
                    "{outcome:?}\n{got:?}"
                );
                assert!(
                    got.error.is_some() || got.status >= 300,
                    "{outcome:?}\n{got:?}"
                );
            }
            (
                rendered.len(),
                rendered.iter().filter(|got| got.error.is_some()).count(),
            )
        };
        for (some, failed) in on_all(&integrations, integrations.iter(), judge) {
            (cases, broken) = (cases + some, broken + failed);
        }
    }
    println!("foreign texts with a prefix: {cases} cases, in {broken} of which the template fails");
}

#[test]
fn the_engines_would_notice() {
    let integrations = integrations("formats", &formats::api().openapi());
    let expected = |status, body: &str| Expected {
        status,
        headers: BTreeMap::from([(
            "content-type".to_owned(),
            "application/problem+json".to_owned(),
        )]),
        body: body.to_owned(),
        as_json: false,
    };
    let gone = Outcome::failure("formats/ask_problem", r#"{"errorMessage":"Gone: {}"}"#);
    let cases = vec![
        (gone.clone(), expected(410, "{}")),
        (gone.clone(), expected(404, "{}")),
        (gone.clone(), expected(410, "{ }")),
        (
            gone,
            Expected {
                headers: BTreeMap::new(),
                ..expected(410, "{}")
            },
        ),
    ];
    let (_, failures) = compare(&integrations, [cases].into_iter());
    let shown: Vec<_> = failures
        .iter()
        .filter_map(|failure| failure.lines().next())
        .collect();
    assert_eq!(shown, ["another status", "another body", "other headers"]);
}
