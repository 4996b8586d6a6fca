//! Panics and bodies that cannot be written: an opaque 500 in the endpoint's format, and the next invocation works.

use crate::fixtures::{
    calls::{CALLBACKS, Call, PROXIES, Via, context, invoke},
    log::Log,
    shop::{self, PanicsWhenDropped, Shop, ShopError},
};
use lambda_api_errors::{
    Api, EventKind, JsonApi, NoContent, Path, api_errors, axum, callback, lambda_endpoint,
};
use serde_json::{Value, json};
use std::{
    convert::Infallible,
    panic::panic_any,
    task::{Context, Poll},
};
use tower::{layer::layer_fn, service_fn};

const OPAQUE: &str =
    r#"{"errors":[{"status":"500","code":"InternalServerError","title":"Internal Server Error"}]}"#;

fn broken(how: &str) -> Call {
    Call::new("broken_success", "GET", "/breaks/{how}").with("how", how)
}

#[tokio::test]
async fn whatever_panics_or_breaks_is_an_opaque_500_and_logged_and_the_next_call_works() {
    let service = shop::service();
    for (call, logged) in [
        (Call::item("panic"), "MARK-panic in the handler"),
        (Call::item("owned-panic"), "MARK-owned"),
        (Call::item("odd-panic"), "panicked"),
        (Call::item("mute-panic"), "panicked"),
        (Call::item("bomb"), "the bomb in Display"),
        (Call::item("panicking"), "the bomb in Serialize"),
        (Call::item("refusing"), "the refusal in Serialize"),
        (
            Call::new("tripwire", "GET", "/tripwire"),
            "the bomb in the extractor",
        ),
        (broken("panicking"), "the bomb in Serialize"),
        (broken("refusing"), "the refusal in Serialize"),
    ] {
        for via in PROXIES.into_iter().chain(CALLBACKS) {
            let log = Log::capture();
            let answer = via.ask(&service, &call).await;
            assert_eq!(
                (answer.status, answer.text()),
                (500, OPAQUE),
                "{via:?} {call:?}"
            );
            let lines = log.take();
            let [line] = &lines[..] else {
                panic!("one line: {lines:?}")
            };
            assert_eq!(line["level"], "ERROR");
            let fields = &line["fields"];
            assert_eq!(fields["request_id"], "request-7");
            assert!(
                fields["status"].is_u64() && fields["code"].is_string(),
                "{line}"
            );
            let text = fields["error"].as_str().expect("a text");
            assert!(text.contains(logged), "{via:?} {line}");
            assert_eq!(via.ask(&service, &Call::item("tea")).await.status, 200);
        }
    }
}

#[tokio::test]
async fn a_panic_whose_payload_panics_when_it_is_dropped_is_an_opaque_500() {
    let service = shop::service();
    let in_middleware = shop::finish(shop::api().layer(axum::middleware::map_response(
        |_: axum::response::Response| async {
            if true {
                panic_any(PanicsWhenDropped(5));
            }
        },
    )));
    let in_its_body = shop::finish(shop::api().layer(axum::middleware::map_response(
        |response: axum::response::Response| async {
            let panics =
                |_: &mut Context<'_>| -> Poll<Option<Result<axum::body::Bytes, Infallible>>> {
                    panic_any(PanicsWhenDropped(5))
                };
            let stream = futures_util::stream::poll_fn(panics);
            response.map(|_| axum::body::Body::from_stream(stream))
        },
    )));
    for via in PROXIES.into_iter().chain(CALLBACKS) {
        for (service, call) in [
            (&service, "cruel-panic"),
            (&in_middleware, "tea"),
            (&in_its_body, "tea"),
            (&in_its_body, "missing"),
        ] {
            let answer = via.ask(service, &Call::item(call)).await;
            assert_eq!(
                (answer.status, answer.text()),
                (500, OPAQUE),
                "{via:?} {call}"
            );
        }
        assert_eq!(via.ask(&service, &Call::item("tea")).await.status, 200);
    }
}

#[tokio::test]
async fn the_failure_of_an_invocation_is_that_of_the_contract() {
    let service = shop::service();
    let failure = invoke(&service, &Via::Custom.event(&Call::item("panic"))).await;
    let failure = failure.expect_err("a failure");
    assert_eq!(failure.error_type, "InternalServerError");
    assert_eq!(
        failure.error_message,
        format!("Internal Server Error: {OPAQUE}")
    );
}

#[test]
fn a_member_that_cannot_be_serialised_is_an_opaque_500_without_an_api_too() {
    let log = Log::capture();
    let message = callback::encode(&ShopError::Breaking(shop::Breaks::Refusing));
    assert_eq!(message, format!("Internal Server Error: {OPAQUE}"));
    assert_eq!(log.take().len(), 1);
}

#[tokio::test]
async fn a_panic_in_middleware_is_an_opaque_500() {
    let layer = layer_fn(|_| {
        service_fn(|request: axum::extract::Request| async move {
            assert_eq!(request.method(), "BOMB", "the bomb in middleware");
            Ok::<_, Infallible>(axum::response::Response::<axum::body::Body>::default())
        })
    });
    let same_format = shop::finish(shop::api().body::<JsonApi>().layer(layer));
    let other_format = shop::finish(shop::api().layer(layer));
    for service in [&same_format, &other_format] {
        for via in PROXIES.into_iter().chain(CALLBACKS) {
            let log = Log::capture();
            let is_proxy = PROXIES.contains(&via);
            for method in ["GET", if is_proxy { "HEAD" } else { "GET" }] {
                let call = Call {
                    method,
                    ..Call::item("tea")
                };
                let answer = via.ask(service, &call).await;
                let body = if method == "HEAD" { "" } else { OPAQUE };
                assert_eq!((answer.status, answer.text()), (500, body), "{via:?}");
            }
            let log = log.take();
            assert_eq!(log.len(), 2, "{via:?} {log:?}");
            for line in log {
                let fields = &line["fields"];
                assert_eq!(fields["operation"], "get_item", "{line}");
                let error = fields["error"].as_str().expect("a text");
                assert!(error.contains("the bomb in middleware"), "{line}");
            }
        }
    }
}

