//! What the four proxies' events are answered, byte for byte.

use crate::fixtures::{
    calls::{Call, PROXIES, invoke},
    shop,
};
use expect_test::{Expect, expect};
use lambda_api_errors::ApiService;
use serde_json::Value;
use std::fmt::Write as _;

const SEEDS: [&str; 4] = [
    include_str!("../../fuzz/seeds/event_reader/rest.json"),
    include_str!("../../fuzz/seeds/event_reader/http_api.json"),
    include_str!("../../fuzz/seeds/event_reader/alb.json"),
    include_str!("../../fuzz/seeds/event_reader/function_url.json"),
];

async fn assert_answers(service: &ApiService, events: &[Value], expected: &Expect) {
    let mut answers = String::new();
    for event in events {
        let payload = invoke(service, event).await.expect("an answer");
        writeln!(answers, "{}", payload.get()).expect("memory");
    }
    expected.assert_eq(&answers);
}

#[tokio::test]
async fn the_events_that_fuzzing_starts_from() {
    let service = carts::service().expect("the example's API");
    let events = SEEDS.map(|seed| serde_json::from_str(seed).expect("JSON"));
    assert_answers(&service, &events, &expect![[r#"
        {"statusCode":400,"headers":{"content-length":"209","content-type":"application/problem+json"},"body":"{\"type\":\"about:blank\",\"title\":\"Validation Failed\",\"status\":400,\"detail\":\"the item is invalid\",\"code\":\"InvalidItem\",\"errors\":[{\"code\":\"UnknownProduct\",\"source\":\"/sku\",\"message\":\"the shop has no such product\"}]}","isBase64Encoded":false}
        {"statusCode":404,"headers":{"content-length":"116","content-type":"application/problem+json"},"body":"{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"there is no cart 7\",\"code\":\"CartNotFound\",\"cart\":7}","isBase64Encoded":false}
        {"statusCode":404,"statusDescription":"404 Not Found","headers":{"content-length":"116","content-type":"application/problem+json"},"multiValueHeaders":{"content-length":["116"],"content-type":["application/problem+json"]},"body":"{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"there is no cart 7\",\"code\":\"CartNotFound\",\"cart\":7}","isBase64Encoded":false}
        {"statusCode":201,"headers":{"content-length":"44","content-type":"application/json","location":"/carts/1"},"body":"{\"id\":1,\"customer\":\"a\",\"items\":[],\"total\":0}","isBase64Encoded":false}
    "#]]).await;
}

#[tokio::test]
async fn an_echo_of_all_that_a_request_has() {
    let call = Call::new("echo", "POST", "/echo/{*rest}")
        .with("rest", "a b/\u{e9}%2F")
        .query("q", "1")
        .query("q", "a&b=c d")
        .query("\u{e9}", "")
        .header("x-test", "one")
        .header("X-Test", "two")
        .header("cookie", "a=b; c=d")
        .body("a\"b\u{e9}\n");
    let events = PROXIES.map(|via| via.event(&call));
    assert_answers(&shop::service(), &events, &expect![[r#"
        {"statusCode":203,"headers":{"content-length":"171","content-type":"application/json"},"body":"{\"body\":[97,34,98,195,169,10],\"cookie\":\"a=b; c=d\",\"path\":\"/echo/a%20b/%C3%A9%252F\",\"query\":[[\"q\",\"1\"],[\"q\",\"a&b=c d\"],[\"é\",\"\"]],\"rest\":\"a b/é%2F\",\"x-test\":[\"two\",\"one\"]}","isBase64Encoded":false}
        {"statusCode":203,"headers":{"content-length":"165","content-type":"application/json"},"body":"{\"body\":[97,34,98,195,169,10],\"cookie\":\"a=b; c=d\",\"path\":\"/echo/a%20b/%C3%A9%252F\",\"query\":[[\"q\",\"1\"],[\"q\",\"a&b=c d\"],[\"é\",\"\"]],\"rest\":\"a b/é%2F\",\"x-test\":[\"one\"]}","isBase64Encoded":false}
        {"statusCode":203,"statusDescription":"203 Non Authoritative Information","headers":{"content-length":"171","content-type":"application/json"},"multiValueHeaders":{"content-length":["171"],"content-type":["application/json"]},"body":"{\"body\":[97,34,98,195,169,10],\"cookie\":\"a=b; c=d\",\"path\":\"/echo/a%20b/%C3%A9%252F\",\"query\":[[\"é\",\"\"],[\"q\",\"1\"],[\"q\",\"a&b=c d\"]],\"rest\":\"a b/é%2F\",\"x-test\":[\"two\",\"one\"]}","isBase64Encoded":false}
        {"statusCode":203,"headers":{"content-length":"165","content-type":"application/json"},"body":"{\"body\":[97,34,98,195,169,10],\"cookie\":\"a=b; c=d\",\"path\":\"/echo/a%20b/%C3%A9%252F\",\"query\":[[\"q\",\"1\"],[\"q\",\"a&b=c d\"],[\"é\",\"\"]],\"rest\":\"a b/é%2F\",\"x-test\":[\"one\"]}","isBase64Encoded":false}
        {"statusCode":203,"statusDescription":"203 Non Authoritative Information","headers":{"content-length":"165","content-type":"application/json"},"body":"{\"body\":[97,34,98,195,169,10],\"cookie\":\"a=b; c=d\",\"path\":\"/echo/a%20b/%C3%A9%252F\",\"query\":[[\"é\",\"\"],[\"q\",\"1\"],[\"q\",\"a&b=c d\"]],\"rest\":\"a b/é%2F\",\"x-test\":[\"one\"]}","isBase64Encoded":false}
    "#]]).await;
}
