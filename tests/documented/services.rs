//! Whole documents, as programs make them.

use crate::errors::ProblemError;
use aide::axum::{ApiRouter, routing::get};
use axum::{Json, extract::Path};
use lambda_api_errors::lambda_endpoint;
use serde_json::{Value, json};
use std::convert::Infallible;
use utoipa::OpenApi;

#[utoipa::path(get, path = "/carts/{cart}", responses((status = 200, body = u32), ProblemError))]
async fn show(Path(cart): Path<u32>) -> Result<Json<u32>, ProblemError> {
    Err(ProblemError::NotFound(cart))
}

/// Change a cart.
#[utoipa::path(put, path = "/carts/{cart}", responses((status = 200, body = u32), change))]
#[lambda_endpoint(PUT, "/carts/{cart}")]
async fn change(Path(cart): Path<u32>, Json(more): Json<u32>) -> Result<Json<u32>, ProblemError> {
    Err(ProblemError::NotFound(cart + more))
}

#[utoipa::path(get, path = "/health", responses((status = 200), health))]
#[lambda_endpoint(GET, "/health")]
async fn health() -> Result<Json<u32>, Infallible> {
    Ok(Json(1))
}

#[derive(OpenApi)]
#[openapi(paths(show, change, health))]
struct Document;

fn codes(responses: &Value, status: &str) -> Value {
    responses[status]["content"]["application/problem+json"]["schema"]["properties"]["code"]["enum"]
        .clone()
}

fn statuses(responses: &Value) -> Vec<&str> {
    responses
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn utoipa_has_the_errors_of_a_handler_and_all_failures_of_an_endpoint() {
    let document = serde_json::to_value(Document::openapi()).unwrap();
    let paths = &document["paths"];
    let shown = &paths["/carts/{cart}"]["get"]["responses"];
    assert_eq!(statuses(shown), ["200", "404", "503"]);
    assert_eq!(codes(shown, "404"), json!(["NotFound", "no-article"]));
    let changed = &paths["/carts/{cart}"]["put"]["responses"];
    assert_eq!(
        statuses(changed),
        ["200", "400", "404", "413", "415", "422", "500", "503"]
    );
    assert_eq!(
        codes(changed, "400"),
        json!(["InvalidPath", "MalformedJson", "UnreadableBody"])
    );
    assert_eq!(codes(changed, "500"), json!(["InternalServerError"]));
    let healthy = &paths["/health"]["get"]["responses"];
    assert_eq!(statuses(healthy), ["200", "500"]);
}

#[test]
fn aide_has_the_errors_of_a_handler_and_of_an_endpoints_function() {
    let mut document = aide::openapi::OpenApi::default();
    let router = ApiRouter::<()>::new().api_route("/carts/{cart}", get(show).put(change));
    let _router: axum::Router = router.finish_api(&mut document);
    let document = serde_json::to_value(document).unwrap();
    for responses in [
        &document["paths"]["/carts/{cart}"]["get"]["responses"],
        &document["paths"]["/carts/{cart}"]["put"]["responses"],
    ] {
        assert_eq!(statuses(responses), ["200", "404", "503"]);
        assert_eq!(codes(responses, "404"), json!(["NotFound", "no-article"]));
        assert_eq!(
            responses["404"]["headers"]["retry-after"]["schema"]["type"],
            "string"
        );
    }
}
