//! What reaches the log: which answers, at which level, with which fields, and never a line of a caller's making.

use crate::fixtures::{
    calls::{Call, PROXIES, Via, context, invoke},
    log::{Lines, Log},
};
use lambda_api_errors::{
    Api, NoContent, Path, api_errors, axum::body::Body, http::Request, lambda_endpoint,
    lambda_runtime::LambdaEvent, service_fn,
};
use serde_json::{Value, json};
use tower::{Service, ServiceExt};

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum LogError {
    #[error("database: {0}")]
    #[api(status = 500)]
    Hidden(String),

    #[error("quiet")]
    #[api(status = 503, log = "off")]
    Quiet,

    #[error("list: {0}")]
    #[api(status = 403, opaque)]
    Listed(String),

    #[error("known")]
    #[api(status = 404)]
    Known,

    #[error("noted")]
    #[api(status = 409, log = "info")]
    Noted,

    #[error("watched")]
    #[api(status = 402, log = "warn")]
    Watched,

    #[error("alarming")]
    #[api(status = 422, log = "error")]
    Alarming,
}

#[lambda_endpoint(GET, "/fail/{how}")]
async fn fail(Path(how): Path<String>) -> Result<NoContent, LogError> {
    Err(match how.as_str() {
        "quiet" => LogError::Quiet,
        "listed" => LogError::Listed(how),
        "known" => LogError::Known,
        "noted" => LogError::Noted,
        "watched" => LogError::Watched,
        "alarming" => LogError::Alarming,
        _ => LogError::Hidden(how),
    })
}

fn service() -> lambda_api_errors::ApiService {
    let api = Api::new("log", "1").endpoint::<fail>();
    api.service().expect("a valid API")
}

fn call(how: &str) -> Call {
    Call::new("fail", "GET", "/fail/{how}").with("how", how)
}

#[tokio::test]
async fn each_answer_is_logged_at_the_level_of_its_variant() {
    let service = service();
    for (how, level, code, status) in [
        ("hidden", Some("ERROR"), "Hidden", 500),
        ("quiet", None, "Quiet", 503),
        ("listed", Some("WARN"), "Listed", 403),
        ("known", None, "Known", 404),
        ("noted", Some("INFO"), "Noted", 409),
        ("watched", Some("WARN"), "Watched", 402),
        ("alarming", Some("ERROR"), "Alarming", 422),
    ] {
        for via in PROXIES.into_iter().chain([Via::Custom]) {
            let log = Log::capture();
            let answer = via.ask(&service, &call(how)).await;
            assert_eq!(answer.status, status, "{via:?} {how}");
            let lines = log.take();
            let Some(level) = level else {
                assert_eq!(lines, [Value::Null; 0], "{via:?} {how}");
                continue;
            };
            let [line] = &lines[..] else {
                panic!("one line: {lines:?}")
            };
            let fields = &line["fields"];
            assert_eq!(line["level"], level, "{via:?} {line}");
            assert_eq!(
                (
                    &fields["code"],
                    &fields["status"],
                    &fields["operation"],
                    &fields["request_id"]
                ),
                (
                    &json!(code),
                    &json!(status),
                    &json!("fail"),
                    &json!("request-7")
                ),
                "{via:?}"
            );
        }
    }
}

#[tokio::test]
async fn no_text_of_a_caller_begins_a_line_or_sends_a_terminal_sequence() {
    const FORGED: &str = "a\r\nERROR forged\u{85}\u{2028}\u{1b}[31m\u{9b}";
    let service = service();
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(lines.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    for via in PROXIES.into_iter().chain([Via::Custom]) {
        let answer = via.ask(&service, &call(FORGED)).await;
        assert_eq!(answer.status, 500, "{via:?}");
    }
    let mut unknown = Via::Custom.event(&call("a"));
    unknown["operation"] = FORGED.into();
    let mut unreadable = Via::RestProxy.event(&call("a"));
    unreadable["headers"] = json!({ FORGED: "b" });
    let mut unaccepted = Via::Passthrough.event(&call("a"));
    unaccepted["context"]["http-method"] = FORGED.into();
    for event in [unknown, unreadable, unaccepted] {
        drop(invoke(&service, &event).await);
    }
    drop(guard);
    let text = lines.take();
    let refused = 3;
    let expected = PROXIES.len() + 1 + refused;
    assert_eq!(text.lines().count(), expected, "{text}");
    let odd =
        |character: char| character != '\n' && (character.is_control() || character == '\u{2028}');
    assert!(!text.contains(odd), "{text:?}");
}

#[tokio::test]
async fn plain_http_has_request_ids_too() {
    let service = service();
    for (header, expected) in [
        ("x-azure-functions-invocationid", "azure-1"),
        ("x-request-id", "proxy-1"),
    ] {
        let log = Log::capture();
        let request = Request::get("/fail/hidden")
            .header(header, expected)
            .body(Body::empty());
        let answer = service.clone().oneshot(request.expect("a request")).await;
        assert_eq!(answer.unwrap_or_else(|never| match never {}).status(), 500);
        assert_eq!(log.take()[0]["fields"]["request_id"], expected);
    }
    let log = Log::capture();
    for _ in 0..2 {
        let request = Request::get("/fail/hidden").body(Body::empty());
        drop(service.clone().oneshot(request.expect("a request")).await);
    }
    let lines = log.take();
    let [one, other] = &lines[..] else {
        panic!("two lines: {lines:?}")
    };
    assert_ne!(one["fields"]["request_id"], other["fields"]["request_id"]);
}

#[tokio::test]
async fn a_function_of_one_event_type_has_request_ids_too() {
    let mut function = service_fn(async |event: LambdaEvent<String>| {
        Err::<(), _>(LogError::Hidden(event.payload))
    });
    let log = Log::capture();
    let failure = function
        .call(LambdaEvent::new("away".to_owned(), context()))
        .await;
    assert_eq!(failure.expect_err("a failure").error_type, "Hidden");
    let lines = log.take();
    assert_eq!(lines[0]["fields"]["request_id"], "request-7");
    assert_eq!(lines[0]["fields"]["error"], "database: away");
}
