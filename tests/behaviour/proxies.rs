//! What is special to proxy integrations: URIs that gateways decode, stages, cookies, repeated headers, binary bodies.

use crate::fixtures::{
    Seen,
    calls::{Call, PROXIES, Via, invoke, proxy_answer},
    log::Log,
    shop,
};
use lambda_api_errors::ApiService;
use serde_json::{Value, json};

async fn answer(service: &ApiService, event: &Value) -> Seen {
    proxy_answer(invoke(service, event).await.expect("an answer").get())
}

fn echo() -> Call {
    Call::new("echo", "POST", "/echo/{*rest}").with("rest", "a")
}

fn set_path(via: Via, event: &mut Value, path: &str) {
    let member = match via {
        Via::HttpProxy | Via::FunctionUrl => "rawPath",
        Via::LatticeV1 => "raw_path",
        _ => "path",
    };
    event[member] = path.into();
}

#[tokio::test]
async fn a_question_mark_or_number_sign_in_a_decoded_path_changes_no_query() {
    let service = shop::service();
    for path in [
        "/echo/a?x=1",
        "/echo/a#b",
        "/echo/a?x=1#b",
        "/echo//a//b?",
        "/echo/a b\u{e9}",
    ] {
        for via in PROXIES.into_iter().filter(|via| *via != Via::LatticeV2) {
            let mut event = via.event(&echo().query("q", "1"));
            set_path(via, &mut event, path);
            let answer = answer(&service, &event).await;
            let seen: Value = serde_json::from_slice(&answer.body).expect("JSON");
            assert_eq!(seen["query"], json!([["q", "1"]]), "{via:?} {path}");
            assert_eq!(seen["rest"], path["/echo/".len()..], "{via:?} {path}");
        }
    }
}

#[tokio::test]
async fn a_question_mark_in_the_path_of_vpc_lattice_starts_the_query_as_it_was_sent() {
    let service = shop::service();
    for via in [Via::LatticeV1, Via::LatticeV2] {
        for (path, query) in [
            ("/echo/a?x=1&x=%26", json!([["x", "1"], ["x", "&"]])),
            ("/echo/a?", json!([])),
            ("/echo/a", json!([["q", "a&b"]])),
        ] {
            let mut event = via.event(&echo().query("q", "a&b"));
            set_path(via, &mut event, path);
            let answer = answer(&service, &event).await;
            let seen: Value = serde_json::from_slice(&answer.body).expect("JSON");
            assert_eq!(seen["query"], query, "{via:?} {path}");
            assert_eq!(seen["rest"], "a", "{via:?} {path}");
        }
    }
}

#[tokio::test]
async fn a_path_is_decoded_once_wherever_that_is_done() {
    let service = shop::service();
    for (via, path, item) in [
        (Via::HttpProxy, "/items/a%2Fb", "a%2Fb"),
        (Via::HttpProxy, "/items/100%", "100%"),
        (Via::HttpProxy, "/items/%zz%00", "%zz%00"),
        (Via::HttpProxy, "/items/a b\u{e9}+", "a b\u{e9}+"),
        (Via::FunctionUrl, "/items/a%2Fb", "a/b"),
        (Via::FunctionUrl, "/items/a%252Fb", "a%2Fb"),
        (Via::RestProxy, "/items/a%2Fb", "a/b"),
        (Via::Alb, "/items/a%2Fb", "a/b"),
        (Via::LatticeV1, "/items/a%2Fb", "a/b"),
        (Via::LatticeV2, "/items/a%2Fb", "a/b"),
    ] {
        let mut event = via.event(&Call::item("tea"));
        set_path(via, &mut event, path);
        let answer = answer(&service, &event).await;
        let body: Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(body["name"], item, "{via:?} {path} {body}");
    }
    // The gateway has split `a%2Fb` into two segments, and so its routes did not take it either.
    let mut event = Via::HttpProxy.event(&Call::item("tea"));
    set_path(Via::HttpProxy, &mut event, "/items/a/b");
    assert_eq!(answer(&service, &event).await.status, 404);
}

