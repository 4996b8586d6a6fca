//! Each body that an error answers with is what the documents say of its status.

use crate::{
    errors::{
        HouseError, HttpStatusError, JsonApiError, Listed, ListedStatus, MessageError,
        ProblemError, ResultError, StatusError,
    },
    schema::faults,
};
use aide::{OperationOutput, generate::GenContext, openapi};
use axum::response::IntoResponse;
use http_body_util::BodyExt;
use lambda_api_errors::FieldError;
use serde_json::{Map, Value, json};
use utoipa::IntoResponses;

/// What utoipa says of `E`, by status.
fn by_utoipa<E: IntoResponses>() -> Value {
    serde_json::to_value(E::responses()).unwrap()
}

/// What aide says of `E`, by status.
fn by_aide<E: OperationOutput>() -> Value {
    let infer = |context: &mut GenContext| {
        E::inferred_responses(context, &mut openapi::Operation::default())
    };
    let responses = aide::generate::in_context(infer);
    let responses: Map<_, _> = responses
        .into_iter()
        .map(|(status, response)| {
            let mut response = serde_json::to_value(response).unwrap();
            let headers = response.get_mut("headers").and_then(Value::as_object_mut);
            for header in headers.into_iter().flat_map(Map::values_mut) {
                // The style that OpenAPI assumes where none is given.
                assert_eq!(
                    header.as_object_mut().unwrap().remove("style"),
                    Some(json!("simple"))
                );
            }
            (status.unwrap().to_string(), response)
        })
        .collect();
    responses.into()
}

async fn check<E: IntoResponse + IntoResponses + OperationOutput>(
    errors: impl IntoIterator<Item = E>,
) {
    let documented = by_utoipa::<E>();
    assert_eq!(documented, by_aide::<E>());
    for error in errors {
        let (head, body) = error.into_response().into_parts();
        let described = &documented[head.status.as_str()];
        let kind = head.headers["content-type"].to_str().unwrap();
        let content = described["content"].as_object().unwrap();
        assert_eq!(content.keys().collect::<Vec<_>>(), [kind]);
        for name in head.headers.keys().filter(|name| *name != "content-type") {
            let headers = described["headers"].as_object().unwrap();
            assert!(
                headers
                    .keys()
                    .any(|other| other.eq_ignore_ascii_case(name.as_str())),
                "{name}"
            );
        }
        let body = body.collect().await.unwrap().to_bytes();
        let body: Value = serde_json::from_slice(&body).unwrap();
        let faults = faults(&content[kind]["schema"], &body, "");
        assert!(faults.is_empty(), "{body}: {faults:?}");
    }
}

#[tokio::test]
async fn bodies_in_every_format_are_as_documented() {
    check(ProblemError::all()).await;
    check(JsonApiError::all()).await;
    check(StatusError::all()).await;
    check(HttpStatusError::all()).await;
    check(ResultError::all()).await;
    check(MessageError::all()).await;
    check(HouseError::all()).await;
}

#[tokio::test]
async fn a_list_of_field_errors_has_the_programs_codes() {
    let fields = || vec![FieldError::new("too-short", "Too short").at("/name")];
    check([
        Listed::Invalid {
            fields: fields(),
            count: 1,
        },
        Listed::Other(ProblemError::NotFound(1)),
    ])
    .await;
    check([ListedStatus(fields()), ListedStatus(Vec::new())]).await;
}

#[test]
fn a_document_tells_the_codes_of_a_status_apart_from_others() {
    let documented = by_utoipa::<ProblemError>();
    let schema = &documented["404"]["content"]["application/problem+json"]["schema"];
    let body = |status: u16, code: &str| json!({"type": "about:blank", "title": "Not Found", "status": status, "detail": "", "code": code});
    assert!(faults(schema, &body(404, "no-article"), "").is_empty());
    assert_eq!(
        faults(schema, &body(404, "Closed"), ""),
        [r#"/code: "Closed" is not one of ["NotFound","no-article"]"#]
    );
    assert_eq!(
        faults(schema, &body(503, "NotFound"), ""),
        ["/status: 503 is not one of [404]"]
    );
    assert_eq!(faults(schema, &json!({"type": 1}), "").len(), 6);
}

#[test]
fn a_response_says_what_its_codes_mean_and_which_headers_there_can_be() {
    let documented = by_utoipa::<ProblemError>();
    assert_eq!(
        documented["404"]["description"],
        "- `NotFound`: There is no such cart.\n- `no-article`: There is no such article"
    );
    assert_eq!(
        documented["404"]["headers"],
        json!({"retry-after": {"schema": {"type": "string"}}})
    );
    assert_eq!(
        documented["503"]["description"],
        "`Closed`: Service Unavailable"
    );
    assert!(documented["503"].get("headers").is_none());
    assert_eq!(documented.as_object().unwrap().len(), 2);
    assert_eq!(
        by_aide::<Listed<ProblemError>>()["422"]["description"],
        "`Invalid`: Some fields are wrong. Adds `count`."
    );
}
