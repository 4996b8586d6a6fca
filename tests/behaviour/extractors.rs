//! What extractors refuse: answered in the endpoint's format, and part of its contract as far as it is known.

use crate::fixtures::{
    Seen,
    calls::{Call, PROXIES, Via},
    log::Log,
};
use lambda_api_errors::{
    Api, ApiService, Form, Json, NoContent, Path, Query, Response, StatusErrors, api_errors,
    axum::{
        Extension,
        extract::{FromRequestParts, RawForm, RawPathParams},
        http::request::Parts,
        response::IntoResponse,
    },
    lambda_endpoint,
};
use serde::Deserialize;
use thiserror::Error;

#[api_errors(body = StatusErrors)]
#[derive(Debug, Error)]
#[error("no reason")]
#[api(status = 409)]
pub(crate) struct Never;

type Answer = Result<NoContent, Never>;

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Page {
    #[allow(dead_code, reason = "only read by extractors")]
    page: u8,
}

/// Refuses in a way of its own, of which nothing is known before.
#[derive(Debug)]
pub(crate) struct Foreign;

#[derive(Debug)]
pub(crate) struct ForeignRejection;

impl IntoResponse for ForeignRejection {
    fn into_response(self) -> Response {
        (
            lambda_api_errors::StatusCode::UNAUTHORIZED,
            "MARK of the rejection",
        )
            .into_response()
    }
}

impl<S: Sync> FromRequestParts<S> for Foreign {
    type Rejection = ForeignRejection;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, ForeignRejection> {
        Err(ForeignRejection)
    }
}

/// Refuses with an error that describes itself.
#[derive(Debug)]
pub(crate) struct User;

