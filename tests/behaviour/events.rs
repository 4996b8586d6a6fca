//! One request, asked through every kind of event, gets one answer.

use crate::fixtures::{
    Seen,
    calls::{CALLBACKS, Call, PROXIES, Via},
    shop,
};
use serde_json::json;

fn echo() -> Call {
    Call::new("echo", "POST", "/echo/{*rest}").with("rest", "a")
}

/// Requests that every kind of event can carry, and the status of each answer.
fn calls() -> Vec<(u16, Call)> {
    let item = r#"{"name":"tea","count":3}"#;
    let add_item = || Call::new("add_item", "POST", "/items");
    let add_page = || Call::new("add_page", "POST", "/pages");
    let order =
        |item: &str| Call::new("order_item", "PUT", "/items/{item}/order").with("item", item);
    vec![
        (200, Call::item("tea")),
        (200, Call::item("50% \u{e9}\u{1f980}\"'&=+?#\\;:@")),
        (200, Call::item("..")),
        (200, Call::new("new_items", "GET", "/items/new")),
        (201, add_item().json(item)),
        (202, order("4")),
        (
            204,
            Call::new("remove_item", "DELETE", "/items/{item}").with("item", "tea"),
        ),
        (
            203,
            echo()
                .query("q", "a b&c=d%e+f\u{e9}")
                .query("r", "")
                .json("[]"),
        ),
        (
            203,
            echo()
                .header("x-test", "a=\"1\"&b={%},c")
                .json(r#"{"a":1}"#),
        ),
        (
            203,
            Call::new("echo", "POST", "/echo/{*rest}")
                .with("rest", "a/b c/../%d")
                .json("{}"),
        ),
        (404, Call::item("missing")),
        (409, Call::item("invalid")),
        (429, Call::item("throttled")),
        (503, Call::item("fallen")),
        (500, Call::item("bomb")),
        (500, Call::item("panicking")),
        (500, Call::item("refusing")),
        (500, Call::item("panic")),
        (500, Call::item("odd-panic")),
        (500, Call::item("owned-panic")),
        (500, Call::item("mute-panic")),
        (500, Call::new("tripwire", "GET", "/tripwire")),
        (
            500,
            Call::new("broken_success", "GET", "/breaks/{how}").with("how", "panicking"),
        ),
        (
            500,
            Call::new("broken_success", "GET", "/breaks/{how}").with("how", "refusing"),
        ),
        (400, order("four")),
        (422, add_item().json(r#"{"name":"tea"}"#)),
        (
            415,
            add_item().header("content-type", "text/plain").body(item),
        ),
        (400, add_page().json(r#"{"page":1}"#)),
        (400, add_page().query("page", "one").json(r#"{"page":1}"#)),
        (400, add_page().query("page", "1").json(r#"{"page":"one"}"#)),
        (200, add_page().query("page", "1").json(r#"{"page":1}"#)),
    ]
}

#[tokio::test]
async fn the_same_answer_through_every_integration() {
    let service = shop::service();
    for (status, call) in calls() {
        let expected = call.plain(&service).await;
        assert_eq!(expected.status, status, "{call:?}: {expected:?}");
        for via in PROXIES.into_iter().chain([Via::Custom]) {
            assert_eq!(via.ask(&service, &call).await, expected, "{via:?} {call:?}");
        }
    }
}

#[tokio::test]
async fn the_same_answer_behind_a_hand_made_gateway_whose_successes_are_bare_json() {
    let service = shop::service();
    for (status, call) in calls() {
        let expected = call.plain(&service).await;
        let answer = Via::Passthrough.ask(&service, &call).await;
        match status {
            204 => assert_eq!(answer.text(), "null"),
            200..300 => assert_eq!(answer.body, expected.body, "{call:?}"),
            _ => assert_eq!(answer, expected, "{call:?}"),
        }
    }
}

#[tokio::test]
async fn errors_of_an_endpoint_are_in_its_format_and_others_in_the_format_of_the_api() {
    let service = shop::service();
    let of_endpoint = [
        Call::item("missing"),
        Call::item("panic"),
        Call::new("add_item", "POST", "/items").json("{"),
    ];
    for call in of_endpoint {
        let answer = call.plain(&service).await;
        assert_eq!(
            answer.header("content-type"),
            Some("application/vnd.api+json")
        );
    }
    let nowhere = Call::new("", "GET", "/nowhere").plain(&service).await;
    assert_eq!(
        nowhere.header("content-type"),
        Some("application/problem+json")
    );
}

#[tokio::test]
async fn malformed_json_is_a_400_with_its_own_code() {
    let service = shop::service();
    let call = Call::new("add_item", "POST", "/items").json("{\"name\":");
    let expected = call.plain(&service).await;
    assert_eq!(expected.status, 400);
    assert!(expected.text().contains(r#""code":"MalformedJson""#));
    for via in PROXIES.into_iter().chain([Via::Custom]) {
        assert_eq!(via.ask(&service, &call).await, expected, "{via:?}");
    }
}

#[tokio::test]
async fn a_body_over_six_megabytes_is_a_413() {
    let service = shop::service();
    let call = Call::new("add_item", "POST", "/items").json(" ".repeat(6 * 1024 * 1024 + 1));
    let expected = call.plain(&service).await;
    assert_eq!(expected.status, 413);
    assert!(expected.text().contains(r#""code":"BodyTooLarge""#));
    for via in [Via::Custom, Via::RestProxy] {
        assert_eq!(via.ask(&service, &call).await, expected, "{via:?}");
    }
}

#[tokio::test]
async fn a_body_of_three_megabytes_is_taken() {
    let service = shop::service();
    let body = format!("{{\"name\":\"{}\",\"count\":1}}", "x".repeat(3 << 20));
    let call = Call::new("add_item", "POST", "/items").json(body);
    for via in [
        Via::Custom,
        Via::Passthrough,
        Via::Serverless,
        Via::HttpProxy,
    ] {
        let answer = via.ask(&service, &call).await;
        assert!(answer.body.len() > 3 << 20, "{via:?} {}", answer.status);
    }
}

#[tokio::test]
async fn the_rejection_variant_takes_what_extractors_refuse() {
    let service = shop::service();
    let call = Call::new("add_page", "POST", "/pages")
        .query("page", "1")
        .json("{}");
    let answer = Via::Custom.ask(&service, &call).await;
    assert_eq!(answer.status, 400);
    let text = answer.text();
    assert!(text.contains(r#""code":"rejected""#), "{text}");
    assert!(
        text.contains("InvalidBody (422 Unprocessable Entity): "),
        "{text}"
    );
}

#[tokio::test]
async fn repeated_query_keys_and_headers_all_arrive() {
    let service = shop::service();
    let call = echo()
        .query("q", "1")
        .query("q", "2&3")
        .query("q", "")
        .header("x-test", "one")
        .header("x-test", "two");
    for via in [Via::Custom, Via::RestProxy, Via::Alb] {
        let text = via.ask(&service, &call).await;
        let text = text.text();
        assert!(
            text.contains(r#""query":[["q","1"],["q","2&3"],["q",""]]"#),
            "{via:?} {text}"
        );
        assert!(text.contains(r#""x-test":["one","two"]"#), "{via:?} {text}");
    }
    for via in [Via::HttpProxy, Via::FunctionUrl] {
        let text = via.ask(&service, &call).await;
        let text = text.text();
        assert!(
            text.contains(r#""query":[["q","1"],["q","2&3"],["q",""]]"#),
            "{via:?} {text}"
        );
        assert!(text.contains(r#""x-test":["one,two"]"#), "{via:?} {text}");
    }
}

#[tokio::test]
async fn binary_request_bodies_arrive_whole() {
    let service = shop::service();
    let bytes: Vec<u8> = (0..=255).collect();
    let call = echo()
        .header("content-type", "application/octet-stream")
        .body(bytes.clone());
    let expected = serde_json::to_string(&bytes).expect("a list");
    for via in PROXIES.into_iter().chain([Via::Custom]) {
        let text = via.ask(&service, &call).await;
        let text = text.text();
        assert!(
            text.contains(&format!("\"body\":{expected}")),
            "{via:?} {text}"
        );
    }
}

#[tokio::test]
async fn path_parameters_arrive_decoded_once() {
    let service = shop::service();
    for value in [
        "a/b",
        "a%2Fb",
        "%",
        "%zz",
        "\u{0}",
        "\u{fffd}\u{10ffff}",
        "a?b#c",
        " ",
        "{item}",
    ] {
        let call = Call::item(value);
        let expected = call.plain(&service).await;
        assert!(
            expected
                .text()
                .starts_with(&format!("{{\"name\":{},", json!(value)))
        );
        for via in PROXIES.into_iter().chain(CALLBACKS) {
            if via == Via::HttpProxy && value.contains('/') {
                // Such an API has split the value before it looks for a route.
                continue;
            }
            let answer = via.ask(&service, &call).await;
            assert_eq!(answer.text(), expected.text(), "{via:?} {value:?}");
        }
    }
}

#[tokio::test]
async fn a_wrong_method_is_a_405_with_allow_and_an_unknown_route_a_404() {
    let service = shop::service();
    let wrong = Call::new("", "PATCH", "/items/new");
    let unknown = Call::new("", "GET", "/nowhere/{at}").with("at", "all \"\n");
    for (call, status, code, allow) in [
        (wrong, 405, "MethodNotAllowed", Some("GET,HEAD")),
        (unknown, 404, "RouteNotFound", None),
    ] {
        let expected = call.plain(&service).await;
        assert_eq!(expected.status, status);
        assert_eq!(expected.header("allow"), allow);
        assert!(expected.text().contains(&format!("\"code\":\"{code}\"")));
        for via in PROXIES {
            assert_eq!(via.ask(&service, &call).await, expected, "{via:?}");
        }
    }
}

#[tokio::test]
async fn every_method_of_a_path_is_allowed() {
    let service = shop::service();
    let answer: Seen = Call::new("", "PATCH", "/items/{item}")
        .with("item", "1")
        .plain(&service)
        .await;
    let mut allowed: Vec<_> = answer
        .header("allow")
        .expect("a header")
        .split(',')
        .collect();
    allowed.sort_unstable();
    assert_eq!(allowed, ["DELETE", "GET", "HEAD"]);
}
