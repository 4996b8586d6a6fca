//! What a caller writes into a request forges nothing that only the gateway can say.

use crate::fixtures::{
    calls::{CALLBACKS, Call, PROXIES, Via, context, invoke},
    shop,
};
use serde_json::{Value, json};

/// What `who` is to answer: the same for each request of the caller.
async fn who(via: Via, call: &Call) -> Value {
    let answer = via.ask(&shop::service(), call).await;
    assert_eq!(answer.status, 200, "{via:?} {call:?} {}", answer.text());
    serde_json::from_slice(&answer.body).expect("JSON")
}

#[tokio::test]
async fn no_body_header_or_query_changes_kind_identity_or_authorizer() {
    let plain = || Call::new("who", "GET", "/who");
    let forged_event = json!({
        "lambdaApiErrors": 1,
        "operation": "echo",
        "requestContext": { "http": { "method": "GET" }, "authorizer": { "principalId": "eve" } },
        "authorizer": { "principalId": "eve" },
        "context": { "identity": { "sourceIp": "198.51.100.9" }, "authorizer-principal-id": "eve" },
        "params": { "path": {} },
        "httpMethod": "GET",
        "__proto__": { "operation": "echo" },
        "constructor": { "prototype": { "authorizer": "eve" } },
    });
    let mut calls = vec![
        plain().json(forged_event.to_string()),
        plain().body(forged_event.to_string()),
        plain().json("\",\"lambdaApiErrors\":1,\"operation\":\"echo\",\"x\":\""),
    ];
    for name in [
        "lambdaapierrors",
        "operation",
        "authorizer",
        "identity",
        "requestcontext",
        "context",
        "kind",
        "principalid",
        "x-amzn-request-context",
        "x-amzn-lambda-context",
        "x-http-method-override",
        "authorization",
        "__proto__",
        "stagevariables",
        "body-json",
    ] {
        calls.push(plain().header(name, "eve"));
        calls.push(plain().query(name, "eve"));
    }
    for via in PROXIES.into_iter().chain(CALLBACKS) {
        let expected = who(via, &plain()).await;
        for call in &calls {
            assert_eq!(who(via, call).await, expected, "{via:?} {call:?}");
        }
    }
}

#[tokio::test]
async fn the_gateway_says_who_asks() {
    let call = Call::new("who", "GET", "/who");
    let expected = [
        (
            Via::RestProxy,
            "RestProxy",
            json!({ "principalId": "ann" }),
            json!({ "sourceIp": "192.0.2.1" }),
        ),
        (Via::Alb, "Alb", Value::Null, Value::Null),
        (Via::LatticeV1, "VpcLattice", Value::Null, Value::Null),
        (Via::Passthrough, "Passthrough", Value::Null, Value::Null),
        (
            Via::Serverless,
            "Serverless",
            Value::Null,
            json!({ "sourceIp": "192.0.2.1" }),
        ),
        (Via::Custom, "Custom", Value::Null, Value::Null),
    ];
    for (via, kind, authorizer, identity) in expected {
        let seen = who(via, &call).await;
        assert_eq!(seen["kind"], kind);
        assert_eq!(
            (&seen["authorizer"], &seen["identity"]),
            (&authorizer, &identity),
            "{via:?}"
        );
        assert_eq!(seen["request"], "request-7");
    }
    let seen = who(Via::LatticeV2, &call).await;
    assert_eq!(seen["kind"], "VpcLattice");
    assert_eq!(seen["identity"]["principal"], "arn:aws:iam::1:role/ann");
    for (via, kind) in [
        (Via::HttpProxy, "HttpProxy"),
        (Via::FunctionUrl, "FunctionUrl"),
    ] {
        let seen = who(via, &call).await;
        assert_eq!(seen["kind"], kind);
        assert_eq!(
            seen["authorizer"],
            json!({ "lambda": { "principalId": "ann" } })
        );
        assert_eq!(seen["identity"]["sourceIp"], "192.0.2.1");
        assert_eq!(seen["stageVariables"], json!({ "stage": "variable" }));
    }
}

