//! Every response of the contracts, made of hostile texts, is for a client of a custom integration what it is for one of
//! a proxy integration.

use crate::compare::{Expected, compare};
use futures_util::FutureExt;
use lambda_api_errors::{
    ApiService, Diagnostic, EventKind, InvalidApi, StatusCode,
    axum::body::to_bytes,
    callback::{self, Answer},
    http::header,
};
use lambda_api_errors_tests::{
    carts::{Cart, Case, cases, create, fill, malformed},
    events::{Call, answer},
    for_each_format,
    formats::{self, Asked, Format, PANIC},
    gateway::{Outcome, integrations, invoke, operation},
    hostile::{HOSTILE, long, random},
};
use serde_json::{Value, json};
use std::time::Instant;

/// How many random texts each response is made of, beside the listed ones.
const RANDOM: usize = 5_000;

/// How many of them go the whole way, through events.
const INVOKED: usize = 20;

pub(crate) fn texts() -> impl Iterator<Item = String> + Send {
    let listed = HOSTILE.iter().map(|hostile| hostile.text.to_owned());
    listed.chain([long()])
}

#[track_caller]
pub(crate) fn report(
    what: &str,
    started: Instant,
    (cases, failures): (usize, Vec<String>),
) -> usize {
    println!(
        "{what}: {cases} cases in {:.1} s, {} failures",
        started.elapsed().as_secs_f32(),
        failures.len()
    );
    let shown: Vec<_> = failures.iter().take(10).map(String::as_str).collect();
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        shown.join("\n")
    );
    cases
}

#[test]
fn every_response_made_of_a_million_texts() {
    let started = Instant::now();
    let integrations = integrations("formats", &formats::api().openapi());
    let texts = texts().chain(random(1).take(RANDOM));
    let cases = report(
        "enums",
        started,
        compare(&integrations, texts.map(|text| encoded(&text))),
    );
    assert!(cases > 1_000_000, "{cases} cases are too few");
}

/// Each variant of each enum, made of `text`.
pub(crate) fn encoded(text: &str) -> Vec<(Outcome, Expected)> {
    let mut cases = Vec::new();
    macro_rules! each {
        ($($format:ident),*) => {$( cases.extend(encoded_in::<formats::$format::Failure>(text)); )*};
    }
    for_each_format!(each);
    cases
}

