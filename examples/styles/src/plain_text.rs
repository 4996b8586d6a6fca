//! Style 2: plain text behind the reason phrase.

use crate::Style;
use lambda_api_errors::{
    Endpoint, Json, Message, NoContent, Rejection, api_errors, lambda_endpoint,
};
use serde::Deserialize;
use serde_json::json;
use thiserror::Error;

/// Why a form is not taken.
#[api_errors(body = Message)]
#[derive(Debug, Error)]
pub enum FormError {
    /// The form is not as it must be.
    #[error("You submitted invalid input")]
    #[api(status = 400, rejection)]
    InvalidInput(Rejection),

    /// There is no form of this name.
    #[error("There is no form {0}")]
    #[api(status = 404)]
    UnknownForm(String),
}

/// A form that a visitor filled in.
#[derive(Debug, Deserialize)]
pub struct Form {
    name: String,
}

/// Send a form.
///
/// # Errors
///
/// When there is no such form.
#[lambda_endpoint(POST, "/forms")]
pub async fn send_form(Json(Form { name }): Json<Form>) -> Result<NoContent, FormError> {
    match name.as_str() {
        "feedback" => Ok(NoContent),
        _ => Err(FormError::UnknownForm(name)),
    }
}

pub(crate) fn style() -> Style {
    Style {
        title: "Plain text behind the reason phrase",
        operation: send_form::OPERATION,
        pattern: "Bad Request: .*",
        status: 400,
        requests: vec![
            (
                "The published message: what an extractor refuses",
                json!({ "nmae": "feedback" }),
            ),
            (
                "Line ends become spaces, so that the pattern can see what follows",
                json!({ "name": "one\ntwo" }),
            ),
            (
                "A text that looks like another status",
                json!({ "name": "Bad Request: me" }),
            ),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn message_and_body_are_the_published_ones() {
        let service = crate::service().unwrap();
        let trial = crate::trial::trial(&service, &style(), &json!({}))
            .await
            .unwrap();
        assert_eq!(
            trial.message.as_deref(),
            Some("Bad Request: You submitted invalid input")
        );
        assert!(trial.published);
        assert_eq!(trial.answer.status, 400);
        assert_eq!(
            trial.answer.body,
            r#"{"errorMessage":"Bad Request: You submitted invalid input"}"#
        );
    }
}
