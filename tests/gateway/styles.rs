//! The gateways that people publish for the five styles, unchanged, with the functions of `examples/styles` behind them.

use lambda_api_errors::{
    Api, Endpoint, EventKind,
    axum::{body::Bytes, extract::FromRef},
    http::{Request, Response},
    local::{Document, LocalGateway, ServiceFunction, Trace},
};
use serde_json::{Value, json};
use std::time::Duration;
use styles::{
    http_status_details::order_product, plain_text::send_form, proxy::book_ticket,
    result_errors::record_event, status_errors::register_person,
};

struct Published {
    gateway: LocalGateway,
    path: &'static str,
}

impl Published {
    fn new<P: Endpoint>(document: &str) -> Self
    where
        P::State: FromRef<()>,
    {
        let kinds = [EventKind::RestProxy, EventKind::Passthrough];
        let api = Api::<()>::new("published", "1")
            .accept(kinds)
            .endpoint::<P>();
        let function = ServiceFunction::new(api.service().unwrap(), Duration::from_secs(3));
        Self {
            gateway: LocalGateway::new(Document::read(document).unwrap(), function),
            path: P::ROUTE.unwrap().path(),
        }
    }

    async fn post(&self, body: &Value) -> (Response<Bytes>, Trace) {
        let request = Request::post(self.path)
            .header("Content-Type", "application/json")
            .body(Bytes::from(body.to_string()));
        self.gateway.answer(request.unwrap()).await
    }

    /// Posts `body` and compares status and body.
    #[track_caller]
    fn answers(&self, body: &Value, status: u16, expected: &str) -> Trace {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let (response, trace) = runtime.block_on(self.post(body));
        let got = String::from_utf8_lossy(response.body());
        assert_eq!(
            (response.status().as_u16(), &*got),
            (status, expected),
            "{trace}"
        );
        trace
    }
}

#[test]
fn a_result_and_its_errors() {
    let published =
        Published::new::<record_event>(include_str!("../fixtures/published/result_errors.json"));
    published.answers(
        &json!({ "eventType": "order", "eventId": "7" }),
        201,
        r#""7""#,
    );
    published.answers(
        &json!({ "eventId": "7" }),
        400,
        r#"{"result":"validation error","errors":["Validation error: Missing eventType"]}"#,
    );
    published.answers(
        &json!({}),
        400,
        r#"{"result":"validation error","errors":["Validation error: Missing eventType","Validation error: Missing eventId"]}"#,
    );
    published.answers(
        &json!({ "eventType": "wedding", "eventId": "7" }),
        404,
        r#"{"result":"unknown event type","errors":["There is no event type wedding"]}"#,
    );
}

