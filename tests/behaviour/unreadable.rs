//! Events that cannot be read: a 400 in the format of the API, and never a panic.

use crate::fixtures::{
    calls::{Call, Outcome, PROXIES, Via, context, invoke, proxy_answer},
    log::Log,
    shop::{self, Shop},
};
use lambda_api_errors::EventKind;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[track_caller]
fn assert_unreadable(outcome: Outcome, what: &str) {
    let failure = outcome.expect_err(what);
    assert_eq!(failure.error_type, "UnreadableEvent", "{what}");
    let start =
        r#"Bad Request: {"type":"about:blank","title":"Bad Request","status":400,"detail":""#;
    assert!(
        failure.error_message.starts_with(start),
        "{what}: {failure:?}"
    );
    assert!(
        !failure.error_message.contains(char::is_control),
        "{what}: {failure:?}"
    );
}

#[tokio::test]
async fn bytes_that_are_no_json() {
    let service = shop::service();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_event = format!(r#"{{"lambdaApiErrors":1,"operation":"who","context":{deep}}}"#);
    let payloads: [&[u8]; 12] = [
        b"",
        b" ",
        b"{",
        b"nope",
        b"\"\xff\"",
        b"\xef\xbb\xbf{}",
        b"{\"lambdaApiErrors\":1,\"operation\":\"who\"} {}",
        b"{\"lambdaApiErrors\":1,\"operation\":\"\xc3\x28\"}",
        b"\0",
        b"{\"a\":\"\n\"}",
        deep.as_bytes(),
        deep_event.as_bytes(),
    ];
    for payload in payloads {
        let log = Log::capture();
        let what = String::from_utf8_lossy(&payload[..payload.len().min(40)]).into_owned();
        assert_unreadable(service.invoke(payload, context()).await, &what);
        let lines = log.take();
        let [line] = &lines[..] else {
            panic!("one line: {lines:?}")
        };
        assert_eq!(
            (&line["level"], &line["fields"]["request_id"]),
            (&json!("WARN"), &json!("request-7"))
        );
    }
}

#[tokio::test]
async fn events_of_no_kind() {
    let service = shop::service();
    let marker = |rest: &str| format!(r#"{{"lambdaApiErrors":1,"operation":"get_item"{rest}}}"#);
    let surrogate = marker(r#","path":{"item":"\ud800"}"#);
    let texts = [
        "null",
        "true",
        "7",
        "\"text\"",
        "[]",
        "{}",
        r#"[1,"who"]"#,
        "[1]",
        r#"[1,"who",{},{},{},null,null,null,null,null]"#,
        r#"[{"lambdaApiErrors":1,"operation":"who"}]"#,
        r#"{"operation":"who"}"#,
        r#"{"lambdaApiErrors":1}"#,
        r#"{"lambdaApiErrors":2,"operation":"who"}"#,
        r#"{"lambdaApiErrors":"1","operation":"who"}"#,
        r#"{"lambdaApiErrors":null,"operation":"who"}"#,
        r#"{"lambdaApiErrors":1,"operation":7}"#,
        r#"{"lambdaApiErrors":1,"operation":"who","more":1}"#,
        r#"{"lambdaApiErrors":1,"operation":"who","__proto__":{"operation":"echo"}}"#,
        r#"{"lambdaApiErrors":1,"operation":"who","operation":"who"}"#,
        r#"{"lambdaApiErrors":1,"lambdaApiErrors":1,"operation":"who"}"#,
        r#"{"Records":[{"eventSource":"aws:sqs"}]}"#,
        r#"{"httpMethod":"GET"}"#,
        r#"{"requestContext":{"http":{}}}"#,
        r#"{"version":"2.0"}"#,
        &surrogate,
    ];
    for text in texts {
        assert_unreadable(service.invoke(text.as_bytes(), context()).await, text);
    }
    for rest in [
        "",
        r#","path":{}"#,
        r#","path":{"item":""}"#,
        r#","path":{"item":7}"#,
        r#","path":["tea"]"#,
        r#","path":null"#,
        r#","path":{"item":"a"},"query":{"q":7}"#,
        r#","path":{"item":"a"},"headers":{"a b":"c"}"#,
        r#","path":{"item":"a"},"headers":{"a":"b\nc"}"#,
        r#","path":{"item":"a"},"headers":{"":"c"}"#,
        r#","path":{"item":"a"},"body":"not base64!""#,
        r#","path":{"item":"a"},"body":"YQ==","json":1"#,
    ] {
        let text = marker(rest);
        assert_unreadable(service.invoke(text.as_bytes(), context()).await, &text);
    }
}

#[tokio::test]
async fn more_headers_than_a_header_map_holds() {
    let service = shop::service();
    let headers: BTreeMap<String, &str> = (0..40_000)
        .map(|index| (format!("x-{index}"), "a"))
        .collect();
    let lists: BTreeMap<_, _> = headers.keys().map(|name| (name, ["a"])).collect();
    let custom = json!({ "lambdaApiErrors": 1, "operation": "who", "headers": headers });
    assert_unreadable(invoke(&service, &custom).await, "custom");
    for via in PROXIES {
        let mut event = via.event(&Call::item("tea"));
        event["headers"] = json!(headers);
        if event["multiValueHeaders"].is_object() {
            event["multiValueHeaders"] = json!(lists);
        }
        let outcome = invoke(&service, &event).await;
        let answer = proxy_answer(outcome.expect("an answer").get());
        assert_eq!(answer.status, 400, "{via:?}");
    }
}

#[tokio::test]
async fn an_unknown_operation_is_a_404() {
    let service = shop::service();
    let event = json!({ "lambdaApiErrors": 1, "operation": "none\u{1f}\n" });
    let failure = invoke(&service, &event).await.expect_err("a failure");
    assert_eq!(failure.error_type, "RouteNotFound");
    assert_eq!(
        failure.error_message,
        r#"Not Found: {"type":"about:blank","title":"Not Found","status":404,"detail":"there is no operation `none\u001f\n`","code":"RouteNotFound"}"#
    );
}

#[tokio::test]
async fn kinds_that_are_not_accepted() {
    let call = Call::item("tea");
    let kinds = [
        (EventKind::Custom, Via::Custom),
        (EventKind::RestProxy, Via::RestProxy),
        (EventKind::HttpProxy, Via::HttpProxy),
        (EventKind::Alb, Via::Alb),
        (EventKind::FunctionUrl, Via::FunctionUrl),
        (EventKind::VpcLattice, Via::LatticeV1),
        (EventKind::VpcLattice, Via::LatticeV2),
        (EventKind::Passthrough, Via::Passthrough),
        (EventKind::Serverless, Via::Serverless),
    ];
    for (accepted, _) in kinds {
        let api = shop::api().accept([accepted]).with_state(Shop::default());
        let service = api.service().expect("a valid API");
        for (kind, via) in kinds {
            let outcome = invoke(&service, &via.event(&call)).await;
            if kind == accepted {
                outcome.expect("an answer");
            } else {
                assert_unreadable(outcome, &format!("{kind:?} where {accepted:?} is taken"));
            }
        }
    }
}

#[tokio::test]
async fn the_kinds_that_a_caller_can_write_are_off_until_they_are_named() {
    let api = shop::api().endpoint::<shop::whole_event>();
    let service = api
        .with_state(Shop::default())
        .service()
        .expect("a valid API");
    for via in [Via::Passthrough, Via::Serverless] {
        let event = via.event(&Call::item("tea"));
        assert_unreadable(invoke(&service, &event).await, &format!("{via:?}"));
    }
    assert_unreadable(
        invoke(&service, &json!({ "name": "tea", "count": 1 })).await,
        "bare",
    );
}

fn set_method(event: &mut Value, method: &str) {
    for place in ["/httpMethod", "/method", "/requestContext/http/method"] {
        if let Some(member) = event.pointer_mut(place) {
            *member = method.into();
        }
    }
}

#[tokio::test]
async fn a_header_that_makes_no_uri_is_a_header() {
    let service = shop::service();
    for via in PROXIES {
        for (name, value) in [
            ("host", "[::"),
            ("x-forwarded-proto", "a b"),
            ("x-forwarded-port", "-1"),
            ("x-test", "\u{e9}"),
        ] {
            let mut event = via.event(&Call::item("tea"));
            event["headers"][name] = value.into();
            if event["multiValueHeaders"].is_object() {
                event["multiValueHeaders"][name] = json!([value]);
            }
            let payload = invoke(&service, &event).await.expect("an answer");
            assert_eq!(
                proxy_answer(payload.get()).status,
                200,
                "{via:?} {name}: {value}"
            );
        }
    }
}

#[tokio::test]
async fn proxies_get_a_400_for_what_a_client_can_break() {
    let service = shop::service();
    for via in PROXIES {
        let call = Call::item("tea");
        let broken = |change: &dyn Fn(&mut Value)| {
            let mut event = via.event(&call);
            change(&mut event);
            event
        };
        let events = [
            (
                broken(&|event| event["body"] = "not base64!".into()),
                "the `body` is not base64",
            ),
            (
                broken(&|event| event["headers"]["a b"] = "c".into()),
                "`a b` is not a header that HTTP allows",
            ),
            (
                broken(&|event| event["headers"]["a"] = "b\r\nc: d".into()),
                "`a` is not a header that HTTP allows",
            ),
            (
                broken(&|event| set_method(event, "G T")),
                "the event names no HTTP method",
            ),
        ];
        for (event, detail) in events {
            let payload = invoke(&service, &event).await.expect("an answer");
            let answer = proxy_answer(payload.get());
            assert_eq!(answer.status, 400, "{via:?} {event}");
            assert_eq!(
                answer.header("content-type"),
                Some("application/problem+json")
            );
            let text = answer.text();
            assert!(
                text.contains(r#""code":"UnreadableEvent""#),
                "{via:?} {text}"
            );
            assert!(text.contains(detail), "{via:?} {text}");
            assert!(!text.contains("panicked"), "{via:?} {text}");
        }
        assert_eq!(via.ask(&service, &Call::item("tea")).await.status, 200);
    }
}

/// Any JSON value, with the names and texts that mean something in events.
fn any_json() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        any::<String>(),
        proptest::sample::select(vec![
            "GET",
            "2.0",
            "$default",
            "/items/tea",
            "/",
            "",
            "\u{0}",
            "[::",
            "http",
            "/items/{item}",
            "who",
            "?",
            "%zz",
            "true",
        ])
        .prop_map(str::to_owned),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        let name = prop_oneof![
            any::<String>(),
            proptest::sample::select(vec!["host", "q", "http", "identity", "authorizer"])
                .prop_map(str::to_owned)
        ];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(name, inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// All places in `value` that can be replaced.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    if let Value::Object(map) = value {
        for (name, inner) in map {
            let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
            places(inner, &at, found);
            found.push(at);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_event_with_a_wrong_member_panics_or_passes_for_another_kind(
        via in proptest::sample::select(vec![Via::Custom, Via::Passthrough, Via::Serverless, Via::RestProxy, Via::HttpProxy, Via::Alb, Via::FunctionUrl, Via::LatticeV1, Via::LatticeV2]),
        index in any::<proptest::sample::Index>(),
        replacement in any_json(),
    ) {
        let service = shop::service();
        let call = Call::item("tea").query("q", "1").header("host", "example.org");
        let mut event = via.event(&call);
        let mut found = Vec::new();
        places(&event, "", &mut found);
        let place: &String = index.get(&found);
        *event.pointer_mut(place).expect("a place") = replacement;
        let outcome = crate::fixtures::block_on(invoke(&service, &event));
        if let Err(failure) = outcome {
            prop_assert!(!failure.error_message.starts_with("Internal"), "{event} {failure:?}");
        }
    }

    #[test]
    fn no_json_and_no_bytes_panic(json in any_json(), bytes in any::<Vec<u8>>()) {
        let service = shop::service();
        for payload in [json.to_string().into_bytes(), bytes] {
            let outcome = crate::fixtures::block_on(service.invoke(&payload, context()));
            assert_unreadable(outcome, "neither is an event");
        }
    }
}

#[tokio::test]
async fn a_message_that_begins_as_the_api_says() {
    let service = shop::finish(shop::api().unreadable_prefix("[400] "));
    let marker = r#"{"lambdaApiErrors":1,"operation":"get_item"}"#;
    for payload in ["{", "{}", marker] {
        let failure = service.invoke(payload.as_bytes(), context()).await;
        let failure = failure.expect_err(payload);
        assert_eq!(failure.error_type, "UnreadableEvent");
        let body = failure
            .error_message
            .strip_prefix("[400] ")
            .expect("the prefix");
        let body: Value = serde_json::from_str(body).expect("JSON");
        assert_eq!(body["status"], 400);
    }
    // The others that belong to no endpoint keep theirs, and a proxy's answer has no prefix.
    let none = json!({ "lambdaApiErrors": 1, "operation": "none" });
    let failure = invoke(&service, &none).await.expect_err("no operation");
    assert!(
        failure.error_message.starts_with("Not Found: {"),
        "{failure:?}"
    );
}
