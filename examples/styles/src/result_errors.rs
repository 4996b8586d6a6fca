//! Style 1: a result by name, and a list of what is wrong.
//!
//! Every result has a code of its own, and some of them are successes, which the gateway picks by pattern as well.
//! The published pattern looks for its words anywhere, so text that a caller sends can choose the status.

use crate::Style;
use lambda_api_errors::{
    Created, Endpoint, FieldError, Json, ResultErrors, api_errors, lambda_endpoint,
};
use serde::Deserialize;
use serde_json::json;
use thiserror::Error;

/// What else can come of an event than that it is recorded.
#[api_errors(body = ResultErrors, style = "json")]
#[derive(Debug, Error)]
pub enum EventResult {
    /// Something is missing.
    #[error("the event is incomplete")]
    #[api(status = 400, title = "validation error")]
    Incomplete(#[api(errors)] Vec<FieldError>),

    /// There is no event type of this name.
    #[error("There is no event type {0}")]
    #[api(status = 404, title = "unknown event type")]
    UnknownEventType(String),

    /// Events of this type are recorded once a day.
    #[error("A report is recorded at midnight")]
    #[api(status = 202, success, title = "accepted for later")]
    Later,

    /// Events of this type are not recorded.
    #[error("A heartbeat is not recorded")]
    #[api(status = 200, success, title = "ignored")]
    Ignored,
}

/// An event.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    event_type: Option<String>,
    event_id: Option<String>,
}

/// Record an event.
///
/// # Errors
///
/// Every other result.
#[lambda_endpoint(POST, "/events")]
pub async fn record_event(Json(event): Json<Event>) -> Result<Created<String>, EventResult> {
    let members = [
        ("eventType", &event.event_type),
        ("eventId", &event.event_id),
    ];
    let missing: Vec<_> = members
        .into_iter()
        .filter(|(_, value)| value.is_none())
        .map(|(name, _)| {
            FieldError::new("Missing", format!("Validation error: Missing {name}"))
                .at(format!("/{name}"))
        })
        .collect();
    let (Some(event_type), Some(id)) = (event.event_type, event.event_id) else {
        return Err(EventResult::Incomplete(missing));
    };
    match event_type.as_str() {
        "order" => Ok(Created::new(id)),
        "report" => Err(EventResult::Later),
        "heartbeat" => Err(EventResult::Ignored),
        _ => Err(EventResult::UnknownEventType(event_type)),
    }
}

pub(crate) fn style() -> Style {
    Style {
        title: "A result by name, and a list of what is wrong",
        operation: record_event::OPERATION,
        pattern: ".*validation error.*",
        status: 400,
        requests: vec![
            ("The published message", json!({ "eventId": "7" })),
            ("Two mistakes", json!({})),
            (
                "Another result",
                json!({ "eventType": "wedding", "eventId": "7" }),
            ),
            (
                "A text that makes the published pattern misfire",
                json!({ "eventType": "validation error", "eventId": "7" }),
            ),
            (
                "A success by pattern",
                json!({ "eventType": "report", "eventId": "7" }),
            ),
            (
                "Another success by pattern",
                json!({ "eventType": "heartbeat", "eventId": "7" }),
            ),
            (
                "A success that is not an error to begin with",
                json!({ "eventType": "order", "eventId": "7" }),
            ),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lambda_api_errors::callback;

    #[tokio::test]
    async fn the_message_is_the_published_one() {
        let event = Event {
            event_type: None,
            event_id: Some("7".to_owned()),
        };
        let message = callback::encode(&record_event(Json(event)).await.unwrap_err());
        assert_eq!(
            message,
            r#"{"result":"validation error","errors":["Validation error: Missing eventType"]}"#
        );
    }

    #[tokio::test]
    async fn the_published_pattern_misfires_and_the_contract_does_not() {
        let service = crate::service().unwrap();
        let style = style();
        let body = json!({ "eventType": "validation error", "eventId": "7" });
        let trial = crate::trial::trial(&service, &style, &body).await.unwrap();
        assert!(trial.published);
        assert_eq!(trial.answer.status, 404);
        let statuses: Vec<_> = trial
            .from_contract
            .iter()
            .map(|(status, _)| *status)
            .collect();
        assert_eq!(statuses, [404]);
    }
}
