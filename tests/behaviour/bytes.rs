//! The bytes of every body format: hand-written literals of the callback message and of the HTTP answer.

use crate::fixtures::{
    Seen, block_on,
    errors::{
        ShippingError, StockError, details, details_json, json_api, json_api_json, problem,
        problem_json, result_errors, result_errors_json, status_errors, status_errors_json, typed,
    },
};
use lambda_api_errors::{
    ApiError, BodyFormat, Diagnostic, FieldError, Message, Occurrence, api_errors,
    axum::response::IntoResponse, callback,
};
use serde::Serialize;
use std::sync::Arc;
use thiserror::Error;

/// What one error value is to give: prefix, body and tail of the message, and the HTTP answer.
struct Expected<'a> {
    code: &'a str,
    prefix: &'a str,
    body: &'a str,
    headers: &'a [(&'a str, &'a str)],
    tail: &'a str,
    status: u16,
}

const PLAIN: Expected<'static> = Expected {
    code: "",
    prefix: "",
    body: "",
    headers: &[],
    tail: "",
    status: 0,
};

#[track_caller]
fn check<E>(media_type: &str, error: E, expected: &Expected<'_>)
where
    E: ApiError + IntoResponse + Into<Diagnostic>,
{
    let message = callback::encode(&error);
    let Expected {
        code,
        prefix,
        body,
        headers,
        tail,
        status,
    } = expected;
    assert_eq!(error.response().code(), *code);
    assert_eq!(message, format!("{prefix}{body}{tail}"));
    let decoded = callback::decode::<E>(&message).expect("a message of the contract");
    let answer = block_on(Seen::of(error.into_response()));
    let mut all = vec![("content-type".to_owned(), media_type.to_owned())];
    all.extend(
        headers
            .iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), (*value).to_owned())),
    );
    let expected = Seen {
        status: *status,
        headers: all,
        body: body.as_bytes().to_vec(),
    };
    assert_eq!(answer, expected);
    let decoded = Seen::new(decoded.status.as_u16(), &decoded.headers, decoded.body);
    assert_eq!(decoded, expected);
}

#[track_caller]
fn check_diagnostic<E: Into<Diagnostic>>(error: E, code: &str, message: &str) {
    let Diagnostic {
        error_type,
        error_message,
    } = error.into();
    assert_eq!(
        (error_type.as_str(), error_message.as_str()),
        (code, message)
    );
}

/// Checks every variant of the `OrderError` in a module, in the order in which they are declared.
macro_rules! check_all {
    ($module:ident, $media_type:literal, $rows:expr) => {{
        use $module::OrderError::*;
        let [
            not_found,
            hinted,
            invalid,
            throttled,
            unthrottled,
            disk,
            upstream,
            banned,
            stock,
            shelf,
            shipping,
        ] = $rows;
        let with_source = FieldError::new("short", "too short")
            .at("/name")
            .detail("Three or more.");
        let fields = vec![with_source, FieldError::new("odd", "odd \"value\"\n")];
        let stock_error = Box::new(StockError::SoldOut { left: 2 });
        let shelf_error = Box::new(StockError::ShelfFell("B7"));
        let shipping_error = Arc::new(ShippingError {
            place: "Ys",
            next: "a=\"1\", {2}",
        });
        check($media_type, NotFound { id: 7, hint: None }, &not_found);
        check(
            $media_type,
            NotFound {
                id: 7,
                hint: Some(8),
            },
            &hinted,
        );
        check($media_type, Invalid(fields), &invalid);
        check($media_type, Throttled { seconds: Some(30) }, &throttled);
        check($media_type, Throttled { seconds: None }, &unthrottled);
        check($media_type, Disk("sda".into()), &disk);
        check($media_type, Upstream("no".into()), &upstream);
        check($media_type, Banned("Eve"), &banned);
        check($media_type, $module::OrderError::from(stock_error), &stock);
        check($media_type, $module::OrderError::from(shelf_error), &shelf);
        check(
            $media_type,
            $module::OrderError::from(shipping_error),
            &shipping,
        );
    }};
}

const CODES: [&str; 11] = [
    "NotFound",
    "NotFound",
    "Invalid",
    "slow",
    "slow",
    "Disk",
    "Upstream",
    "Banned",
    "SoldOut",
    "ShelfFell",
    "ShippingError",
];
const STATUSES: [u16; 11] = [404, 404, 400, 429, 429, 500, 502, 403, 409, 503, 410];
const PREFIXES: [&str; 11] = [
    "Not Found: ",
    "Not Found: ",
    "Bad Request: ",
    "Too Many Requests: ",
    "Too Many Requests: ",
    "Internal Server Error: ",
    "Bad Gateway: ",
    "Forbidden: ",
    "Conflict: ",
    "Service Unavailable: ",
    "Gone! ",
];

