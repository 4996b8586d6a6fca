use super::{as_json, listing};
use crate::{
    Api, Integration, Json, NoContent, axum::extract::FromRequestParts, http::request,
    lambda_endpoint,
};
use std::convert::Infallible;

struct Token;

impl<S: Sync> FromRequestParts<S> for Token {
    type Rejection = (crate::StatusCode, &'static str);

    async fn from_request_parts(_: &mut request::Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self)
    }
}

#[derive(serde::Deserialize, serde::Serialize)]
struct Note {
    text: String,
}

#[lambda_endpoint(PUT, "/note")]
async fn write_note(_token: Token, Json(note): Json<Note>) -> Result<Json<Note>, Infallible> {
    Ok(Json(note))
}

#[lambda_endpoint(GET, "/health")]
async fn health() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn api() -> Api {
    Api::new("notes", "1.0.0")
        .endpoint::<write_note>()
        .endpoint::<health>()
}

#[test]
fn what_no_schema_and_no_contract_describes_is_named() {
    let api = api();
    let written = &api.operations[0];
    let listed = listing::of_operation(written, None);
    let notes: Vec<_> = listed
        .lines()
        .filter(|line| line.contains("note:"))
        .collect();
    assert_eq!(notes.len(), 2, "{listed}");
    assert!(notes[0].starts_with("  note: any JSON as the "), "{listed}");
    assert!(notes[1].contains("Token"), "{listed}");

    let narrow = listing::of_operation(written, Some(80));
    let lines: Vec<_> = narrow.lines().map(str::trim_start).collect();
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&lines.join(" ")), words(&listed));
    let (_, narrow) = narrow.split_once("  note: ").expect("a note");
    assert!(
        narrow.lines().all(|line| line.chars().count() <= 80),
        "{narrow}"
    );

    let data = as_json(&api, Some(written));
    let written = &data["operations"][0];
    assert_eq!(
        written["untypedBodies"],
        serde_json::json!(["request", "success"])
    );
    assert_eq!(written["unknownRejections"][0]["position"], 1);
    let health = as_json(&api, Some(&api.operations[1]));
    assert_eq!(
        health["operations"][0]["untypedBodies"],
        serde_json::json!([])
    );
}

#[test]
fn the_failures_of_lambda_have_the_status_that_the_integration_gives_them() {
    let custom = listing::of_api(&api(), None);
    let (_, failures) = custom.split_once("When Lambda fails").expect("a section");
    assert!(failures.contains("  504  Lambda's timeout\n"), "{failures}");
    assert!(
        failures.contains("  500  an exit of the process\n"),
        "{failures}"
    );

    let proxy = as_json(&api().integration(Integration::Proxy), None);
    let failures = proxy["lambdaFailures"].as_array().expect("a list");
    assert_eq!(failures.len(), 4, "{failures:?}");
    assert!(
        failures.iter().all(|failure| failure["status"] == 502),
        "{failures:?}"
    );
}
