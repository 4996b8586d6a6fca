//! Every declared response of the examples means the same to a client, whichever integration carries it.

use lambda_api_errors::{ApiService, EventKind, callback::Answer, lambda_runtime::Context};
use lambda_api_errors_tests::{
    carts::{Cart, Case, cases, create, fill, malformed, oversized},
    events::{Call, KINDS, answer},
};
use serde_json::Value;

async fn call(service: &ApiService, kind: EventKind, call: &Call) -> Answer {
    let operation = service
        .operations()
        .iter()
        .find(|operation| operation.name() == call.operation);
    let operation = operation.expect("an operation");
    let outcome = service
        .invoke(call.event(kind, operation).as_bytes(), Context::default())
        .await;
    let outcome = outcome
        .as_ref()
        .map(|payload| payload.get())
        .map_err(|failure| failure.error_message.as_str());
    answer(kind, operation, outcome)
}

/// Plays `case` on an API of its own, so that numbers are the same each time.
async fn play(kind: EventKind, case: &Case) -> Answer {
    let service = carts::api().accept(KINDS).service().expect("a valid API");
    let mut asked = case.call.clone();
    asked.cart = match case.cart {
        Cart::Absent => None,
        Cart::Given(cart) => Some(cart.to_owned()),
        Cart::Empty | Cart::Filled => {
            let created: Value =
                serde_json::from_str(&call(&service, kind, &create()).await.body).expect("a cart");
            Some(created["id"].to_string())
        }
    };
    if let (Cart::Filled, Some(cart)) = (case.cart, &asked.cart) {
        assert_eq!(call(&service, kind, &fill(cart)).await.status, 200);
    }
    call(&service, kind, &asked).await
}

fn code(answer: &Answer) -> Option<String> {
    let body: Value = serde_json::from_str(&answer.body).ok()?;
    Some(body.get("code")?.as_str()?.to_owned())
}

#[tokio::test]
async fn each_kind_of_event_gets_the_same_answer() {
    for case in cases().iter().chain(&malformed()).chain(&oversized()) {
        let expected = play(EventKind::RestProxy, case).await;
        assert_eq!(expected.status, case.status, "{case:?}");
        assert_eq!(code(&expected).as_deref(), case.code, "{case:?}");
        for kind in [
            EventKind::Custom,
            EventKind::HttpProxy,
            EventKind::Alb,
            EventKind::FunctionUrl,
            EventKind::VpcLattice,
        ] {
            assert_eq!(play(kind, case).await, expected, "{kind:?} {case:?}");
        }
    }
}

#[tokio::test]
async fn a_hand_made_gateway_gets_the_same_status_and_body() {
    for case in cases() {
        let expected = play(EventKind::RestProxy, &case).await;
        let answer = play(EventKind::Passthrough, &case).await;
        assert_eq!(
            (answer.status, answer.body),
            (expected.status, expected.body),
            "{case:?}"
        );
    }
}

#[test]
fn the_cases_cover_the_contract() {
    // A request body breaks off only over plain HTTP, and nothing but a card makes a handler panic.
    let unprovoked = |operation: &str, code: &str| {
        code == "UnreadableBody" || (code == "InternalServerError" && operation != "checkout")
    };
    let cases: Vec<_> = cases()
        .into_iter()
        .chain(malformed())
        .chain(oversized())
        .collect();
    let service = carts::service().expect("a valid API");
    for operation in service.operations() {
        for response in operation.responses() {
            let (name, code) = (operation.name(), response.code());
            let played = cases
                .iter()
                .any(|case| case.call.operation == name && case.code == Some(code));
            assert!(
                played || unprovoked(name, code),
                "no case makes `{name}` answer `{code}`"
            );
        }
        assert!(
            cases
                .iter()
                .any(|case| case.call.operation == operation.name() && case.code.is_none())
        );
    }
}