#[test]
fn what_no_published_pattern_takes_is_a_success_with_the_error_inside() {
    let published =
        Published::new::<record_event>(include_str!("../fixtures/published/result_errors.json"));
    for (event_type, code, message) in [
        (
            "report",
            "Later",
            r#"{\"result\":\"accepted for later\",\"errors\":[\"A report is recorded at midnight\"]}"#,
        ),
        (
            "heartbeat",
            "Ignored",
            r#"{\"result\":\"ignored\",\"errors\":[\"A heartbeat is not recorded\"]}"#,
        ),
    ] {
        let trace = published.answers(
            &json!({ "eventType": event_type, "eventId": "7" }),
            201,
            &format!(r#"{{"errorType":"{code}","errorMessage":"{message}"}}"#),
        );
        assert_eq!(trace.selection.unwrap().pattern, None);
    }
}

#[test]
fn a_text_that_two_published_patterns_take_is_unverified() {
    let published =
        Published::new::<record_event>(include_str!("../fixtures/published/result_errors.json"));
    let trace = published.answers(
        &json!({ "eventType": "validation error", "eventId": "7" }),
        400,
        r#"{"result":"unknown event type","errors":["There is no event type validation error"]}"#,
    );
    assert!(
        trace
            .to_string()
            .contains("unverified on AWS: 2 patterns take this text")
    );
}

#[test]
fn plain_text_behind_the_reason_phrase() {
    let published =
        Published::new::<send_form>(include_str!("../fixtures/published/plain_text.json"));
    published.answers(&json!({ "name": "feedback" }), 204, "null");
    published.answers(
        &json!({ "nmae": "feedback" }),
        400,
        r#"{"errorMessage": "Bad Request: You submitted invalid input"}"#,
    );
    published.answers(
        &json!({ "name": "one\ntwo" }),
        404,
        r#"{"errorMessage": "Not Found: There is no form one two"}"#,
    );
    published.answers(
        &json!({ "name": "Bad Request: me" }),
        404,
        r#"{"errorMessage": "Not Found: There is no form Bad Request: me"}"#,
    );
}

#[test]
fn a_published_template_does_not_escape() {
    let published =
        Published::new::<send_form>(include_str!("../fixtures/published/plain_text.json"));
    published.answers(
        &json!({ "name": "\"" }),
        404,
        r#"{"errorMessage": "Not Found: There is no form ""}"#,
    );
}

#[test]
fn a_status_and_its_errors() {
    let published =
        Published::new::<register_person>(include_str!("../fixtures/published/status_errors.json"));
    let person = |name: &str, password: &str| json!({ "data": { "attributes": { "first-name": name, "password": password } } });
    published.answers(&person("Grace", "correct horse"), 201, r#""Grace""#);
    published.answers(
        &person("Al", "correct horse"),
        400,
        r#"{"status":400,"errors":[{"code":"123","source":"/data/attributes/first-name","message":"Value is too short","detail":"First name must contain at least three characters."}]}"#,
    );
    published.answers(
        &person("Adam", "correct horse"),
        409,
        r#"{"status":409,"errors":[{"code":"301","source":"/data/attributes/first-name","message":"Adam is taken","detail":"A first name can be registered once."}]}"#,
    );
}

#[test]
fn a_500_with_its_details() {
    let published = Published::new::<order_product>(include_str!(
        "../fixtures/published/http_status_details.json"
    ));
    published.answers(
        &json!({ "product": "apple", "pieces": 1 }),
        201,
        r#""apple""#,
    );
    published.answers(
        &json!({ "product": "pear", "pieces": 0 }),
        500,
        r#"{"error":{"httpStatusCode":500,"details":[{"code":"ProductNotFound","message":"Product not found in Cart","description":"Only what is in the cart can be ordered.","source":"/data/attributes/product"},{"code":"NothingOrdered","message":"Pieces must be one or more","source":"/data/attributes/pieces"}]}}"#,
    );
    published.answers(
        &json!({ "product": "melon", "pieces": 1 }),
        500,
        r#"{"error":{"httpStatusCode":500,"details":[{"code":"WarehouseClosed","message":"Internal Server Error"}]}}"#,
    );
}

#[tokio::test]
async fn the_answers_of_a_proxy_integration() {
    let published = Published::new::<book_ticket>(include_str!("../fixtures/published/proxy.json"));
    for (show, status, body) in [
        ("Lear", 201, r#""Lear""#),
        (
            "Hamlet",
            409,
            r#"{"type":"about:blank","title":"Conflict","status":409,"detail":"the show Hamlet is over","code":"Over","show":"Hamlet"}"#,
        ),
        (
            "Macbeth",
            409,
            r#"{"type":"about:blank","title":"Sold Out","status":409,"detail":"there is no ticket left","code":"SoldOut"}"#,
        ),
        (
            "Othello",
            429,
            r#"{"type":"about:blank","title":"Too Many Requests","status":429,"detail":"too many people book tickets","code":"Busy"}"#,
        ),
    ] {
        let (response, trace) = published.post(&json!({ "show": show })).await;
        assert_eq!(
            (response.status().as_u16(), &response.body()[..]),
            (status, body.as_bytes()),
            "{trace}"
        );
        let retry_after = response
            .headers()
            .get("retry-after")
            .map(|value| value.to_str().unwrap());
        assert_eq!(retry_after, (show == "Othello").then_some("30"));
        let expected = if status < 400 {
            "application/json"
        } else {
            "application/problem+json"
        };
        assert_eq!(response.headers()["content-type"], expected);
        assert_eq!(trace.selection, None);
    }
    let (response, _) = published.post(&json!({})).await;
    assert_eq!(response.status(), 422);
}

/// The Swagger 2.0 export of a document answers as its `OpenAPI` 3.0 export.
#[test]
fn both_exports_answer_alike() {
    macro_rules! alike {
        ($endpoint:ident, $name:literal) => {
            for body in [json!({}), json!({"name": "Ada", "email": "a", "count": 1}), json!("text")] {
                let answers = [
                    include_str!(concat!("../fixtures/published/", $name, ".json")),
                    include_str!(concat!("../fixtures/published/swagger2/", $name, ".json")),
                ]
                .map(|document| {
                    let runtime = tokio::runtime::Builder::new_current_thread()
                        .enable_time()
                        .build()
                        .unwrap();
                    let published = Published::new::<$endpoint>(document);
                    let (response, trace) = runtime.block_on(published.post(&body));
                    let selected = trace.selection.and_then(|selection| selection.pattern);
                    (response.status(), response.into_body(), selected)
                });
                assert_eq!(answers[0], answers[1], "{}", $name);
            }
        };
    }
    alike!(record_event, "result_errors");
    alike!(register_person, "status_errors");
    alike!(order_product, "http_status_details");
    alike!(send_form, "plain_text");
    alike!(book_ticket, "proxy");
}
