//! Style 5: the answer of a proxy integration. There is no message and no pattern; the function names the status.

use lambda_api_errors::{
    ApiService, Created, Error, Json, api_errors, lambda_endpoint, lambda_runtime::Context,
};
use serde::Deserialize;
use serde_json::{Value, json};
use thiserror::Error;

pub(crate) const TITLE: &str = "The answer of a proxy integration, which has no patterns";

/// Why a ticket is not booked.
#[api_errors]
#[derive(Debug, Error)]
pub enum TicketError {
    /// The show is over.
    #[error("the show {show} is over")]
    #[api(status = 409)]
    Over {
        /// The show.
        #[api(extension)]
        show: String,
    },

    /// There are no tickets left.
    #[error("there is no ticket left")]
    #[api(status = 409, title = "Sold Out", prefix = "Sold Out: ")]
    SoldOut,

    /// The box office is busy.
    #[error("too many people book tickets")]
    #[api(status = 429)]
    Busy {
        /// When to try again, in seconds.
        #[api(header = "Retry-After")]
        seconds: u32,
    },
}

/// What to see.
#[derive(Debug, Deserialize)]
pub struct Booking {
    show: String,
}

/// Book a ticket.
///
/// # Errors
///
/// When none can be had.
#[lambda_endpoint(POST, "/tickets")]
pub async fn book_ticket(
    Json(Booking { show }): Json<Booking>,
) -> Result<Created<String>, TicketError> {
    match show.as_str() {
        "Hamlet" => Err(TicketError::Over { show }),
        "Macbeth" => Err(TicketError::SoldOut),
        "Othello" => Err(TicketError::Busy { seconds: 30 }),
        _ => Ok(Created::new(show)),
    }
}

/// Bodies of requests, and what is to be seen of each.
pub(crate) fn requests() -> [(&'static str, Value); 4] {
    [
        (
            "An error with an extension member",
            json!({ "show": "Hamlet" }),
        ),
        ("An error with a header", json!({ "show": "Othello" })),
        ("What an extractor refuses", json!({})),
        ("A success", json!({ "show": "Lear" })),
    ]
}

/// What the function answers behind a REST API's proxy integration.
///
/// # Errors
///
/// When the invocation fails, and the client gets 502.
pub async fn answer(service: &ApiService, body: &Value) -> Result<String, Error> {
    let event = json!({
        "httpMethod": "POST",
        "path": "/tickets",
        "headers": { "Content-Type": "application/json" },
        "requestContext": { "httpMethod": "POST" },
        "body": body.to_string(),
    });
    let payload = service
        .invoke(event.to_string().as_bytes(), Context::default())
        .await;
    match payload {
        Ok(payload) => Ok(payload.get().to_owned()),
        Err(diagnostic) => Err(diagnostic.error_message.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_answer_has_the_published_members() {
        let service = crate::service().unwrap();
        let answer = answer(&service, &json!({ "show": "Othello" }))
            .await
            .unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["statusCode"], 429);
        assert!(answer["headers"].is_object());
        assert_eq!(
            answer["body"],
            r#"{"type":"about:blank","title":"Too Many Requests","status":429,"detail":"too many people book tickets","code":"Busy"}"#
        );
    }
}
