//! What middleware changes of an error: an error stays an error, and the declared one, in every integration and over plain HTTP.

use crate::fixtures::{
    Seen,
    calls::{CALLBACKS, Call, PROXIES, Via},
    log::Log,
};
use lambda_api_errors::{
    Api, ApiService, EventKind, Message, NoContent, Path, Problem, Response, StatusCode,
    StatusErrors, api_errors,
    axum::{body::Body, middleware::map_response},
    lambda_endpoint,
};
use serde_json::value::RawValue;
use thiserror::Error;

/// How a client reaches the API: over plain HTTP, or through an event.
const WAYS: [Option<Via>; 8] = [
    None,
    Some(Via::RestProxy),
    Some(Via::HttpProxy),
    Some(Via::Alb),
    Some(Via::FunctionUrl),
    Some(Via::Custom),
    Some(Via::Passthrough),
    Some(Via::Serverless),
];

async fn ask(way: Option<Via>, service: &ApiService, call: &Call) -> Seen {
    match way {
        Some(via) => via.ask(service, call).await,
        None => call.plain(service).await,
    }
}

/// Asserts that each way gives an opaque 500, and that the log says why in one line.
async fn assert_opaque_everywhere(service: &ApiService, call: &Call, replaced: u16, why: &str) {
    for way in WAYS {
        let log = Log::capture();
        let answer = ask(way, service, call).await;
        assert_eq!(answer.status, 500, "{way:?} {call:?}");
        assert!(
            answer.text().contains("Internal Server Error"),
            "{way:?} {}",
            answer.text()
        );
        assert_eq!(answer.header("location"), None);
        let lines = log.take();
        let [line] = &lines[..] else {
            panic!("one line: {lines:?}")
        };
        let fields = &line["fields"];
        assert_eq!(
            (&fields["replaced_status"], &fields["operation"]),
            (&replaced.into(), &call.operation.into())
        );
        let reason = fields["error"].as_str().expect("a text");
        assert!(reason.contains(why), "{reason}");
        assert!(fields["request_id"].is_string(), "{line}");
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
    #[error("it is elsewhere")]
    #[api(status = 404)]
    Elsewhere(#[api(header = "location")] &'static str),
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
async fn found(Path(name): Path<String>) -> Result<NoContent, Found> {
    Err(match &*name {
        "moved" => Found::Moved("/there"),
        "elsewhere" => Found::Elsewhere("/there"),
        "made" => Found::Made,
        _ => Found::Missing,
    })
}

#[lambda_endpoint(GET, "/plain/{name}")]
async fn plain(Path(name): Path<String>) -> Result<NoContent, Plain> {
    Err(match &*name {
        "made" => Plain::Made,
        _ => Plain::Missing,
    })
}

#[api_errors(body = Problem)]
#[derive(Debug, Error)]
#[error("it is not here")]
#[api(status = 404)]
struct Absent;

#[lambda_endpoint(GET, "/prefixed/{name}")]
async fn prefixed(Path(_): Path<String>) -> Result<NoContent, Absent> {
    Err(Absent)
}

/// An API whose middleware gives each answer this body.
fn rewritten(body: &'static str) -> ApiService {
    behind(move |response| response.map(|_| Body::from(body)))
}

/// An API whose middleware changes each answer so.
fn behind(change: impl Fn(Response) -> Response + Clone + Send + Sync + 'static) -> ApiService {
    let layer = map_response(move |response: Response| {
        let change = change.clone();
        async move { change(response) }
    });
    let api = Api::<()>::new("found", "1")
        .endpoint::<found>()
        .endpoint::<plain>()
        .endpoint::<prefixed>()
        .layer(layer);
    let kinds = EventKind::DEFAULT
        .into_iter()
        .chain([EventKind::Passthrough, EventKind::Serverless]);
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
        assert_opaque_everywhere(&rewritten(body), &call, 404, "does not start as").await;
    }
}

#[tokio::test]
async fn no_error_gets_the_status_of_a_success_from_middleware() {
    for status in [200, 201, 204, 207, 299] {
        let service = behind(move |mut response| {
            *response.status_mut() = StatusCode::from_u16(status).expect("a status");
            response
        });
        let prefixed = Call::new("prefixed", "GET", "/prefixed/{name}").with("name", "any");
        for call in [found_at("missing"), plain_at("missing"), prefixed] {
            let why = "gave an error the status of a success";
            assert_opaque_everywhere(&service, &call, status, why).await;
        }
    }
}

#[tokio::test]
async fn a_variant_that_is_declared_as_a_success_keeps_its_own_status_only() {
    for call in [found_at("made"), plain_at("made")] {
        for way in WAYS {
            let answer = ask(way, &behind(|response| response), &call).await;
            assert_eq!(answer.status, 201, "{way:?}");
        }
        let service = behind(|mut response| {
            *response.status_mut() = StatusCode::OK;
            response
        });
        let why = "gave an error the status of a success";
        assert_opaque_everywhere(&service, &call, 200, why).await;
    }
}

#[tokio::test]
async fn another_failure_of_middleware_is_obeyed_where_the_gateway_can_carry_it() {
    let service = behind(|mut response| {
        *response.status_mut() = StatusCode::GONE;
        response
    });
    for way in WAYS {
        let is_callback = way.is_some_and(|via| CALLBACKS.contains(&via));
        let answer = ask(way, &service, &found_at("missing")).await;
        assert_eq!(
            answer.status,
            if is_callback { 500 } else { 410 },
            "{way:?}"
        );
    }
}

#[tokio::test]
async fn a_body_of_middleware_that_starts_as_the_declared_one_keeps_the_status() {
    let json = r#"{"status":404,"errors":[],"more":1}"#;
    let plain = r#"{"errorMessage":"Not Found: somewhere"}"#;
    for (call, body) in [(found_at("missing"), json), (plain_at("missing"), plain)] {
        let service = rewritten(body);
        for way in WAYS {
            let answer = ask(way, &service, &call).await;
            assert_eq!((answer.status, answer.text()), (404, body), "{way:?}");
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
        let why = "`Location` is not what the body says";
        assert_opaque_everywhere(&rewritten(body), &found_at(name), 404, why).await;
    }
    let same = r#"{"status":404,"errors":[],"Location":"/there"}"#;
    let answer = Via::Custom.ask(&rewritten(same), &found_at("moved")).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (404, Some("/there"))
    );
}

#[tokio::test]
async fn one_header_in_two_spellings_is_the_header_of_each_error() {
    let service = behind(|response| response);
    for name in ["moved", "elsewhere"] {
        for way in WAYS {
            let log = Log::capture();
            let answer = ask(way, &service, &found_at(name)).await;
            assert_eq!(
                (answer.status, answer.header("location")),
                (404, Some("/there")),
                "{way:?} {name}"
            );
            assert_eq!(log.take().len(), 0, "{way:?} {name}");
        }
    }
}

/// What a caller may have sent, as it was, and a header.
#[api_errors(body = StatusErrors, style = "json")]
#[derive(Debug, Error)]
#[error("no such thing")]
#[api(status = 404)]
struct Unknown {
    #[api(extension)]
    sent: Box<RawValue>,
    #[api(header = "Location")]
    there: &'static str,
}

#[lambda_endpoint(POST, "/unknown")]
async fn unknown(body: String) -> Result<NoContent, Unknown> {
    Err(Unknown {
        sent: RawValue::from_string(body).expect("JSON"),
        there: "/there",
    })
}

#[tokio::test]
async fn a_value_that_this_program_cannot_read_is_in_an_unaltered_error() {
    let deep = format!("{}0{}", "[".repeat(300), "]".repeat(300));
    let api = || Api::<()>::new("unknown", "1").endpoint::<unknown>();
    for service in [api().service(), api().request_ids().service()] {
        let service = service.expect("a valid API");
        for sent in [&*deep, "1e400", r#""\ud800""#, r#"{"a":1,"a":[]}"#] {
            let call = Call::new("unknown", "POST", "/unknown").body(sent);
            for way in WAYS
                .into_iter()
                .filter(|way| !matches!(way, Some(Via::Passthrough | Via::Serverless)))
            {
                let log = Log::capture();
                let answer = ask(way, &service, &call).await;
                assert_eq!(
                    (answer.status, answer.header("location")),
                    (404, Some("/there")),
                    "{way:?} {sent}"
                );
                assert!(
                    answer.text().contains(&format!(r#""sent":{sent},"#)),
                    "{way:?}"
                );
                assert_eq!(log.take().len(), 0, "{way:?} {sent}");
            }
        }
    }
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