fn encoded_in<E: Format>(text: &str) -> impl Iterator<Item = (Outcome, Expected)> {
    E::all(text).into_iter().map(|error| {
        let diagnostic = Diagnostic {
            error_type: "x".to_owned(),
            error_message: callback::encode(&error),
        };
        let outcome = Outcome::of(format!("formats/{}", E::OPERATION), Err(diagnostic));
        let (parts, body) = error.into_response().into_parts();
        let body = to_bytes(body, usize::MAX)
            .now_or_never()
            .expect("a body in memory")
            .expect("a body");
        let mut headers = parts.headers;
        headers.remove(header::CONTENT_LENGTH);
        let body = String::from_utf8(body.to_vec()).expect("text");
        let is_plain = E::OPERATION == "ask_message";
        (
            outcome,
            Expected::new(Answer::new(parts.status, headers, body), is_plain),
        )
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn every_response_of_the_formats_through_events() {
    let started = Instant::now();
    let integrations = integrations("formats", &formats::api().openapi());
    let twins = Twins::new(|| formats::api().service());
    let mut batches = Vec::new();
    for text in texts().chain(random(2).take(INVOKED)) {
        let mut batch = Vec::new();
        for operation in twins.custom.operations() {
            for variant in (0..19).chain([PANIC]) {
                let asked = Asked {
                    variant,
                    text: text.clone(),
                };
                let call = json_call(operation.name(), &json!(asked));
                batch.push(exchange("formats", &twins, &call).await);
            }
        }
        batches.push(batch);
    }
    report(
        "formats",
        started,
        compare(&integrations, batches.into_iter()),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_response_of_the_carts() {
    let started = Instant::now();
    let mut batch = Vec::new();
    for case in cases().iter().chain(&malformed()) {
        batch.extend(play(case).await);
    }
    let twins = Twins::new(carts::service);
    for text in texts() {
        for call in hostile_calls(&text) {
            let (outcome, expected) = exchange("carts", &twins, &call).await;
            batch.extend(with_head(&call, outcome, expected));
        }
    }
    let integrations = integrations("carts", &carts::api().openapi());
    report(
        "carts",
        started,
        compare(&integrations, [batch].into_iter()),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_response_of_the_styles() {
    let started = Instant::now();
    let twins = Twins::new(styles::service);
    let integrations = integrations("styles", &twins.custom.openapi());
    let mut batch = Vec::new();
    for style in styles::styles() {
        for (_, request) in style.requests {
            batch.push(exchange("styles", &twins, &json_call(style.operation, &request)).await);
            for text in texts() {
                let call = json_call(style.operation, &with_texts(&request, &text));
                batch.push(exchange("styles", &twins, &call).await);
            }
        }
    }
    report(
        "styles",
        started,
        compare(&integrations, [batch].into_iter()),
    );
}

/// `value` with `text` in the place of each text in it.
fn with_texts(value: &Value, text: &str) -> Value {
    match value {
        Value::String(_) => json!(text),
        Value::Array(items) => items.iter().map(|item| with_texts(item, text)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), with_texts(value, text)))
            .collect(),
        other => other.clone(),
    }
}

pub(crate) fn json_call(operation: &'static str, body: &Value) -> Call {
    Call {
        operation,
        cart: None,
        query: None,
        media_type: "application/json",
        body: body.to_string(),
    }
}

/// Calls to the carts whose answers hold what a caller wrote.
fn hostile_calls(text: &str) -> Vec<Call> {
    let in_cart = |call: Call| Call {
        cart: Some("999999".to_owned()),
        ..call
    };
    let mut calls = vec![
        json_call("create_cart", &json!({ "customer": text })),
        json_call("create_cart", &json!({ text: text })),
        Call {
            body: text.to_owned(),
            ..json_call("create_cart", &Value::Null)
        },
        in_cart(json_call(
            "add_item",
            &json!({ "sku": text, "quantity": 0 }),
        )),
        in_cart(json_call(
            "add_item",
            &json!({ "sku": text, "quantity": 1 }),
        )),
        in_cart(json_call("checkout", &json!({ "card": text }))),
        in_cart(json_call(
            "checkout",
            &json!({ "card": format!("tok_{text}") }),
        )),
    ];
    let is_path = !text.is_empty() && text.len() < 1000 && !text.contains('/');
    for operation in ["get_cart", "delete_cart"].into_iter().filter(|_| is_path) {
        calls.push(Call {
            cart: Some(text.to_owned()),
            ..json_call(operation, &json!({}))
        });
    }
    calls
}

/// One API behind each integration, each with a state of its own, so that both count alike.
pub(crate) struct Twins {
    pub(crate) custom: ApiService,
    proxy: ApiService,
}

impl Twins {
    pub(crate) fn new(service: impl Fn() -> Result<ApiService, InvalidApi>) -> Self {
        let service = || service().expect("an API");
        Self {
            custom: service(),
            proxy: service(),
        }
    }
}

/// The call through both integrations.
pub(crate) async fn exchange(title: &str, twins: &Twins, call: &Call) -> (Outcome, Expected) {
    let operation = operation(&twins.proxy, call.operation);
    let custom = invoke(&twins.custom, &call.event(EventKind::Custom, operation)).await;
    let proxy = invoke(&twins.proxy, &proxied(call, operation)).await;
    let payload = proxy
        .as_ref()
        .map(|payload| payload.get())
        .map_err(|failure| failure.error_message.as_str());
    let expected = answer(EventKind::RestProxy, operation, payload);
    let is_plain = ["ask_message", "send_form"].contains(&call.operation);
    (
        Outcome::of(format!("{title}/{}", call.operation), custom),
        Expected::new(expected, is_plain),
    )
}

/// The event of a proxy integration, in whose path the parameter is encoded.
fn proxied(call: &Call, operation: &lambda_api_errors::Operation) -> String {
    let encoded = call.cart.as_ref().map(|cart| {
        let bytes = cart.bytes();
        bytes
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect()
    });
    Call {
        cart: encoded,
        ..call.clone()
    }
    .event(EventKind::RestProxy, operation)
}

/// The answer to HEAD is that to GET, without the body.
fn with_head(call: &Call, outcome: Outcome, expected: Expected) -> Vec<(Outcome, Expected)> {
    let mut both = Vec::new();
    if call.operation == "get_cart" {
        let head = Outcome {
            integration: "carts/get_cartHead".to_owned(),
            ..outcome.clone()
        };
        both.push((
            head,
            Expected {
                body: String::new(),
                as_json: false,
                ..expected.clone()
            },
        ));
    }
    both.push((outcome, expected));
    both
}

/// Plays `case` for each integration on an API of its own, so that numbers are the same.
async fn play(case: &Case) -> Vec<(Outcome, Expected)> {
    let mut outcomes = Vec::new();
    let mut expected = None;
    for kind in [EventKind::Custom, EventKind::RestProxy] {
        let service = carts::api().accept([kind]).service().expect("an API");
        let call = |call: Call| {
            let service = service.clone();
            async move {
                invoke(
                    &service,
                    &call.event(kind, operation(&service, call.operation)),
                )
                .await
            }
        };
        let opened = |outcome: Result<Box<serde_json::value::RawValue>, Diagnostic>, name| {
            answer(
                kind,
                operation(&service, name),
                Ok(outcome.expect("a success").get()),
            )
        };
        let mut asked = case.call.clone();
        asked.cart = match case.cart {
            Cart::Absent => None,
            Cart::Given(cart) => Some(cart.to_owned()),
            Cart::Empty | Cart::Filled => {
                let cart = opened(call(create()).await, "create_cart");
                let cart: Value = serde_json::from_str(&cart.body).expect("a cart");
                Some(cart["id"].to_string())
            }
        };
        if let (Cart::Filled, Some(cart)) = (case.cart, &asked.cart) {
            let filled = opened(call(fill(cart)).await, "add_item");
            assert_eq!(filled.status, StatusCode::OK);
        }
        let name = asked.operation;
        let outcome = call(asked).await;
        if kind == EventKind::Custom {
            outcomes.push(Outcome::of(format!("carts/{name}"), outcome));
        } else {
            let payload = outcome.expect("an answer");
            expected = Some(Expected::new(
                answer(kind, operation(&service, name), Ok(payload.get())),
                false,
            ));
        }
    }
    let expected = expected.expect("an answer of the proxy");
    assert_eq!(expected.status, case.status, "{case:?}");
    outcomes
        .into_iter()
        .flat_map(|outcome| with_head(&case.call, outcome, expected.clone()))
        .collect()
}