/// Its `Display` reports an error, or panics, on the way to the log too.
#[derive(Debug)]
struct Unspeakable {
    panics: bool,
}

impl std::fmt::Display for Unspeakable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        assert!(!self.panics, "the bomb in a hidden Display");
        f.write_str("half of ")?;
        Err(std::fmt::Error)
    }
}

#[api_errors(body = JsonApi)]
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
#[api(status = 500, code = "InternalServerError")]
struct Hidden(Unspeakable);

#[lambda_endpoint(GET, "/hidden/{panics}")]
async fn hidden(Path(panics): Path<bool>) -> Result<NoContent, Hidden> {
    Err(Hidden(Unspeakable { panics }))
}

#[tokio::test]
async fn a_hidden_text_that_cannot_be_had_is_logged_as_far_as_it_goes() {
    let api = Api::<()>::new("hidden", "1").endpoint::<hidden>();
    let service = api.service().expect("a valid API");
    for (panics, logged) in [
        ("false", "half of "),
        ("true", "the bomb in a hidden Display"),
    ] {
        let call = Call::new("hidden", "GET", "/hidden/{panics}").with("panics", panics);
        for via in PROXIES.into_iter().chain([Via::Custom]) {
            let log = Log::capture();
            let answer = via.ask(&service, &call).await;
            assert_eq!((answer.status, answer.text()), (500, OPAQUE), "{via:?}");
            let lines = log.take();
            assert_eq!(lines.len(), 1, "{lines:?}");
            let text = lines[0]["fields"]["error"].as_str().expect("a text");
            assert!(text.contains(logged), "{lines:?}");
        }
    }
}

/// It is its own cause.
#[api_errors(body = JsonApi)]
#[derive(Debug)]
#[api(status = 500, code = "InternalServerError")]
struct Circular;

impl std::fmt::Display for Circular {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("round")
    }
}

impl std::error::Error for Circular {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self)
    }
}

#[lambda_endpoint(GET, "/circular")]
async fn circular() -> Result<NoContent, Circular> {
    Err(Circular)
}

#[tokio::test]
async fn causes_without_end_are_logged_up_to_a_limit() {
    let api = Api::<()>::new("circular", "1").endpoint::<circular>();
    let service = api.service().expect("a valid API");
    let log = Log::capture();
    let call = Call::new("circular", "GET", "/circular");
    let answer = Via::Custom.ask(&service, &call).await;
    assert_eq!((answer.status, answer.text()), (500, OPAQUE));
    let lines = log.take();
    assert_eq!(lines[0]["fields"]["sources"], ["round"; 64].join(": "));
}

#[tokio::test]
async fn a_panic_in_the_body_of_middleware_is_an_opaque_500() {
    let explode = axum::middleware::map_response(|response: axum::response::Response| async {
        let stream = futures_util::stream::poll_fn(
            |_| -> std::task::Poll<Option<Result<axum::body::Bytes, Infallible>>> {
                panic!("the bomb in the body")
            },
        );
        response.map(|_| axum::body::Body::from_stream(stream))
    });
    let service = shop::finish(shop::api().layer(explode));
    for via in PROXIES.into_iter().chain(CALLBACKS) {
        let answer = via.ask(&service, &Call::item("tea")).await;
        assert_eq!((answer.status, answer.text()), (500, OPAQUE), "{via:?}");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_an_opaque_500() {
    let explode = axum::middleware::map_response(|response: axum::response::Response| async {
        let stream = futures_util::stream::iter([Ok("half"), Err("MARK: the line is cut")]);
        response.map(|_| axum::body::Body::from_stream(stream))
    });
    let service = shop::finish(shop::api().layer(explode));
    for via in PROXIES.into_iter().chain(CALLBACKS) {
        let log = Log::capture();
        let answer = via.ask(&service, &Call::item("tea")).await;
        assert_eq!((answer.status, answer.text()), (500, OPAQUE), "{via:?}");
        assert!(
            format!("{:?}", log.take()).contains("the line is cut"),
            "{via:?}"
        );
    }
}

#[tokio::test]
async fn a_bare_function_fails_and_goes_on() {
    let service = Api::new("bare", "1")
        .endpoint::<shop::whole_event>()
        .accept([EventKind::Bare])
        .with_state(Shop::default())
        .service()
        .expect("a valid API");
    let item = json!({ "name": "tea", "count": 1 });
    let answer = invoke(&service, &item).await.expect("a success");
    assert_eq!(
        serde_json::from_str::<Value>(answer.get()).expect("JSON"),
        item
    );
    for (event, status, code) in [
        (json!({ "name": "MARK", "count": 0 }), 404, "NoItem"),
        (json!({ "name": "tea" }), 422, "InvalidBody"),
        (json!(7), 422, "InvalidBody"),
        (Value::Null, 422, "InvalidBody"),
    ] {
        let failure = invoke(&service, &event).await.expect_err("a failure");
        assert_eq!(failure.error_type, code);
        let answer = service.operations()[0]
            .decode(&failure.error_message)
            .expect("a message");
        assert_eq!(answer.status, status);
    }
    let failure = service
        .invoke(b"{", context())
        .await
        .expect_err("a failure");
    assert_eq!(failure.error_type, "UnreadableEvent");
    invoke(&service, &item).await.expect("a success");
}
