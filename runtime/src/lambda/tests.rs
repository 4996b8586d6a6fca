//! Events that name their operation, as the service answers them.

use crate::{Api, CustomEvent, EventContext, Json, Path, api_errors, callback, lambda_endpoint};
use http::HeaderMap;
use lambda_runtime::Context;
use serde_json::{Value, json};

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("no {0}")]
#[api(status = 404)]
struct Missing(String);

#[lambda_endpoint(HEAD, "/things/{thing}")]
async fn look(
    Path(thing): Path<String>,
    headers: HeaderMap,
    context: EventContext,
) -> Result<Json<Value>, Missing> {
    if thing == "missing" {
        return Err(Missing(thing));
    }
    let name = headers.get("x-name").map(|name| name.as_bytes().to_vec());
    Ok(Json(
        json!({ "name": name, "authorizer": context.authorizer() }),
    ))
}

async fn invoke(event: Value) -> Result<String, String> {
    let service = Api::<()>::new("things", "1")
        .endpoint::<look>()
        .with_state(())
        .service()
        .unwrap();
    let outcome = service
        .invoke(event.to_string().as_bytes(), Context::default())
        .await;
    outcome
        .map(|payload| callback::open(payload.get()).unwrap().body)
        .map_err(|failure| failure.error_message)
}

#[tokio::test]
async fn an_event_for_head_is_answered_with_the_body_that_carries_the_failure() {
    let event = serde_json::to_value(CustomEvent::new("look").path("thing", "missing")).unwrap();
    let message = invoke(event).await.unwrap_err();
    assert!(message.starts_with("Not Found: {"), "{message}");
}

#[tokio::test]
async fn an_event_as_a_mapping_template_writes_it() {
    let event = json!({
        "lambdaApiErrors": 1,
        "operation": "look",
        "path": {"thing": "a"},
        "headers": {"X-Name": "é"},
        "stageVariables": {},
        "authorizer": {},
    });
    let body = invoke(event).await.unwrap();
    assert_eq!(body, r#"{"authorizer":null,"name":[195,169]}"#);
}
