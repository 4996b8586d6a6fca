//! The event of the Serverless Framework's `integration: lambda`.

use crate::fixtures::{
    calls::{Call, Via, context, invoke},
    shop,
};
use lambda_api_errors::{
    Api, ApiService, EventKind, Form, Json, api_errors, axum::body::Bytes, http::HeaderMap,
    lambda_endpoint,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("refused")]
#[api(status = 409)]
struct Refused;

#[derive(Serialize, Deserialize)]
struct Order {
    name: String,
    count: u8,
}

#[lambda_endpoint(POST, "/orders")]
async fn order(Form(order): Form<Order>) -> Result<Json<Order>, Refused> {
    Ok(Json(order))
}

/// Says what it got.
#[lambda_endpoint(PUT, "/orders")]
async fn echo(headers: HeaderMap, body: Bytes) -> Result<Json<Value>, Refused> {
    let host = headers.get("host").and_then(|host| host.to_str().ok());
    Ok(Json(
        json!({ "host": host, "body": String::from_utf8_lossy(&body) }),
    ))
}

fn orders() -> ApiService {
    let api = Api::new("orders", "1")
        .endpoint::<order>()
        .endpoint::<echo>();
    let api = api.accept([EventKind::Serverless]);
    api.service().expect("a valid API")
}

fn form(body: Value) -> Value {
    let mut event = Via::Serverless.event(&Call::new("order", "POST", "/orders"));
    event["headers"]["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8".into();
    event["body"] = body;
    event
}

async fn got(event: &Value) -> Value {
    let payload = invoke(&orders(), event).await.expect("a success");
    serde_json::from_str(payload.get()).expect("JSON")
}

#[tokio::test]
async fn a_form_that_the_template_took_to_pieces_is_a_form() {
    for name in ["tea", "a&b=c", "", "+ %41\u{1f}", "\u{e9}\n\"'\\"] {
        let event = form(json!({ "name": name, "count": "3" }));
        assert_eq!(got(&event).await, json!({ "name": name, "count": 3 }));
    }
    for body in [json!({}), json!([]), json!({ "name": { "a": 1 } })] {
        let failure = invoke(&orders(), &form(body)).await.expect_err("no order");
        let is_422 = failure.error_message.starts_with("Unprocessable Entity: ");
        assert!(is_422, "{failure:?}");
    }
}

#[tokio::test]
async fn json_stays_as_it_was_written() {
    let mut event = Via::Serverless.event(&Call::new("echo", "PUT", "/orders"));
    event["headers"] = json!({ "Host": "orders.example" });
    for body in ["{ \"a\" : 1e400 }", "null", "\"text\"", "[1, 2]"] {
        let marker = r#""body":{}"#;
        let payload = event.to_string();
        assert!(payload.contains(marker), "{payload}");
        let payload = payload.replace(marker, &format!(r#""body":{body}"#));
        let outcome = orders().invoke(payload.as_bytes(), context()).await;
        let outcome: Value = serde_json::from_str(outcome.expect("a success").get()).expect("JSON");
        assert_eq!(outcome, json!({ "host": "orders.example", "body": body }));
    }
}

async fn who(event: &Value) -> Value {
    let payload = invoke(&shop::service(), event).await.expect("a success");
    serde_json::from_str(payload.get()).expect("JSON")
}

#[tokio::test]
async fn the_authorizers_values_have_the_shape_of_a_proxy_event() {
    let mut event = Via::Serverless.event(&Call::new("who", "GET", "/who"));
    assert_eq!(who(&event).await["authorizer"], Value::Null);
    event["principalId"] = "ann".into();
    assert_eq!(
        who(&event).await["authorizer"],
        json!({ "principalId": "ann" })
    );
    event["enhancedAuthContext"] = json!({ "principalId": "ann", "tenant": "7" });
    assert_eq!(
        who(&event).await["authorizer"],
        json!({ "principalId": "ann", "tenant": "7" })
    );
    event["principalId"] = "".into();
    event["enhancedAuthContext"] = json!({ "claims": "{sub=7, email=a@b.example}" });
    event["cognitoPoolClaims"] = json!({ "email": "a@b.example", "sub": "7" });
    assert_eq!(
        who(&event).await["authorizer"],
        json!({ "claims": { "email": "a@b.example", "sub": "7" } })
    );
    event["stageVariables"] = json!({ "stage": "variable" });
    assert_eq!(
        who(&event).await["stageVariables"],
        json!({ "stage": "variable" })
    );
}

#[tokio::test]
async fn what_is_no_such_event_is_refused_and_says_why() {
    let service = shop::service();
    let event = Via::Serverless.event(&Call::item("tea"));
    let without = |name: &str| {
        let mut event = event.clone();
        event.as_object_mut().expect("an object").remove(name);
        event
    };
    let with = |name: &str, value: Value| {
        let mut event = event.clone();
        event[name] = value;
        event
    };
    for (event, reason) in [
        (without("requestPath"), "the event lacks `requestPath`"),
        (without("identity"), "of no kind that this function takes"),
        (with("method", "".into()), "`method` is not an HTTP method"),
        (
            with("method", json!([])),
            "of no kind that this function takes",
        ),
        (with("path", json!({})), "lacks the path parameter `item`"),
        (
            with("headers", json!({ "a b": "" })),
            "is not a header that HTTP allows",
        ),
        (
            with("lambdaApiErrors", json!(1)),
            "the event of a custom integration is not as it must be",
        ),
    ] {
        let failure = invoke(&service, &event).await.expect_err(reason);
        assert_eq!(failure.error_type, "UnreadableEvent", "{event}");
        assert!(failure.error_message.contains(reason), "{failure:?}");
    }
    let twice = event.to_string().replacen('{', r#"{"method":"GET","#, 1);
    let failure = service.invoke(twice.as_bytes(), context()).await;
    assert_eq!(
        failure.expect_err("a failure").error_type,
        "UnreadableEvent"
    );
}