#[tokio::test]
async fn no_host_header_changes_path_or_query() {
    let service = shop::service();
    for host in [
        "h?x=1",
        "h#",
        "h/echo/other?",
        "user@h",
        "h:80",
        "\u{e9}",
        "[::1]",
    ] {
        for via in PROXIES {
            let mut event = via.event(&echo().query("q", "1"));
            let value = if via == Via::RestProxy {
                json!([host])
            } else {
                json!(host)
            };
            event["headers"]["host"] = json!(host);
            event["multiValueHeaders"]["host"] = value;
            let answer = answer(&service, &event).await;
            if answer.status == 400 {
                assert!(answer.text().contains("UnreadableEvent"), "{via:?} {host}");
                continue;
            }
            let seen: Value = serde_json::from_slice(&answer.body).expect("JSON");
            assert_eq!(seen["query"], json!([["q", "1"]]), "{via:?} {host}");
            assert_eq!(seen["rest"], "a", "{via:?} {host}");
        }
    }
}

#[tokio::test]
async fn events_with_single_values_only_are_read_too() {
    let service = shop::service();
    let call = echo().query("q", "1").header("x-test", "one");
    for via in [Via::RestProxy, Via::Alb] {
        let mut event = via.event(&call);
        event["headers"] = json!({ "x-test": "one" });
        event["queryStringParameters"] = json!({ "q": "1" });
        let nothings = [json!({}), Value::Null];
        for nothing in nothings
            .into_iter()
            .take(if via == Via::Alb { 1 } else { 2 })
        {
            event["multiValueHeaders"] = nothing.clone();
            event["multiValueQueryStringParameters"] = nothing;
            let answer = answer(&service, &event).await;
            let text = answer.text();
            assert!(text.contains(r#""query":[["q","1"]]"#), "{via:?} {text}");
            assert!(text.contains(r#""x-test":["one"]"#), "{via:?} {text}");
        }
        let members = event.as_object_mut().expect("an object");
        members.remove("multiValueHeaders");
        members.remove("multiValueQueryStringParameters");
        assert!(
            answer(&service, &event)
                .await
                .text()
                .contains(r#"["q","1"]"#),
            "{via:?}"
        );
    }
}

#[tokio::test]
async fn a_query_string_that_is_odd_is_read_as_it_is() {
    let service = shop::service();
    let mut event = Via::HttpProxy.event(&echo());
    for (query, expected) in [
        ("", json!([])),
        ("a", json!([["a", ""]])),
        ("a=1&a=2&b", json!([["a", "1"], ["a", "2"], ["b", ""]])),
        ("a=b c\u{e9}\"<>{}", json!([["a", "b c\u{e9}\"<>{}"]])),
        ("a=%zz&%00=?", json!([["a", "%zz"], ["\u{0}", "?"]])),
    ] {
        event["rawQueryString"] = query.into();
        let answer = answer(&service, &event).await;
        let seen: Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(seen["query"], expected, "{query}");
    }
}

#[tokio::test]
async fn the_named_stage_of_an_http_api_is_no_part_of_the_path() {
    let service = shop::service();
    for (stage, path, status) in [
        ("dev", "/dev/items/tea", 200),
        ("items", "/items/items/tea", 200),
        ("dev", "/items/tea", 200),
        ("dev", "/developers/tea", 404),
        ("dev", "/dev", 404),
        ("$default", "/dev/items/tea", 404),
    ] {
        let mut event = Via::HttpProxy.event(&Call::item("tea"));
        event["requestContext"]["stage"] = stage.into();
        set_path(Via::HttpProxy, &mut event, path);
        assert_eq!(
            answer(&service, &event).await.status,
            status,
            "{stage} {path}"
        );
    }
}

#[tokio::test]
async fn a_rest_api_has_no_stage_in_its_path() {
    let service = shop::service();
    let mut event = Via::RestProxy.event(&Call::item("tea"));
    event["requestContext"]["stage"] = "items".into();
    assert_eq!(answer(&service, &event).await.status, 200);
}

#[tokio::test]
async fn the_base_path_of_a_custom_domain_is_taken_off() {
    let service = shop::finish(shop::api().base_path("/v1/"));
    for (path, status) in [
        ("/v1/items/tea", 200),
        ("/items/tea", 200),
        ("/v1items/tea", 404),
        ("/v1", 404),
        ("/v1/v1/items/tea", 404),
    ] {
        for via in PROXIES {
            let mut event = via.event(&Call::item("tea").query("q", "1"));
            set_path(via, &mut event, path);
            assert_eq!(
                answer(&service, &event).await.status,
                status,
                "{via:?} {path}"
            );
        }
    }
}

#[tokio::test]
async fn the_cookies_of_an_http_api_are_one_header() {
    let service = shop::service();
    let mut event = Via::HttpProxy.event(&echo());
    event["cookies"] = json!(["a=1", "b=\"2\""]);
    let answer = answer(&service, &event).await;
    assert!(
        answer.text().contains(r#""cookie":"a=1; b=\"2\"""#),
        "{}",
        answer.text()
    );
}

async fn raw(service: &ApiService, via: Via, what: &str) -> Seen {
    let call = Call::new("raw", "GET", "/raw/{what}").with("what", what);
    via.ask(service, &call).await
}

fn values(answer: &Seen, name: &str) -> Vec<String> {
    let found = answer.headers.iter().filter(|(other, _)| other == name);
    found.map(|(_, value)| value.clone()).collect()
}

#[tokio::test]
async fn two_cookies_pass_a_proxy_and_are_an_opaque_500_in_a_custom_integration() {
    let service = shop::service();
    for via in PROXIES.into_iter().filter(|via| *via != Via::LatticeV2) {
        let answer = raw(&service, via, "cookies").await;
        assert_eq!(
            values(&answer, "set-cookie"),
            ["a=1", "b=2; Path=/"],
            "{via:?}"
        );
    }
    for via in [Via::Custom, Via::LatticeV1, Via::LatticeV2] {
        assert_replaced(&service, via, "cookies", "set-cookie").await;
    }
}

#[tokio::test]
async fn no_repeated_header_is_lost() {
    let service = shop::service();
    for via in PROXIES {
        let answer = raw(&service, via, "links").await;
        assert_eq!(values(&answer, "link").join(", "), "</1>, </2>", "{via:?}");
    }
    assert_replaced(&service, Via::Custom, "links", "link").await;
}

#[tokio::test]
async fn a_header_in_utf8_passes_everywhere() {
    let service = shop::service();
    for via in PROXIES.into_iter().chain([Via::Custom]) {
        let answer = raw(&service, via, "utf8").await;
        assert_eq!(answer.header("x-name"), Some("caf\u{e9}"), "{via:?}");
    }
}

#[tokio::test]
async fn a_cookie_in_utf8_passes_everywhere() {
    let service = shop::service();
    for via in PROXIES.into_iter().chain([Via::Custom]) {
        let answer = raw(&service, via, "utf8-cookie").await;
        assert_eq!(answer.header("set-cookie"), Some("a=\u{e9}"), "{via:?}");
    }
}

#[tokio::test]
async fn a_header_that_is_not_utf8_is_an_opaque_500_everywhere() {
    let service = shop::service();
    for via in PROXIES.into_iter().chain([Via::Custom]) {
        assert_replaced(&service, via, "latin1", "").await;
    }
}

#[tokio::test]
async fn a_binary_body_is_whole_in_a_proxy_and_an_opaque_500_in_a_custom_integration() {
    let service = shop::service();
    for (what, body) in [
        ("image", &b"\x89PNG\xff\x00"[..]),
        ("unlabelled", b"\x89PNG\xff\x00"),
        ("not-utf8", b"caf\xe9"),
    ] {
        for via in PROXIES {
            let answer = raw(&service, via, what).await;
            assert_eq!(answer.body, body, "{via:?} {what}");
        }
        assert_replaced(&service, Via::Custom, what, "not text").await;
    }
}

#[tokio::test]
async fn a_text_is_whole_everywhere_and_has_no_control_character_on_the_way() {
    let service = shop::service();
    let text = "caf\u{e9} \u{7f}\u{85}\u{1f}\n";
    for via in PROXIES.into_iter().chain([Via::Custom]) {
        assert_eq!(raw(&service, via, "text").await.text(), text, "{via:?}");
    }
    let call = Call::new("raw", "GET", "/raw/{what}").with("what", "text");
    let payload = invoke(&service, &Via::Custom.event(&call))
        .await
        .expect("an envelope");
    assert!(!payload.get().contains(char::is_control), "{payload}");
}

#[tokio::test]
async fn errors_are_text_in_a_proxy_answer() {
    let service = shop::service();
    let nowhere = Call::new("", "GET", "/nowhere");
    for via in PROXIES {
        for call in [Call::item("missing"), nowhere.clone()] {
            let payload = invoke(&service, &via.event(&call))
                .await
                .expect("an answer");
            assert!(
                payload.get().contains(r#""isBase64Encoded":false"#),
                "{via:?} {payload}"
            );
        }
    }
}

async fn assert_replaced(service: &ApiService, via: Via, what: &str, reason: &str) {
    let log = Log::capture();
    let answer = raw(service, via, what).await;
    assert_eq!(
        answer.text(),
        r#"{"errors":[{"status":"500","code":"InternalServerError","title":"Internal Server Error"}]}"#,
        "{via:?} {what}"
    );
    assert_eq!(answer.status, 500);
    let lines = log.take();
    let [line] = &lines[..] else {
        panic!("one line: {lines:?}")
    };
    let fields = &line["fields"];
    assert_eq!(fields["operation"], "raw");
    assert_eq!(fields["request_id"], "request-7");
    assert_eq!(
        (&fields["status"], &fields["replaced_status"]),
        (&500.into(), &200.into())
    );
    assert!(
        fields["error"]
            .as_str()
            .is_some_and(|text| text.contains(reason)),
        "{line}"
    );
}

#[tokio::test]
async fn proxy_answers_byte_for_byte() {
    let service = shop::service();
    let body = r#""body":"{\"errors\":[{\"status\":\"429\",\"code\":\"Throttled\",\"title\":\"Too Many Requests\",\"detail\":\"too many\"}]}","isBase64Encoded":false}"#;
    let headers = r#""headers":{"content-length":"96","content-type":"application/vnd.api+json","retry-after":"a=\"1\"&b={%},\té"}"#;
    let lists = r#""multiValueHeaders":{"content-length":["96"],"content-type":["application/vnd.api+json"],"retry-after":["a=\"1\"&b={%},\té"]}"#;
    for (via, expected) in [
        (
            Via::RestProxy,
            format!(r#"{{"statusCode":429,{headers},{body}"#),
        ),
        (
            Via::HttpProxy,
            format!(r#"{{"statusCode":429,{headers},{body}"#),
        ),
        (
            Via::FunctionUrl,
            format!(r#"{{"statusCode":429,{headers},{body}"#),
        ),
        (
            Via::Alb,
            format!(
                r#"{{"statusCode":429,"statusDescription":"429 Too Many Requests",{headers},{lists},{body}"#
            ),
        ),
        (
            Via::LatticeV1,
            format!(
                r#"{{"statusCode":429,"statusDescription":"429 Too Many Requests",{headers},{body}"#
            ),
        ),
        (
            Via::LatticeV2,
            format!(
                r#"{{"statusCode":429,"statusDescription":"429 Too Many Requests",{headers},{body}"#
            ),
        ),
    ] {
        let payload = invoke(&service, &via.event(&Call::item("throttled"))).await;
        assert_eq!(payload.expect("an answer").get(), expected, "{via:?}");
    }
}
