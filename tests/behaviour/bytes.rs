//! The bytes of every JSON format: hand-written literals of the callback message and of the HTTP answer.

use crate::fixtures::{
    errors::{
        ShippingError, StockError, details, details_json, json_api, json_api_json, problem,
        problem_json, result_errors, result_errors_json, status_errors, status_errors_json,
    },
    expected::Expected,
};
use lambda_api_errors::FieldError;
use std::sync::Arc;

/// Checks every variant of the `OrderError` in a module, in the order of the bodies.
macro_rules! check_all {
    ($module:ident, $rows:expr) => {{
        use $module::OrderError as Error;
        let [
            missing,
            hinted,
            invalid,
            throttled,
            unthrottled,
            disk,
            upstream,
            banned,
            sold_out,
            shelf,
            ship,
        ] = $rows;
        missing.check(|| Error::NotFound { id: 7, hint: None });
        hinted.check(|| Error::NotFound {
            id: 7,
            hint: Some(8),
        });
        invalid.check(|| Error::Invalid(fields()));
        throttled.check(|| Error::Throttled { seconds: Some(30) });
        unthrottled.check(|| Error::Throttled { seconds: None });
        disk.check(|| Error::Disk("sda".into()));
        upstream.check(|| Error::Upstream("no".into()));
        banned.check(|| Error::Banned("Eve"));
        sold_out.check(|| Error::from(Box::new(StockError::SoldOut { left: 2 })));
        shelf.check(|| Error::from(Box::new(StockError::ShelfFell("B7"))));
        ship.check(|| {
            Error::from(Arc::new(ShippingError {
                place: "Ys",
                next: "a=\"1\", {2}",
            }))
        });
    }};
}

fn fields() -> Vec<FieldError> {
    vec![
        FieldError::new("short", "too short")
            .at("/name")
            .detail("Three or more."),
        FieldError::new("odd", "odd \"value\"\n"),
    ]
}

/// Code, status and prefix of each row.
const ANSWERS: [(&str, u16, &str); 11] = [
    ("NotFound", 404, "Not Found: "),
    ("NotFound", 404, "Not Found: "),
    ("Invalid", 400, "Bad Request: "),
    ("slow", 429, "Too Many Requests: "),
    ("slow", 429, "Too Many Requests: "),
    ("Disk", 500, "Internal Server Error: "),
    ("Upstream", 502, "Bad Gateway: "),
    ("Banned", 403, "Forbidden: "),
    ("SoldOut", 409, "Conflict: "),
    ("ShelfFell", 503, "Service Unavailable: "),
    ("ShippingError", 410, "Gone! "),
];

const RETRY: &str = r#""Retry-After":"30""#;
const NEXT_SHIP: &str = r#""X-Next-Ship":"a=\"1\", {2}""#;

fn rows<'a>(media_type: &'a str, bodies: [&'a str; 11], prefixed: bool) -> [Expected<'a>; 11] {
    std::array::from_fn(|index| {
        let (code, status, prefix) = ANSWERS[index];
        let body = bodies[index];
        let (headers, tail): (&[_], _) = match code {
            "slow" if index == 3 => (&[("Retry-After", "30")], format!("\u{1f}{{{RETRY}}}")),
            "ShippingError" => (
                &[("X-Next-Ship", "a=\"1\", {2}")],
                format!("\u{1f}{{{NEXT_SHIP}}}"),
            ),
            _ => (&[], String::new()),
        };
        let message = if prefixed {
            format!("{prefix}{body}{tail}")
        } else {
            body.to_owned()
        };
        Expected {
            code,
            message,
            status,
            media_type,
            headers,
            body,
        }
    })
}

/// In the `json` style headers are members too, between `before` and `after`.
fn with_headers(bodies: [&str; 11], before: &str, after: &str) -> [String; 11] {
    let mut bodies = bodies.map(str::to_owned);
    for (index, member) in [(3, RETRY), (10, NEXT_SHIP)] {
        bodies[index].pop();
        bodies[index].extend([before, member, after]);
    }
    bodies
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
    check_all!(problem, rows("application/problem+json", bodies, true));
    let bodies = with_headers(bodies, ",", "}");
    let bodies = bodies.each_ref().map(String::as_str);
    check_all!(
        problem_json,
        rows("application/problem+json", bodies, false)
    );
}

#[test]
fn json_api_error_objects() {
    let bodies = [
        r#"{"errors":[{"status":"404","code":"NotFound","title":"Not Found","detail":"no order 7"}],"meta":{"id":7}}"#,
        r#"{"errors":[{"status":"404","code":"NotFound","title":"Not Found","detail":"no order 7"}],"meta":{"id":7,"did-you-mean":8}}"#,
        r#"{"errors":[{"status":"400","code":"short","title":"too short","detail":"Three or more.","source":{"pointer":"/name"}},{"status":"400","code":"odd","title":"Bad Request","detail":"odd \"value\"\n"}]}"#,
        r#"{"errors":[{"status":"429","code":"slow","title":"Slow Down","detail":"Ten a minute.","source":{"pointer":"/data"}}]}"#,
        r#"{"errors":[{"status":"429","code":"slow","title":"Slow Down","detail":"Ten a minute.","source":{"pointer":"/data"}}]}"#,
        r#"{"errors":[{"status":"500","code":"Disk","title":"Internal Server Error"}]}"#,
        r#"{"errors":[{"status":"502","code":"Upstream","title":"Bad Gateway","detail":"upstream said no"}]}"#,
        r#"{"errors":[{"status":"403","code":"Banned","title":"Forbidden"}]}"#,
        r#"{"errors":[{"status":"409","code":"SoldOut","title":"Conflict","detail":"only 2 left"}],"meta":{"left":2}}"#,
        r#"{"errors":[{"status":"503","code":"ShelfFell","title":"Service Unavailable"}]}"#,
        r#"{"errors":[{"status":"410","code":"ShippingError","title":"Gone Away","detail":"no ship goes to Ys"}]}"#,
    ];
    check_all!(json_api, rows("application/vnd.api+json", bodies, true));
    let bodies = with_headers(bodies, r#","meta":{"#, "}}");
    let bodies = bodies.each_ref().map(String::as_str);
    check_all!(
        json_api_json,
        rows("application/vnd.api+json", bodies, false)
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
    check_all!(status_errors, rows("application/json", bodies, true));
    let bodies = with_headers(bodies, ",", "}");
    let bodies = bodies.each_ref().map(String::as_str);
    check_all!(status_errors_json, rows("application/json", bodies, false));
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
    check_all!(details, rows("application/json", bodies, true));
    let bodies = with_headers(bodies, ",", "}");
    let bodies = bodies.each_ref().map(String::as_str);
    check_all!(details_json, rows("application/json", bodies, false));
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
    check_all!(result_errors, rows("application/json", bodies, true));
    let bodies = with_headers(bodies, ",", "}");
    let bodies = bodies.each_ref().map(String::as_str);
    check_all!(result_errors_json, rows("application/json", bodies, false));
}
