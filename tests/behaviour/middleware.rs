//! What middleware adds and answers: a custom integration passes on what is declared, a proxy integration all of it.

use crate::fixtures::{
    calls::{CALLBACKS, Call, PROXIES, Via, invoke},
    log::Log,
    shop,
};
use lambda_api_errors::{
    Api, ApiService, EventKind, Json, JsonApi, Message, NoContent, Path, Response, StatusCode,
    StatusErrors, api_errors,
    axum::{body::Body, middleware::map_response},
    http::{HeaderName, HeaderValue, Request},
    lambda_endpoint,
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
#[expect(clippy::unused_async, reason = "an endpoint is async")]
async fn slow() -> Result<Json<u8>, Slow> {
    Err(Slow(30))
}

async fn failure_of_slow(name: &'static str) -> (String, usize) {
    let layer = map_response(tag(name, "60"));
    let api = Api::new("slow", "1").endpoint::<slow>().layer(layer);
    let service = api.service().expect("a valid API");
    let event = Via::Custom.event(&Call::new("slow", "GET", "/slow"));
    let log = Log::capture();
    let outcome = invoke(&service, &event).await;
    (
        outcome.expect_err("a failure").error_message,
        log.take().len(),
    )
}

#[tokio::test]
async fn the_json_style_carries_declared_headers_only_and_loses_none_in_silence() {
    let opaque = r#"{"errors":[{"status":"500","code":"InternalServerError","title":"Internal Server Error"}]}"#;
    for name in ["x-other", "retry-after"] {
        assert_eq!(
            failure_of_slow(name).await,
            (opaque.to_owned(), 1),
            "{name}"
        );
    }
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

#[api_errors(body = StatusErrors, style = "json")]
#[derive(Debug, Error)]
enum Found {
    #[error("it is not here")]
    #[api(status = 404)]
    Missing,
    #[error("it was here")]
    #[api(status = 404)]
    Moved(#[api(header = "Location")] &'static str),
    #[error("it was made")]
    #[api(status = 201, success)]
    Made,
}

#[api_errors(body = Message)]
#[derive(Debug, Error)]
enum Plain {
    #[error("it is not here")]
    #[api(status = 404)]
    Missing,
    #[error("it was made")]
    #[api(status = 201, success)]
    Made,
}

#[lambda_endpoint(GET, "/found/{name}")]
#[expect(clippy::unused_async, reason = "an endpoint is async")]
async fn found(Path(name): Path<String>) -> Result<NoContent, Found> {
    Err(match &*name {
        "moved" => Found::Moved("/there"),
        "made" => Found::Made,
        _ => Found::Missing,
    })
}

#[lambda_endpoint(GET, "/plain/{name}")]
#[expect(clippy::unused_async, reason = "an endpoint is async")]
async fn plain(Path(name): Path<String>) -> Result<NoContent, Plain> {
    Err(match &*name {
        "made" => Plain::Made,
        _ => Plain::Missing,
    })
}

/// An API whose middleware gives each answer this body.
fn rewritten(body: &'static str) -> ApiService {
    let layer =
        map_response(move |response: Response| async move { response.map(|_| Body::from(body)) });
    let api = Api::<()>::new("found", "1")
        .endpoint::<found>()
        .endpoint::<plain>()
        .layer(layer);
    let kinds = EventKind::DEFAULT
        .into_iter()
        .chain([EventKind::Passthrough]);
    api.accept(kinds).service().expect("a valid API")
}

fn found_at(name: &str) -> Call {
    Call::new("found", "GET", "/found/{name}").with("name", name)
}

fn plain_at(name: &str) -> Call {
    Call::new("plain", "GET", "/plain/{name}").with("name", name)
}

#[tokio::test]
async fn a_body_of_middleware_selects_no_other_status_of_any_integration() {
    let json = [
        r#"{"status":201,"errors":[]}"#,
        r#"{"errors":[],"status":404}"#,
        r#"{"a":1,"status":404,"errors":[]}"#,
        r#"{"status": 404,"errors":[]}"#,
        r#"{"status":4040,"errors":[]}"#,
        "",
        "\u{feff}",
    ];
    let json = json.map(|body| (found_at("missing"), body));
    let plain = [
        r#"{"errorMessage":"Created: it was made"}"#,
        r#"{"errorMessage":"it is not here"}"#,
        r#"{"errorMessage":404}"#,
        r#"{"errorMessage":"Not Found: "#,
    ];
    let plain = plain.map(|body| (plain_at("missing"), body));
    for (call, body) in json.into_iter().chain(plain) {
        let service = rewritten(body);
        for via in PROXIES.into_iter().chain(CALLBACKS) {
            let log = Log::capture();
            let answer = via.ask(&service, &call).await;
            assert_eq!(answer.status, 500, "{via:?} {body}");
            assert!(
                answer.text().contains("Internal Server Error"),
                "{via:?} {}",
                answer.text()
            );
            let lines = log.take();
            let [line] = &lines[..] else {
                panic!("one line: {lines:?}")
            };
            let fields = &line["fields"];
            assert_eq!(
                (&fields["replaced_status"], &fields["operation"]),
                (&404.into(), &call.operation.into())
            );
            let reason = fields["error"].as_str().expect("a text");
            assert!(reason.contains("does not start as"), "{reason}");
        }
    }
}

#[tokio::test]
async fn a_body_of_middleware_that_starts_as_the_declared_one_keeps_the_status() {
    let json = r#"{"status":404,"errors":[],"more":1}"#;
    let plain = r#"{"errorMessage":"Not Found: somewhere"}"#;
    for (call, body) in [(found_at("missing"), json), (plain_at("missing"), plain)] {
        let service = rewritten(body);
        for via in PROXIES.into_iter().chain(CALLBACKS) {
            let answer = via.ask(&service, &call).await;
            assert_eq!((answer.status, answer.text()), (404, body), "{via:?}");
        }
    }
}

#[tokio::test]
async fn plain_text_loses_no_member_of_middleware_in_silence() {
    let body = r#"{"errorMessage":"Not Found: it is not here","more":1}"#;
    let service = rewritten(body);
    let call = plain_at("missing");
    for via in PROXIES {
        let answer = via.ask(&service, &call).await;
        assert_eq!((answer.status, answer.text()), (404, body), "{via:?}");
    }
    for via in CALLBACKS {
        let log = Log::capture();
        assert_eq!(via.ask(&service, &call).await.status, 500, "{via:?}");
        let reason = log.take()[0]["fields"]["error"].to_string();
        assert!(
            reason.contains("more members than `errorMessage`"),
            "{reason}"
        );
    }
}

#[tokio::test]
async fn a_member_of_middleware_is_no_header_of_the_json_style() {
    let evil = r#"{"status":404,"errors":[],"Location":"https://evil.example"}"#;
    for (name, body) in [
        ("missing", evil),
        ("moved", evil),
        (
            "moved",
            r#"{"status":404,"errors":[],"Location":["/there"]}"#,
        ),
        ("moved", r#"{"status":404,"errors":[]}"#),
    ] {
        let service = rewritten(body);
        let log = Log::capture();
        let answer = Via::Custom.ask(&service, &found_at(name)).await;
        assert_eq!(answer.status, 500, "{name} {body}");
        assert_eq!(answer.header("location"), None);
        let reason = log.take()[0]["fields"]["error"].to_string();
        assert!(
            reason.contains("`Location` is not what the body says"),
            "{reason}"
        );
    }
    let same = r#"{"status":404,"errors":[],"Location":"/there"}"#;
    let answer = Via::Custom.ask(&rewritten(same), &found_at("moved")).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (404, Some("/there"))
    );
}

#[tokio::test]
async fn an_answer_to_head_has_no_body_to_start_with_anything() {
    for call in [found_at("missing"), plain_at("missing")] {
        let service = Api::<()>::new("found", "1")
            .endpoint::<found>()
            .endpoint::<plain>()
            .service()
            .expect("a valid API");
        let head = Call {
            method: "HEAD",
            ..call
        };
        for via in PROXIES {
            let log = Log::capture();
            let answer = via.ask(&service, &head).await;
            assert_eq!((answer.status, answer.text()), (404, ""), "{via:?}");
            assert_eq!(log.take().len(), 0, "{via:?}");
        }
    }
}
