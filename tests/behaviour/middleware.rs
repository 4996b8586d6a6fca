//! What middleware adds and answers: a custom integration passes on what is declared, a proxy integration all of it.

use crate::fixtures::{
    calls::{CALLBACKS, Call, PROXIES, Via, context, invoke},
    log::Log,
    shop,
};
use lambda_api_errors::{
    Api, ApiService, EventContext, EventKind, Json, JsonApi, Response, StatusCode, api_errors,
    axum::{
        body::Body,
        middleware::{map_request, map_response},
    },
    http::{HeaderName, HeaderValue, Request},
    lambda_endpoint,
    lambda_runtime::Context,
};
use std::{
    future::ready,
    sync::{Arc, Mutex},
};
use thiserror::Error;
use tower::ServiceExt;

async fn refuse(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::PAYMENT_REQUIRED;
    response
}

async fn replace(_: Response) -> Response {
    Response::new("\"from middleware\"".into())
}

async fn assert_undeclared(service: &ApiService, status: u16) {
    for via in CALLBACKS {
        let log = Log::capture();
        for call in [Call::item("tea"), Call::item("missing")] {
            let answer = via.ask(service, &call).await;
            assert_eq!(answer.status, 500, "{via:?}");
            assert!(
                answer.text().contains("InternalServerError"),
                "{}",
                answer.text()
            );
            let lines = log.take();
            let [line] = &lines[..] else {
                panic!("one line: {lines:?}")
            };
            assert_eq!(line["fields"]["replaced_status"], status);
            assert_eq!(line["fields"]["operation"], "get_item");
        }
    }
}

#[tokio::test]
async fn middleware_finds_what_the_gateway_and_lambda_say_of_each_event() {
    let found = Arc::new(Mutex::new(Vec::new()));
    let finds = Arc::clone(&found);
    let look = map_request(move |request: Request<Body>| {
        let extensions = request.extensions();
        let event: Option<&EventContext> = extensions.get();
        let lambda: Option<&Context> = extensions.get();
        let seen = (
            event.and_then(EventContext::kind),
            event.map(|event| event.request_context().clone()),
            lambda.map(|lambda| lambda.request_id.clone()),
        );
        finds.lock().unwrap().push(seen);
        ready(request)
    });
    let service = shop::finish(shop::api().layer(look));
    let call = Call::item("tea");
    for (via, expected) in [
        (Via::RestProxy, EventKind::RestProxy),
        (Via::HttpProxy, EventKind::HttpProxy),
        (Via::Alb, EventKind::Alb),
        (Via::FunctionUrl, EventKind::FunctionUrl),
        (Via::LatticeV1, EventKind::VpcLattice),
        (Via::LatticeV2, EventKind::VpcLattice),
        (Via::Custom, EventKind::Custom),
        (Via::Passthrough, EventKind::Passthrough),
        (Via::Serverless, EventKind::Serverless),
    ] {
        let event = via.event(&call);
        invoke(&service, &event).await.unwrap();
        let (kind, request_context, id) = found.lock().unwrap().pop().unwrap();
        assert_eq!(kind, Some(expected), "{via:?}");
        if PROXIES.contains(&via) {
            assert_eq!(request_context.as_ref(), Some(&event["requestContext"]));
        }
        assert_eq!(id, Some(context().request_id), "{via:?}");
    }
}

#[tokio::test]
async fn an_undeclared_status_is_an_opaque_500_in_a_custom_integration_only() {
    let service = shop::finish(shop::api().layer(map_response(refuse)));
    for via in PROXIES {
        assert_eq!(via.ask(&service, &Call::item("tea")).await.status, 402);
    }
    assert_undeclared(&service, 402).await;
}

#[tokio::test]
async fn an_answer_that_middleware_makes_is_an_opaque_500_in_a_custom_integration_only() {
    let service = shop::finish(shop::api().layer(map_response(replace)));
    for via in PROXIES {
        let answer = via.ask(&service, &Call::item("missing")).await;
        assert_eq!((answer.status, answer.text()), (200, "\"from middleware\""));
    }
    assert_undeclared(&service, 200).await;
}

/// Adds the header of this name.
fn tag(
    name: &'static str,
    value: &'static str,
) -> impl Fn(Response) -> std::future::Ready<Response> + Clone {
    move |mut response| {
        let name = HeaderName::from_static(name);
        response
            .headers_mut()
            .append(name, HeaderValue::from_static(value));
        std::future::ready(response)
    }
}

