//! The bytes of plain text, of a user's own format, and of codes and types in another spelling.

use crate::fixtures::expected::Expected;
use lambda_api_errors::{
    ApiError, BodyFormat, Contract, Message, Occurrence, Problem, Style, api_errors, callback,
};
use serde::Serialize;
use thiserror::Error;

#[api_errors(body = Message)]
#[derive(Debug, Error)]
enum Plain {
    #[error("no order\r\n{0}")]
    #[api(status = 404)]
    NotFound(&'static str),
    #[error("disk {0} is full")]
    #[api(status = 500, detail = "Come back later.")]
    Disk(&'static str),
    #[error("rack {0} is full")]
    #[api(status = 503)]
    Rack(&'static str),
    #[error("slow down")]
    #[api(status = 429)]
    Throttled(#[api(header = "Retry-After")] u32),
}

#[test]
fn plain_text() {
    let expected = |code, status, message: &str, body| Expected {
        code,
        message: message.to_owned(),
        status,
        media_type: "application/json",
        headers: &[],
        body,
    };
    expected(
        "NotFound",
        404,
        "Not Found: no order  \"7\" {",
        r#"{"errorMessage":"Not Found: no order  \"7\" {"}"#,
    )
    .check(|| Plain::NotFound("\"7\"\u{1f}{"));
    expected(
        "Disk",
        500,
        "Internal Server Error: Come back later.",
        r#"{"errorMessage":"Internal Server Error: Come back later."}"#,
    )
    .check(|| Plain::Disk("sda"));
    expected(
        "Rack",
        503,
        "Service Unavailable: Rack",
        r#"{"errorMessage":"Service Unavailable: Rack"}"#,
    )
    .check(|| Plain::Rack("r1"));
    Expected {
        headers: &[("Retry-After", "9")],
        ..expected(
            "Throttled",
            429,
            "Too Many Requests: slow down\u{1f}{\"Retry-After\":\"9\"}",
            r#"{"errorMessage":"Too Many Requests: slow down"}"#,
        )
    }
    .check(|| Plain::Throttled(9));
}

/// A user's own format.
struct House;

#[derive(Serialize)]
struct Failure {
    ok: bool,
    why: String,
    more: serde_json::Value,
}

impl BodyFormat for House {
    const MEDIA_TYPE: &'static str = "application/vnd.house+json";
    const MEMBERS: &'static [&'static str] = &["ok", "why", "more"];

    fn body(error: &Occurrence<'_>) -> impl Serialize {
        let text = error.message().map(|text| text.to_string());
        Failure {
            ok: false,
            why: text.unwrap_or_else(|| error.title().to_owned()),
            more: serde_json::to_value(error.members()).expect("members are a map"),
        }
    }
}

#[api_errors(body = House)]
#[derive(Debug, Error)]
enum HouseError {
    #[error("no cart {0}")]
    #[api(status = 404)]
    NotFound(
        #[api(extension = "cart")] u32,
        #[api(header = "X-Cart")] &'static str,
    ),
    #[error("secret {0}")]
    #[api(status = 500)]
    Broken(&'static str),
}

#[test]
fn a_format_of_the_users_own() {
    let media_type = "application/vnd.house+json";
    Expected {
        code: "NotFound",
        message: "Not Found: {\"ok\":false,\"why\":\"no cart 7\",\"more\":{\"cart\":7}}\u{1f}{\"X-Cart\":\"c\u{e9}\"}".to_owned(),
        status: 404,
        media_type,
        headers: &[("X-Cart", "c\u{e9}")],
        body: r#"{"ok":false,"why":"no cart 7","more":{"cart":7}}"#,
    }
    .check(|| HouseError::NotFound(7, "c\u{e9}"));
    let body = r#"{"ok":false,"why":"Internal Server Error","more":{}}"#;
    Expected {
        code: "Broken",
        message: format!("Internal Server Error: {body}"),
        status: 500,
        media_type,
        headers: &[],
        body,
    }
    .check(|| HouseError::Broken("s3"));
}

#[api_errors(type_base = "https://example.org/problems/", rename_all = "kebab-case")]
#[derive(Debug, Error)]
#[error("no cart")]
#[api(status = 404)]
struct NoSuchCart;

#[api_errors(
    type_base = "https://example.org/problems/",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
#[derive(Debug, Error)]
enum CartError {
    #[error("the cart is gone")]
    #[api(status = 410)]
    LongGone,
    #[error(transparent)]
    #[api(transparent)]
    NoSuchCart(#[from] NoSuchCart),
}

#[test]
fn problem_types_and_codes_in_another_spelling() {
    let media_type = "application/problem+json";
    let body = r#"{"type":"https://example.org/problems/LONG_GONE","title":"Gone","status":410,"detail":"the cart is gone","code":"LONG_GONE"}"#;
    Expected {
        code: "LONG_GONE",
        message: format!("Gone: {body}"),
        status: 410,
        media_type,
        headers: &[],
        body,
    }
    .check(|| CartError::LongGone);
    let body = r#"{"type":"https://example.org/problems/no-such-cart","title":"Not Found","status":404,"detail":"no cart","code":"no-such-cart"}"#;
    Expected {
        code: "no-such-cart",
        message: format!("Not Found: {body}"),
        status: 404,
        media_type,
        headers: &[],
        body,
    }
    .check(|| CartError::from(NoSuchCart));
}

#[test]
fn an_error_that_describes_nothing_is_an_opaque_500() {
    #[derive(Debug, thiserror::Error)]
    #[error("secret")]
    struct Silent;

    impl lambda_api_errors::__private::Derived for Silent {}

    impl ApiError for Silent {
        type Body = Problem;
        const STYLE: Style = Style::Prefixed;
        const CONTRACT: &'static Contract = &Contract::new(&[], &[], &[]);

        fn visit(&self, _: &mut dyn FnMut(&Occurrence<'_>)) {}
    }

    let expected = "Internal Server Error: {\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,\"code\":\"InternalServerError\"}";
    assert_eq!(callback::encode(&Silent), expected);
}
