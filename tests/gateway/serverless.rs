//! A gateway that the Serverless Framework packaged for `integration: lambda`, unchanged, with an API of this library behind it.
//!
//! The fixture holds what `osls package` of version 3.77.1 wrote for two `http` events without further settings.

use lambda_api_errors::{
    Api, EventKind, Json, Message, Path, api_errors,
    axum::body::Bytes,
    http::{Request, Response},
    lambda_endpoint,
    local::{Document, LocalGateway, ServiceFunction},
    openapi::Drift,
};
use lambda_api_errors_tests::hostile::{HOSTILE, Hostile};
use serde_json::{Value, json};
use std::time::Duration;

#[api_errors(body = Message)]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart: {0}")]
    #[api(status = 404, prefix = "[404] ")]
    NotFound(String),
}

#[lambda_endpoint(GET, "/carts/{cart}")]
async fn get_cart(Path(cart): Path<String>) -> Result<Json<Value>, CartError> {
    match cart.strip_prefix("no-") {
        Some(rest) => Err(CartError::NotFound(rest.to_owned())),
        None => Ok(Json(json!({ "cart": cart }))),
    }
}

#[lambda_endpoint(POST, "/carts/{cart}/items")]
async fn add_item(
    Path(cart): Path<String>,
    Json(item): Json<Value>,
) -> Result<Json<Value>, CartError> {
    Ok(Json(json!({ "cart": cart, "item": item })))
}

fn api() -> Api {
    let kinds = EventKind::DEFAULT.into_iter();
    Api::new("carts", "1")
        .body::<Message>()
        .accept(kinds.chain([EventKind::Serverless]))
        .endpoint::<get_cart>()
        .endpoint::<add_item>()
}

const PACKAGED: &str = include_str!("../fixtures/published/serverless.json");

async fn send(request: Request<Bytes>) -> (u16, String) {
    send_to(api(), request).await
}

async fn send_to(api: Api, request: Request<Bytes>) -> (u16, String) {
    let function = ServiceFunction::new(api.service().unwrap(), Duration::from_secs(3));
    let gateway = LocalGateway::new(Document::read(PACKAGED).unwrap(), function);
    let (response, _): (Response<Bytes>, _) = gateway.answer(request).await;
    let text = String::from_utf8_lossy(response.body()).into_owned();
    (response.status().as_u16(), text)
}

fn get(path: &str) -> Request<Bytes> {
    Request::get(path).body(Bytes::new()).unwrap()
}

fn post(media_type: &str, body: impl Into<Bytes>) -> Request<Bytes> {
    let request = Request::post("/carts/A1/items").header("Content-Type", media_type);
    request.body(body.into()).unwrap()
}

#[tokio::test]
async fn its_events_reach_the_endpoints_and_its_patterns_take_the_failures() {
    let (status, body) = send(get("/carts/A%2F1?a=%22&b=%27")).await;
    assert_eq!((status, &*body), (200, r#"{"cart":"A/1"}"#));
    let (status, body) = send(get("/carts/no-A1")).await;
    assert_eq!(status, 404, "{body}");
    assert!(body.contains("[404] no such cart: A1"), "{body}");
    let (status, _) = send(post("text/csv", "a,b")).await;
    assert_eq!(status, 415);
}

#[tokio::test]
async fn hostile_texts_arrive_as_they_were_sent() {
    for Hostile { name, text, .. } in HOSTILE {
        // API Gateway's JSON reader drops it.
        if text.contains('\u{7f}') {
            continue;
        }
        let item = json!({ "text": text });
        let (status, body) = send(post("application/json", item.to_string())).await;
        let expected = json!({ "cart": "A1", "item": item });
        let got: Value = serde_json::from_str(&body).unwrap_or_default();
        assert_eq!((status, got), (200, expected), "{name}");
    }
}

#[test]
fn check_runs_the_template_on_samples() {
    let report = |kinds: Vec<EventKind>| {
        let report = api().accept(kinds).openapi().check(PACKAGED).unwrap();
        let drifts = report.drifts().iter().map(ToString::to_string);
        drifts
            .filter(|drift| drift.contains("makes"))
            .collect::<Vec<_>>()
    };
    let usual = EventKind::DEFAULT.to_vec();
    let drifts = report(usual.clone());
    assert_eq!(drifts.len(), 4, "{drifts:#?}");
    let remedy = "or have the `Api` accept `EventKind::Serverless`";
    assert!(drifts.iter().all(|drift| drift.ends_with(remedy)));
    let drifts = report([usual, vec![EventKind::Serverless]].concat());
    assert_eq!(drifts, [""; 0]);
}

/// An API that does not name the kind cannot read its events.
#[tokio::test]
async fn an_event_that_cannot_be_read_is_a_success_until_its_message_begins_as_the_patterns_want_it()
 {
    let unreadable = |drifts: &[Drift]| {
        let named = drifts.iter().map(ToString::to_string);
        let mut named = named.filter(|drift| drift.contains("UnreadableEvent"));
        (named.next(), named.count())
    };
    let check = |api: Api| api.openapi().check(PACKAGED).unwrap();

    let usual = || api().accept(EventKind::DEFAULT);
    let (status, body) = send_to(usual(), get("/carts/A1")).await;
    assert_eq!(status, 200, "{body}");
    assert!(body.contains("Bad Request: the event is"), "{body}");
    let (drift, more) = unreadable(check(usual()).drifts());
    let drift = drift.expect("a drift");
    assert!(
        drift.starts_with("get_cart (GET /carts/{cart}): no pattern takes "),
        "{drift}"
    );
    assert!(
        drift.contains("and will answer 200 by the default response"),
        "{drift}"
    );
    assert!(drift.ends_with("with `Api::unreadable_prefix`"), "{drift}");
    assert_eq!(more, 1, "one for each operation");

    let prefixed = || usual().unreadable_prefix("[400] ");
    let (status, body) = send_to(prefixed(), get("/carts/A1")).await;
    assert_eq!(status, 400, "{body}");
    assert!(body.contains("[400] "), "{body}");
    assert_eq!(unreadable(check(prefixed()).drifts()), (None, 0));

    let success = PACKAGED.replace(r#""StatusCode": "400""#, r#""StatusCode": "202""#);
    assert_ne!(success, PACKAGED);
    let report = prefixed().openapi().check(&success).unwrap();
    let (drift, _) = unreadable(report.drifts());
    let drift = drift.expect("a drift");
    assert!(drift.contains("answers 202"), "{drift}");
}
