//! The examples as Lambda functions behind a real Runtime API, invoked over HTTP.

mod deployed;
mod emulator;
mod gateway;
mod size;
mod streams;

use emulator::Function;
use lambda_api_errors::{ApiService, EventKind, Operation, callback::Answer};
use lambda_api_errors_tests::{
    carts::{Cart, Case, cases, create, fill, malformed},
    events::{Call, KINDS, answer},
};
use serde_json::{Value, json};

/// The carts API behind the Runtime API, beside the same API here, which knows its contract.
struct Carts {
    function: Function,
    service: ApiService,
}

impl Carts {
    fn start() -> Self {
        let environment = [("CARTS_EVENTS", "passthrough")];
        Self::behind(Function::start("carts", "carts", "", &environment))
    }

    fn behind(function: Function) -> Self {
        Self {
            function,
            service: carts::service().expect("a valid API"),
        }
    }

    fn operation(&self, name: &str) -> &Operation {
        let mut operations = self.service.operations().iter();
        let operation = operations.find(|operation| operation.name() == name);
        operation.expect("an operation")
    }

    fn call(&self, kind: EventKind, call: &Call) -> Answer {
        let event = call.event(kind, self.operation(call.operation));
        self.send(kind, call.operation, &event)
    }

    fn send(&self, kind: EventKind, operation: &str, event: &str) -> Answer {
        let outcome = self.function.invoke(event);
        let outcome = outcome
            .as_deref()
            .map_err(|failure| failure.error_message.as_str());
        answer(kind, self.operation(operation), outcome)
    }

    fn play(&self, kind: EventKind, case: &Case) {
        let mut asked = case.call.clone();
        asked.cart = match case.cart {
            Cart::Absent => None,
            Cart::Given(cart) => Some(cart.to_owned()),
            Cart::Empty | Cart::Filled => Some(self.created(kind)),
        };
        if let (Cart::Filled, Some(cart)) = (case.cart, &asked.cart) {
            assert_eq!(self.call(kind, &fill(cart)).status, 200);
        }
        let answer = self.call(kind, &asked);
        assert_eq!(answer.status, case.status, "{kind:?} {case:?} {answer:?}");
        let body: Value = serde_json::from_str(&answer.body).unwrap_or_default();
        assert_eq!(
            body["code"].as_str(),
            case.code,
            "{kind:?} {case:?} {answer:?}"
        );
    }

    /// Opens a cart, and so shows that the function works.
    fn created(&self, kind: EventKind) -> String {
        let created = self.call(kind, &create());
        assert_eq!(created.status, 201);
        let cart: Value = serde_json::from_str(&created.body).expect("a cart");
        cart["id"].to_string()
    }
}

#[test]
fn every_kind_of_event_gets_every_answer() {
    let carts = Carts::start();
    for kind in KINDS {
        for case in cases() {
            carts.play(kind, &case);
        }
        carts.created(kind);
    }
    for kind in KINDS
        .into_iter()
        .filter(|kind| *kind != EventKind::Passthrough)
    {
        for case in malformed() {
            carts.play(kind, &case);
        }
    }
}

#[test]
fn a_program_invokes_an_operation_with_two_members() {
    let carts = Carts::start();
    let failure = carts
        .function
        .invoke(r#"{"lambdaApiErrors":1,"operation":"create_cart"}"#)
        .expect_err("no body");
    assert_eq!(failure.error_type, "UnsupportedMediaType");
    let failure = carts
        .function
        .invoke(r#"{"lambdaApiErrors":1,"operation":"nothing"}"#)
        .expect_err("no operation");
    assert_eq!(failure.error_type, "RouteNotFound");
    let event =
        json!({ "lambdaApiErrors": 1, "operation": "create_cart", "json": { "customer": "Ada" } });
    let payload = carts.function.invoke(event.to_string()).expect("a cart");
    assert_eq!(
        lambda_api_errors::callback::open(&payload)
            .expect("an envelope")
            .status,
        201
    );
}

#[test]
fn a_broken_event_is_a_400_and_the_next_one_works() {
    let carts = Carts::start();
    let broken: [&[u8]; 6] = [
        b"not JSON",
        b"",
        b"\xff\xfe{}",
        b"[]",
        b"{\"lambdaApiErrors\":1}",
        b"{\"a\":",
    ];
    for payload in broken {
        let failure = carts.function.invoke(payload).expect_err("broken");
        assert_eq!(failure.error_type, "UnreadableEvent", "{payload:?}");
        assert!(
            failure
                .error_message
                .starts_with("Bad Request: {\"type\":\"about:blank\""),
            "{failure:?}"
        );
        carts.created(EventKind::Custom);
    }
}

#[test]
fn bare_events_get_bare_results() {
    let sum = Function::start("lambda-api-errors-tests", "bare", "platform", &[]);
    assert_eq!(sum.invoke("[1,2,3]").expect("a sum"), "6");
    let failure = sum.invoke("[4294967295,1]").expect_err("too large");
    assert_eq!(failure.error_type, "TooLarge");
    assert!(
        failure.error_message.starts_with("Unprocessable Entity: {"),
        "{failure:?}"
    );
    assert_eq!(
        sum.invoke("{}").expect_err("no list").error_type,
        "InvalidBody"
    );
    assert_eq!(
        sum.invoke("nonsense").expect_err("no JSON").error_type,
        "UnreadableEvent"
    );
    assert_eq!(sum.invoke("[]").expect("a sum"), "0");
}
