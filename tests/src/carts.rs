//! One call for each answer that the carts API can give.

use crate::events::Call;
use serde_json::{Value, json};

/// The cart that a call is about.
#[derive(Debug, Clone, Copy)]
pub enum Cart {
    /// None.
    Absent,
    /// The one with this number, or this nonsense in the place of one.
    Given(&'static str),
    /// A new one.
    Empty,
    /// A new one that holds something.
    Filled,
}

/// A call and its answer.
#[derive(Debug, Clone)]
pub struct Case {
    /// The cart in its path.
    pub cart: Cart,
    /// What else is sent; its own `cart` is not set.
    pub call: Call,
    /// The status of the answer.
    pub status: u16,
    /// The error code of the answer, unless it is a success.
    pub code: Option<&'static str>,
}

/// Opens a cart.
#[must_use]
pub fn create() -> Call {
    json_call("create_cart", &json!({ "customer": "Ada" }))
}

/// Puts something into the cart `cart`.
#[must_use]
pub fn fill(cart: &str) -> Call {
    Call {
        cart: Some(cart.to_owned()),
        ..json_call("add_item", &json!({ "sku": "apple", "quantity": 2 }))
    }
}

fn json_call(operation: &'static str, body: &Value) -> Call {
    Call {
        operation,
        cart: None,
        query: None,
        media_type: "application/json",
        body: body.to_string(),
    }
}

fn case(cart: Cart, call: Call, status: u16, code: impl Into<Option<&'static str>>) -> Case {
    Case {
        cart,
        call,
        status,
        code: code.into(),
    }
}

fn text(operation: &'static str, media_type: &'static str, body: &str) -> Call {
    Call {
        operation,
        cart: None,
        query: None,
        media_type,
        body: body.to_owned(),
    }
}

fn query(value: &'static str) -> Call {
    Call {
        query: Some(("at_least", value)),
        ..json_call("remind_customers", &json!({}))
    }
}

/// The calls whose bodies every kind of event can carry.
#[must_use]
pub fn cases() -> Vec<Case> {
    let plain = |operation| json_call(operation, &json!({}));
    let item = |sku: &str, quantity: u64| {
        json_call("add_item", &json!({ "sku": sku, "quantity": quantity }))
    };
    let order = |card: &str| json_call("checkout", &json!({ "card": card }));
    vec![
        case(Cart::Absent, create(), 201, None),
        case(
            Cart::Absent,
            json_call("create_cart", &json!({ "customer": "" })),
            400,
            "InvalidCart",
        ),
        case(Cart::Absent, plain("create_cart"), 422, "InvalidBody"),
        case(
            Cart::Absent,
            text("create_cart", "text/plain", "Ada"),
            415,
            "UnsupportedMediaType",
        ),
        case(Cart::Empty, plain("get_cart"), 200, None),
        case(
            Cart::Given("999999"),
            plain("get_cart"),
            404,
            "CartNotFound",
        ),
        case(Cart::Given("0"), plain("get_cart"), 500, "RecordDamaged"),
        case(Cart::Given("seven"), plain("get_cart"), 400, "InvalidPath"),
        case(Cart::Empty, item("bread", 1), 200, None),
        case(Cart::Empty, item("diamond", 0), 400, "InvalidItem"),
        case(Cart::Empty, item("melon", 4), 409, "OutOfStock"),
        case(Cart::Empty, plain("add_item"), 400, "InvalidRequest"),
        case(Cart::Given("999999"), item("bread", 1), 404, "CartNotFound"),
        case(Cart::Given("0"), item("bread", 1), 500, "RecordDamaged"),
        case(Cart::Filled, order("tok_visa"), 201, None),
        case(Cart::Filled, order("4111111111111111"), 400, "InvalidOrder"),
        case(Cart::Empty, order("tok_visa"), 409, "CartEmpty"),
        case(Cart::Filled, order("tok_declined"), 402, "CardDeclined"),
        case(Cart::Filled, order("tok_overused"), 429, "TooManyAttempts"),
        case(Cart::Filled, order("tok_timeout"), 504, "PaymentTimeout"),
        case(
            Cart::Filled,
            order("tok_surprise"),
            500,
            "InternalServerError",
        ),
        case(
            Cart::Given("999999"),
            order("tok_visa"),
            404,
            "CartNotFound",
        ),
        case(Cart::Given("0"), order("tok_visa"), 500, "RecordDamaged"),
        case(Cart::Given("seven"), order("tok_visa"), 400, "InvalidPath"),
        case(Cart::Filled, plain("checkout"), 422, "InvalidBody"),
        case(
            Cart::Filled,
            text("checkout", "text/plain", "tok_visa"),
            415,
            "UnsupportedMediaType",
        ),
        case(Cart::Empty, plain("delete_cart"), 204, None),
        case(
            Cart::Given("999999"),
            plain("delete_cart"),
            404,
            "CartNotFound",
        ),
        case(Cart::Given("0"), plain("delete_cart"), 500, "RecordDamaged"),
        case(
            Cart::Given("seven"),
            plain("delete_cart"),
            400,
            "InvalidPath",
        ),
        case(Cart::Filled, query("1"), 202, None),
        case(
            Cart::Absent,
            query("18446744073709551615"),
            404,
            "NobodyToRemind",
        ),
        case(Cart::Absent, query("much"), 400, "InvalidQuery"),
    ]
}

/// The calls whose bodies are not JSON where JSON is expected, which a passthrough template cannot carry.
#[must_use]
pub fn malformed() -> Vec<Case> {
    let broken = |operation| text(operation, "application/json", "{\"customer\":");
    vec![
        case(Cart::Absent, broken("create_cart"), 400, "MalformedJson"),
        case(Cart::Filled, broken("checkout"), 400, "MalformedJson"),
    ]
}

/// The calls with more than a Lambda function can be sent, which only a test in the process can make.
#[must_use]
pub fn oversized() -> Vec<Case> {
    let large = |operation| {
        text(
            operation,
            "application/json",
            &" ".repeat(6 * 1024 * 1024 + 1),
        )
    };
    vec![
        case(Cart::Absent, large("create_cart"), 413, "BodyTooLarge"),
        case(Cart::Filled, large("checkout"), 413, "BodyTooLarge"),
    ]
}