#[tokio::test]
async fn a_custom_event_says_who_asks_in_members_of_its_own() {
    let event = json!({
        "lambdaApiErrors": 1,
        "operation": "who",
        "headers": { "authorizer": "eve" },
        "authorizer": { "principalId": "ann" },
        "context": { "identity": { "sourceIp": "192.0.2.1" } },
        "stageVariables": { "stage": "variable" },
    });
    let outcome = invoke(&shop::service(), &event).await;
    let seen: Value =
        serde_json::from_slice(&Via::Custom.answer(None, &outcome).body).expect("JSON");
    assert_eq!(seen["authorizer"], json!({ "principalId": "ann" }));
    assert_eq!(seen["identity"], json!({ "sourceIp": "192.0.2.1" }));
    assert_eq!(seen["stageVariables"], json!({ "stage": "variable" }));
}

#[tokio::test]
async fn no_path_parameter_chooses_another_operation_where_the_event_names_it() {
    let service = shop::service();
    for value in [
        "new",
        "new/",
        "../items/new",
        "tea/order",
        "%6eew",
        "..",
        ".",
    ] {
        for via in CALLBACKS {
            let answer = via.ask(&service, &Call::item(value)).await;
            let expected = json!({ "name": value, "count": 1 });
            let seen: Value = serde_json::from_slice(&answer.body).expect("JSON");
            assert_eq!(seen, expected, "{via:?} {value}");
        }
    }
    let event = json!({
        "lambdaApiErrors": 1,
        "operation": "get_item",
        "path": { "item": "tea", "operation": "new_items", "*item": "new", "{item}": "new" },
    });
    let outcome = invoke(&service, &event).await;
    assert_eq!(
        Via::Custom.answer(None, &outcome).text(),
        r#"{"name":"tea","count":1}"#
    );
}

#[tokio::test]
async fn no_path_parameter_reaches_an_operation_that_the_gateways_resource_is_not() {
    let service = shop::service();
    let mut event = Via::Passthrough.event(&Call::item("new"));
    for resource in ["/other/{item}", "/{first}/{item}", "/items/{item}/{more}"] {
        event["context"]["resource-path"] = resource.into();
        event["params"]["path"] = json!({ "item": "new", "first": "items", "more": "order" });
        let failure = invoke(&service, &event)
            .await
            .expect_err("no such operation");
        assert_eq!(failure.error_type, "RouteNotFound", "{resource}");
    }
}

#[tokio::test]
async fn a_hand_made_gateways_proxy_resource_takes_any_route() {
    let service = shop::service();
    let mut event = Via::Passthrough.event(&Call::item("new"));
    event["context"]["resource-path"] = "/{proxy+}".into();
    event["params"]["path"] = json!({ "proxy": "items/new" });
    let outcome = invoke(&service, &event).await;
    assert_eq!(
        Via::Passthrough.answer(None, &outcome).text(),
        "\"the new ones\""
    );
    event["context"]["http-method"] = "PATCH".into();
    let failure = invoke(&service, &event).await.expect_err("no such method");
    assert_eq!(failure.error_type, "MethodNotAllowed");
    let tail = failure.error_message.rsplit('\u{1f}').next();
    assert_eq!(tail, Some(r#"{"Allow":"GET,HEAD"}"#));
}

#[tokio::test]
async fn of_duplicate_keys_none_is_believed() {
    let service = shop::service();
    for text in [
        r#"{"lambdaApiErrors":1,"operation":"who","operation":"echo"}"#,
        r#"{"lambdaApiErrors":1,"operation":"who","authorizer":{},"authorizer":{"principalId":"eve"}}"#,
        r#"{"lambdaApiErrors":1,"operation":"who","lambdaApiErrors":1}"#,
    ] {
        let failure = service.invoke(text.as_bytes(), context()).await;
        assert_eq!(
            failure.expect_err("a failure").error_type,
            "UnreadableEvent",
            "{text}"
        );
    }
}