#[api_errors]
#[derive(Debug, Error)]
pub(crate) enum UserError {
    #[error("who are you?")]
    #[api(status = 401)]
    Unknown(#[api(header = "WWW-Authenticate")] &'static str),
    #[error("the directory {0} is down")]
    #[api(status = 503)]
    Down(&'static str),
}

impl<S: Sync> FromRequestParts<S> for User {
    type Rejection = UserError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, UserError> {
        Err(if parts.headers.contains_key("authorization") {
            UserError::Down("MARK")
        } else {
            UserError::Unknown("Bearer realm=\"shop\"")
        })
    }
}

macro_rules! endpoints {
    ($($name:ident($($argument:ty),*) [$($route:tt)*])*) => {
        $(
            #[lambda_endpoint($($route)*)]
            pub(crate) async fn $name($(_: $argument),*) -> Answer {
                Ok(NoContent)
            }
        )*

        fn service() -> ApiService {
            Api::<()>::new("extractors", "1")$(.endpoint::<$name>())*.service().expect("a valid API")
        }
    };
}

endpoints! {
    foreign(Foreign) [GET, "/foreign"]
    user(User) [GET, "/user"]
    extension(Extension<Page>) [GET, "/extension"]
    text(String) [POST, "/text"]
    form(Form<Page>) [POST, "/form"]
    form_in_query(Form<Page>) [GET, "/form"]
    raw_form(RawForm) [POST, "/raw-form"]
    parameters(RawPathParams) [GET, "/parameters/{one}"]
    number(Path<u8>) [GET, "/numbers/{one}"]
    maybe_body(Option<Json<Page>>) [POST, "/maybe"]
    two(Query<Page>, Json<Page>) [POST, "/two"]
}

fn call(operation: &'static str, method: &'static str, path: &'static str) -> Call {
    Call::new(operation, method, path)
}

#[tokio::test]
async fn refusals_have_a_status_and_a_code_of_the_contract() {
    let form = "application/x-www-form-urlencoded";
    let json = "application/json";
    let service = service();
    let post = |operation, path, media_type, body: &[u8]| {
        call(operation, "POST", path)
            .header("content-type", media_type)
            .body(body)
    };
    for (status, code, call) in [
        (
            400,
            "InvalidUtf8",
            post("text", "/text", "text/plain", b"\xff"),
        ),
        (
            415,
            "UnsupportedMediaType",
            post("form", "/form", json, b"page=1"),
        ),
        (422, "InvalidBody", post("form", "/form", form, b"page=one")),
        (
            400,
            "InvalidForm",
            call("form_in_query", "GET", "/form").query("page", "one"),
        ),
        (
            415,
            "UnsupportedMediaType",
            post("raw_form", "/raw-form", json, b"page=1"),
        ),
        (
            400,
            "InvalidPath",
            call("number", "GET", "/numbers/{one}").with("one", "256"),
        ),
        (
            422,
            "InvalidBody",
            post("maybe_body", "/maybe", json, b"{}"),
        ),
        (
            400,
            "InvalidQuery",
            post("two", "/two", json, b"{").query("page", "x"),
        ),
        (
            400,
            "MalformedJson",
            post("two", "/two", json, b"{").query("page", "1"),
        ),
        (401, "Unknown", call("user", "GET", "/user")),
        (
            503,
            "Down",
            call("user", "GET", "/user").header("authorization", "me"),
        ),
    ] {
        let expected = call.plain(&service).await;
        assert_eq!(expected.status, status, "{call:?}");
        let text = expected.text();
        let start = format!(r#"{{"status":{status},"errors":[{{"code":"{code}","#);
        assert!(text.starts_with(&start) && !text.contains("MARK"), "{text}");
        for via in PROXIES.into_iter().chain([Via::Custom]) {
            assert_eq!(via.ask(&service, &call).await, expected, "{via:?} {call:?}");
        }
        let operations = service.operations().iter();
        let mut same = operations.filter(|operation| operation.name() == call.operation);
        let responses = same.next().expect("an operation").responses();
        let declared = responses
            .iter()
            .any(|response| (response.status().as_u16(), response.code()) == (status, code));
        assert!(declared, "{call:?}");
    }
}

#[tokio::test]
async fn what_is_extracted_is_not_refused() {
    let service = service();
    let form = "application/x-www-form-urlencoded";
    for call in [
        call("text", "POST", "/text").body("\u{e9}"),
        call("form", "POST", "/form")
            .header("content-type", form)
            .body("page=1"),
        call("form_in_query", "GET", "/form").query("page", "1"),
        call("maybe_body", "POST", "/maybe"),
        call("number", "GET", "/numbers/{one}").with("one", "255"),
    ] {
        for via in PROXIES.into_iter().chain([Via::Custom]) {
            assert_eq!(
                via.ask(&service, &call).await.status,
                204,
                "{via:?} {call:?}"
            );
        }
    }
}

#[tokio::test]
async fn what_the_caller_has_no_part_in_is_an_opaque_500_and_logged() {
    let service = service();
    for (call, logged) in [
        (call("foreign", "GET", "/foreign"), "ForeignRejection"),
        (call("extension", "GET", "/extension"), "Page"),
    ] {
        for via in PROXIES.into_iter().chain([Via::Custom]) {
            let log = Log::capture();
            let answer = via.ask(&service, &call).await;
            assert_eq!(
                (answer.status, answer.text()),
                (
                    500,
                    r#"{"status":500,"errors":[{"code":"InternalServerError","message":"Internal Server Error"}]}"#
                ),
                "{via:?} {call:?}"
            );
            let lines = log.take();
            assert_eq!(lines.len(), 1, "{lines:?}");
            assert!(lines[0].to_string().contains(logged), "{lines:?}");
        }
    }
}

#[tokio::test]
async fn a_path_parameter_that_is_not_utf8_is_a_400() {
    let service = service();
    for operation in ["number", "parameters"] {
        let path = if operation == "number" {
            "/numbers/%FF"
        } else {
            "/parameters/%FF"
        };
        let answer: Seen = call(operation, "GET", path).plain(&service).await;
        assert_eq!(answer.status, 400);
        assert!(answer.text().contains("InvalidPath"), "{}", answer.text());
    }
}