#[tokio::test]
async fn headers_of_middleware_travel_along_and_the_last_layer_is_the_outermost() {
    let service = shop::finish(shop::api().layer(map_response(tag("x-inner", "1"))).layer(
        map_response(|mut response: Response| async {
            let inner = response.headers()["x-inner"].clone();
            response.headers_mut().insert("x-outer", inner);
            response
        }),
    ));
    for via in PROXIES.into_iter().chain([Via::Custom]) {
        for call in [
            Call::item("tea"),
            Call::item("missing"),
            Call::item("throttled"),
            Call::item("panic"),
        ] {
            let answer = via.ask(&service, &call).await;
            assert_eq!(answer, call.plain(&service).await, "{via:?}");
            assert_eq!(answer.header("x-inner"), Some("1"), "{via:?}");
            assert_eq!(answer.header("x-outer"), Some("1"), "{via:?}");
        }
    }
}

#[tokio::test]
async fn a_second_value_of_a_declared_header_is_an_opaque_500_in_a_custom_integration() {
    let service = shop::finish(shop::api().layer(map_response(tag("retry-after", "60"))));
    let call = Call::item("throttled");
    assert_eq!(Via::RestProxy.ask(&service, &call).await.status, 429);
    let log = Log::capture();
    assert_eq!(Via::Custom.ask(&service, &call).await.status, 500);
    assert!(
        log.take()[0]["fields"]["error"]
            .as_str()
            .expect("a text")
            .contains("retry-after")
    );
}

#[api_errors(body = JsonApi, style = "json")]
#[derive(Debug, Error)]
#[error("slow down")]
#[api(status = 429)]
struct Slow(#[api(header = "Retry-After")] u32);

#[lambda_endpoint(GET, "/slow")]
async fn slow() -> Result<Json<u8>, Slow> {
    Err(Slow(30))
}

/// The API whose middleware adds this header.
fn tagged(name: &'static str) -> ApiService {
    let layer = map_response(tag(name, "60"));
    let api = Api::new("slow", "1").endpoint::<slow>().layer(layer);
    let kinds = EventKind::DEFAULT
        .into_iter()
        .chain([EventKind::Passthrough, EventKind::Serverless]);
    api.accept(kinds).service().expect("a valid API")
}

#[tokio::test]
async fn a_header_that_is_not_declared_is_left_out_of_the_json_style_in_a_custom_integration() {
    let service = tagged("x-other");
    let call = Call::new("slow", "GET", "/slow");
    let plain = call.plain(&service).await;
    assert_eq!((plain.status, plain.header("x-other")), (429, Some("60")));
    for via in PROXIES {
        assert_eq!(via.ask(&service, &call).await, plain, "{via:?}");
    }
    for via in CALLBACKS {
        let log = Log::capture();
        let answer = via.ask(&service, &call).await;
        let mut expected = plain.clone();
        expected.headers.retain(|(name, _)| name != "x-other");
        assert_eq!(answer, expected, "{via:?}");
        let lines = log.take();
        let [line] = &lines[..] else {
            panic!("one line: {lines:?}")
        };
        let fields = &line["fields"];
        assert_eq!(
            (&line["level"], &fields["header"], &fields["operation"]),
            (&"DEBUG".into(), &"x-other".into(), &"slow".into())
        );
    }
}

#[tokio::test]
async fn a_second_value_of_a_declared_header_is_an_opaque_500_in_the_json_style_too() {
    let service = tagged("retry-after");
    let call = Call::new("slow", "GET", "/slow");
    assert_eq!(Via::RestProxy.ask(&service, &call).await.status, 429);
    let log = Log::capture();
    assert_eq!(Via::Custom.ask(&service, &call).await.status, 500);
    let reason = log.take()[0]["fields"]["error"].to_string();
    assert!(reason.contains("`retry-after` has two values"), "{reason}");
}

#[tokio::test]
async fn middleware_sees_requests_that_no_endpoint_takes() {
    let service = shop::finish(shop::api().layer(map_response(tag("x-seen", "1"))));
    let nowhere = Request::get("/nowhere")
        .body(Body::empty())
        .expect("a request");
    let response = service
        .oneshot(nowhere)
        .await
        .unwrap_or_else(|never| match never {});
    assert_eq!(
        (response.status().as_u16(), &response.headers()["x-seen"]),
        (404, &HeaderValue::from_static("1"))
    );
}

#[tokio::test]
async fn a_body_of_middleware_that_a_selection_pattern_would_not_take_is_an_opaque_500() {
    for body in ["", "[]", "plain", "{\n}", "{}\u{1f}{}"] {
        let layer =
            map_response(
                move |response: Response| async move { response.map(|_| Body::from(body)) },
            );
        let service = shop::finish(shop::api().layer(layer));
        let failure = invoke(&service, &Via::Custom.event(&Call::item("missing"))).await;
        let failure = failure.expect_err("a failure");
        assert_eq!(
            failure.error_type, "InternalServerError",
            "{body:?} {failure:?}"
        );
    }
}
