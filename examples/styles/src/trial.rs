//! What becomes of one request: its message, what the patterns make of it, and what the client gets.

use crate::{Style, pattern};
use lambda_api_errors::{
    ApiService, CustomEvent, Error,
    callback::{self, Answer},
    lambda_runtime::Context,
};
use serde_json::Value;

/// The outcome of one request in one style.
#[derive(Debug)]
pub struct Trial {
    /// The `errorMessage`; `None` when the invocation did not fail.
    pub message: Option<String>,
    /// Whether the published pattern takes the message.
    pub published: bool,
    /// The patterns of the contract that take it, with their statuses.
    pub from_contract: Vec<(u16, String)>,
    /// What the client gets.
    pub answer: Answer,
}

/// Sends `body` to the operation of `style`.
///
/// # Errors
///
/// When the style has no such operation, or a pattern that cannot be read.
pub async fn trial(service: &ApiService, style: &Style, body: &Value) -> Result<Trial, Error> {
    let operations = service.operations();
    let operation = operations
        .iter()
        .find(|operation| operation.name() == style.operation)
        .ok_or("the style's operation is not in the API")?;
    let event = serde_json::to_vec(&CustomEvent::new(style.operation).json(body)?)?;
    let message = match service.invoke(&event, Context::default()).await {
        Err(diagnostic) => diagnostic.error_message,
        Ok(payload) => {
            return Ok(Trial {
                message: None,
                published: false,
                from_contract: Vec::new(),
                answer: callback::open(payload.get())?,
            });
        }
    };
    let mut from_contract = Vec::new();
    for (status, pattern) in pattern::from_contract(operation) {
        if pattern::matches_whole(&pattern, &message)? {
            from_contract.push((status, pattern));
        }
    }
    Ok(Trial {
        published: pattern::matches_whole(style.pattern, &message)?,
        from_contract,
        answer: operation.decode(&message)?,
        message: Some(message),
    })
}
