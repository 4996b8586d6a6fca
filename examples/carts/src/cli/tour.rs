//! `carts tour`: some events, and what Lambda would get for each.

use super::{
    invoke::{Outcome, invoke},
    print,
};
use lambda_api_errors::{ApiService, CustomEvent, Error};
use serde_json::{Value, json};

/// Prints each event of the tour, then its outcome.
pub(super) async fn show(service: &ApiService) -> Result<(), Error> {
    for (number, (title, event)) in (1..).zip(stops()?) {
        let outcome = invoke(service, event.as_bytes(), format!("tour {number}")).await;
        let outcome = match outcome {
            Outcome::Ok(payload) => format!("  ok     {payload}\n"),
            Outcome::Error(diagnostic) => format!(
                "  error  {}\n         {}\n",
                diagnostic.error_type,
                visible(&diagnostic.error_message)
            ),
        };
        print(&format!("{number}. {title}\n  event  {event}\n{outcome}\n"))?;
    }
    Ok(())
}

/// Each event, and what is to be seen of it.
fn stops() -> Result<Vec<(&'static str, String)>, Error> {
    let on_cart = |operation: &str| CustomEvent::new(operation).path("cart", "1");
    let pay = |card: &str| on_cart("checkout").json(&json!({ "card": card }));
    let put = |sku: &str, quantity: u32| {
        on_cart("add_item").json(&json!({ "sku": sku, "quantity": quantity }))
    };
    let custom = [
        (
            "A success, in the envelope that the gateway's template opens",
            CustomEvent::new("create_cart").json(&json!({ "customer": "ada" }))?,
        ),
        ("Field errors", put("unicorn", 0)?),
        ("Two melons", put("melon", 2)?),
        ("An extension member: how many there are", put("melon", 2)?),
        ("An error of a nested enum", pay("tok_declined")?),
        (
            "A header, behind the separator U+001F",
            pay("tok_overused")?,
        ),
        (
            "A 5xx: the cause is logged, and the client does not see it",
            pay("tok_timeout")?,
        ),
        ("A panic", pay("tok_surprise")?),
        ("The next invocation works", pay("tok_visa")?),
    ];
    let mut stops = Vec::new();
    for (title, event) in custom {
        stops.push((title, serde_json::to_string(&event)?));
    }
    stops.push((
        "Behind a proxy integration of a REST API: the paid cart is closed",
        rest_proxy("GET", "/carts/1").to_string(),
    ));
    stops.push((
        "There too: a route that does not exist",
        rest_proxy("GET", "/trolleys").to_string(),
    ));
    stops.push(("An event that cannot be read", "not JSON".to_owned()));
    Ok(stops)
}

fn rest_proxy(method: &str, path: &str) -> Value {
    json!({ "httpMethod": method, "path": path, "requestContext": { "httpMethod": method } })
}

/// The text with control characters as the pictures that Unicode has of them.
fn visible(text: &str) -> String {
    let picture = |character: char| match character {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(character)).unwrap_or(character),
        _ => character,
    };
    text.chars().map(picture).collect()
}