fn rows(bodies: [&str; 11], prefixed: bool) -> [Expected<'_>; 11] {
    let mut index = 0;
    bodies.map(|body| {
        let (headers, tail): (&[_], _) = match index {
            3 => (&[("Retry-After", "30")], "\u{1f}{\"Retry-After\":\"30\"}"),
            10 => (
                &[("X-Next-Ship", "a=\"1\", {2}")],
                "\u{1f}{\"X-Next-Ship\":\"a=\\\"1\\\", {2}\"}",
            ),
            _ => (&[], ""),
        };
        let row = Expected {
            code: CODES[index],
            prefix: if prefixed { PREFIXES[index] } else { "" },
            body,
            headers,
            tail: if prefixed { tail } else { "" },
            status: STATUSES[index],
        };
        index += 1;
        row
    })
}

#[test]
fn problem_details() {
    let bodies = [
        r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"no order 7","code":"NotFound","id":7}"#,
        r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"no order 7","code":"NotFound","id":7,"did-you-mean":8}"#,
        r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"2 fields are invalid","code":"Invalid","errors":[{"code":"short","source":"/name","message":"too short","detail":"Three or more."},{"code":"odd","message":"odd \"value\"\n"}]}"#,
        r#"{"type":"about:blank","title":"Slow Down","status":429,"detail":"Ten a minute.","code":"slow","pointer":"/data"}"#,
        r#"{"type":"about:blank","title":"Slow Down","status":429,"detail":"Ten a minute.","code":"slow","pointer":"/data"}"#,
        r#"{"type":"about:blank","title":"Internal Server Error","status":500,"code":"Disk"}"#,
        r#"{"type":"about:blank","title":"Bad Gateway","status":502,"detail":"upstream said no","code":"Upstream"}"#,
        r#"{"type":"about:blank","title":"Forbidden","status":403,"code":"Banned"}"#,
        r#"{"type":"about:blank","title":"Conflict","status":409,"detail":"only 2 left","code":"SoldOut","left":2}"#,
        r#"{"type":"about:blank","title":"Service Unavailable","status":503,"code":"ShelfFell"}"#,
        r#"{"type":"about:blank","title":"Gone Away","status":410,"detail":"no ship goes to Ys","code":"ShippingError"}"#,
    ];
    check_all!(problem, "application/problem+json", rows(bodies, true));
    let mut json = bodies.map(str::to_owned);
    json[3].insert_str(json[3].len() - 1, r#","Retry-After":"30""#);
    json[10].insert_str(json[10].len() - 1, r#","X-Next-Ship":"a=\"1\", {2}""#);
    let bodies = json.each_ref().map(String::as_str);
    check_all!(
        problem_json,
        "application/problem+json",
        rows(bodies, false)
    );
}

#[test]
fn problem_types_and_codes_in_another_case() {
    let missing = typed::OrderError::NotFound { id: 1, hint: None };
    check_diagnostic(
        missing,
        "not-found",
        r#"Not Found: {"type":"https://example.org/problems/not-found","title":"Not Found","status":404,"detail":"no order 1","code":"not-found","id":1}"#,
    );
    let stock = typed::OrderError::from(Box::new(StockError::SoldOut { left: 0 }));
    check_diagnostic(
        stock,
        "SoldOut",
        r#"Conflict: {"type":"about:blank","title":"Conflict","status":409,"detail":"only 0 left","code":"SoldOut","left":0}"#,
    );
}

#[test]
fn json_api_error_objects() {
    let bodies = [
        r#"{"errors":[{"status":"404","code":"NotFound","title":"Not Found","detail":"no order 7"}],"meta":{"id":7}}"#,
        r#"{"errors":[{"status":"404","code":"NotFound","title":"Not Found","detail":"no order 7"}],"meta":{"id":7,"did-you-mean":8}}"#,
        r#"{"errors":[{"status":"400","code":"short","title":"too short","detail":"Three or more.","source":{"pointer":"/name"}},{"status":"400","code":"odd","title":"odd \"value\"\n"}]}"#,
        r#"{"errors":[{"status":"429","code":"slow","title":"Slow Down","detail":"Ten a minute.","source":{"pointer":"/data"}}]}"#,
        r#"{"errors":[{"status":"429","code":"slow","title":"Slow Down","detail":"Ten a minute.","source":{"pointer":"/data"}}]}"#,
        r#"{"errors":[{"status":"500","code":"Disk","title":"Internal Server Error"}]}"#,
        r#"{"errors":[{"status":"502","code":"Upstream","title":"Bad Gateway","detail":"upstream said no"}]}"#,
        r#"{"errors":[{"status":"403","code":"Banned","title":"Forbidden"}]}"#,
        r#"{"errors":[{"status":"409","code":"SoldOut","title":"Conflict","detail":"only 2 left"}],"meta":{"left":2}}"#,
        r#"{"errors":[{"status":"503","code":"ShelfFell","title":"Service Unavailable"}]}"#,
        r#"{"errors":[{"status":"410","code":"ShippingError","title":"Gone Away","detail":"no ship goes to Ys"}]}"#,
    ];
    check_all!(json_api, "application/vnd.api+json", rows(bodies, true));
    let mut json = bodies.map(str::to_owned);
    json[3].insert_str(json[3].len() - 1, r#","meta":{"Retry-After":"30"}"#);
    json[10].insert_str(
        json[10].len() - 1,
        r#","meta":{"X-Next-Ship":"a=\"1\", {2}"}"#,
    );
    let bodies = json.each_ref().map(String::as_str);
    check_all!(
        json_api_json,
        "application/vnd.api+json",
        rows(bodies, false)
    );
}

#[test]
fn status_and_errors() {
    let bodies = [
        r#"{"status":404,"errors":[{"code":"NotFound","message":"no order 7"}],"id":7}"#,
        r#"{"status":404,"errors":[{"code":"NotFound","message":"no order 7"}],"id":7,"did-you-mean":8}"#,
        r#"{"status":400,"errors":[{"code":"short","source":"/name","message":"too short","detail":"Three or more."},{"code":"odd","message":"odd \"value\"\n"}]}"#,
        r#"{"status":429,"errors":[{"code":"slow","source":"/data","message":"slow down","detail":"Ten a minute."}]}"#,
        r#"{"status":429,"errors":[{"code":"slow","source":"/data","message":"slow down","detail":"Ten a minute."}]}"#,
        r#"{"status":500,"errors":[{"code":"Disk","message":"Internal Server Error"}]}"#,
        r#"{"status":502,"errors":[{"code":"Upstream","message":"upstream said no"}]}"#,
        r#"{"status":403,"errors":[{"code":"Banned","message":"Forbidden"}]}"#,
        r#"{"status":409,"errors":[{"code":"SoldOut","message":"only 2 left"}],"left":2}"#,
        r#"{"status":503,"errors":[{"code":"ShelfFell","message":"Service Unavailable"}]}"#,
        r#"{"status":410,"errors":[{"code":"ShippingError","message":"no ship goes to Ys"}]}"#,
    ];
    check_all!(status_errors, "application/json", rows(bodies, true));
    let mut json = bodies.map(str::to_owned);
    json[3].insert_str(json[3].len() - 1, r#","Retry-After":"30""#);
    json[10].insert_str(json[10].len() - 1, r#","X-Next-Ship":"a=\"1\", {2}""#);
    let bodies = json.each_ref().map(String::as_str);
    check_all!(status_errors_json, "application/json", rows(bodies, false));
}

#[test]
fn http_status_and_details() {
    let bodies = [
        r#"{"error":{"httpStatusCode":404,"details":[{"code":"NotFound","message":"no order 7"}]},"id":7}"#,
        r#"{"error":{"httpStatusCode":404,"details":[{"code":"NotFound","message":"no order 7"}]},"id":7,"did-you-mean":8}"#,
        r#"{"error":{"httpStatusCode":400,"details":[{"code":"short","message":"too short","description":"Three or more.","source":"/name"},{"code":"odd","message":"odd \"value\"\n"}]}}"#,
        r#"{"error":{"httpStatusCode":429,"details":[{"code":"slow","message":"slow down","description":"Ten a minute.","source":"/data"}]}}"#,
        r#"{"error":{"httpStatusCode":429,"details":[{"code":"slow","message":"slow down","description":"Ten a minute.","source":"/data"}]}}"#,
        r#"{"error":{"httpStatusCode":500,"details":[{"code":"Disk","message":"Internal Server Error"}]}}"#,
        r#"{"error":{"httpStatusCode":502,"details":[{"code":"Upstream","message":"upstream said no"}]}}"#,
        r#"{"error":{"httpStatusCode":403,"details":[{"code":"Banned","message":"Forbidden"}]}}"#,
        r#"{"error":{"httpStatusCode":409,"details":[{"code":"SoldOut","message":"only 2 left"}]},"left":2}"#,
        r#"{"error":{"httpStatusCode":503,"details":[{"code":"ShelfFell","message":"Service Unavailable"}]}}"#,
        r#"{"error":{"httpStatusCode":410,"details":[{"code":"ShippingError","message":"no ship goes to Ys"}]}}"#,
    ];
    check_all!(details, "application/json", rows(bodies, true));
    let mut json = bodies.map(str::to_owned);
    json[3].insert_str(json[3].len() - 1, r#","Retry-After":"30""#);
    json[10].insert_str(json[10].len() - 1, r#","X-Next-Ship":"a=\"1\", {2}""#);
    let bodies = json.each_ref().map(String::as_str);
    check_all!(details_json, "application/json", rows(bodies, false));
}

#[test]
fn result_and_errors() {
    let bodies = [
        r#"{"result":"Not Found","errors":["no order 7"],"id":7}"#,
        r#"{"result":"Not Found","errors":["no order 7"],"id":7,"did-you-mean":8}"#,
        r#"{"result":"Bad Request","errors":["too short","odd \"value\"\n"]}"#,
        r#"{"result":"Slow Down","errors":["slow down"]}"#,
        r#"{"result":"Slow Down","errors":["slow down"]}"#,
        r#"{"result":"Internal Server Error","errors":["Disk"]}"#,
        r#"{"result":"Bad Gateway","errors":["upstream said no"]}"#,
        r#"{"result":"Forbidden","errors":["Banned"]}"#,
        r#"{"result":"Conflict","errors":["only 2 left"],"left":2}"#,
        r#"{"result":"Service Unavailable","errors":["ShelfFell"]}"#,
        r#"{"result":"Gone Away","errors":["no ship goes to Ys"]}"#,
    ];
    check_all!(result_errors, "application/json", rows(bodies, true));
    let mut json = bodies.map(str::to_owned);
    json[3].insert_str(json[3].len() - 1, r#","Retry-After":"30""#);
    json[10].insert_str(json[10].len() - 1, r#","X-Next-Ship":"a=\"1\", {2}""#);
    let bodies = json.each_ref().map(String::as_str);
    check_all!(result_errors_json, "application/json", rows(bodies, false));
}

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
fn plain_messages() {
    let rows = [
        (
            Plain::NotFound("\"7\"\u{1f}{"),
            "Not Found: no order  \"7\" {",
            r#"{"errorMessage":"Not Found: no order  \"7\" {"}"#,
            Expected {
                code: "NotFound",
                status: 404,
                ..PLAIN
            },
        ),
        (
            Plain::Disk("sda"),
            "Internal Server Error: Come back later.",
            r#"{"errorMessage":"Internal Server Error: Come back later."}"#,
            Expected {
                code: "Disk",
                status: 500,
                ..PLAIN
            },
        ),
        (
            Plain::Rack("r1"),
            "Service Unavailable: Rack",
            r#"{"errorMessage":"Service Unavailable: Rack"}"#,
            Expected {
                code: "Rack",
                status: 503,
                ..PLAIN
            },
        ),
        (
            Plain::Throttled(9),
            "Too Many Requests: slow down\u{1f}{\"Retry-After\":\"9\"}",
            r#"{"errorMessage":"Too Many Requests: slow down"}"#,
            Expected {
                code: "Throttled",
                status: 429,
                headers: &[("retry-after", "9")],
                ..PLAIN
            },
        ),
    ];
    for (error, message, body, expected) in rows {
        assert_eq!(callback::encode(&error), message);
        let decoded = callback::decode::<Plain>(message).expect("a message of the contract");
        let answer = block_on(Seen::of(error.into_response()));
        assert_eq!(answer.status, expected.status);
        assert_eq!(answer.text(), body);
        for (name, value) in expected.headers {
            assert_eq!(answer.header(name), Some(*value));
        }
        assert_eq!(
            answer,
            Seen::new(decoded.status.as_u16(), &decoded.headers, decoded.body)
        );
    }
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
        Failure {
            ok: false,
            why: error
                .message()
                .map_or(error.title().to_owned(), |text| text.to_string()),
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
    check(
        media_type,
        HouseError::NotFound(7, "c\u{e9}"),
        &Expected {
            code: "NotFound",
            prefix: "Not Found: ",
            body: r#"{"ok":false,"why":"no cart 7","more":{"cart":7}}"#,
            headers: &[("X-Cart", "c\u{e9}")],
            tail: "\u{1f}{\"X-Cart\":\"c\u{e9}\"}",
            status: 404,
        },
    );
    check(
        media_type,
        HouseError::Broken("s3"),
        &Expected {
            code: "Broken",
            prefix: "Internal Server Error: ",
            body: r#"{"ok":false,"why":"Internal Server Error","more":{}}"#,
            status: 500,
            ..PLAIN
        },
    );
}
