//! The payload of a failed invocation → error value.

use super::{
    Decode, Undecoded, UndecodedReason, made_of,
    undecoded::{Incoming, Undeclared},
};
use crate::callback::{self, DecodeError};
use serde::Deserialize;

/// What Lambda answers with to a direct invocation that failed
/// (<https://docs.aws.amazon.com/lambda/latest/dg/rust-handler.html>, and `Cause` in
/// <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html>).
#[derive(Deserialize)]
struct Failed {
    #[serde(rename = "errorType")]
    error_type: Option<String>,
    #[serde(rename = "errorMessage")]
    error_message: String,
}

pub(super) fn decode<E: Decode>(payload: &[u8]) -> Result<E, Undecoded> {
    let failed: Failed = match serde_json::from_slice(payload) {
        Ok(failed) => failed,
        Err(error) => return Err(Undecoded::of_payload::<E>(payload, error)),
    };
    let error_type = failed.error_type.as_deref();
    match callback::decode::<E>(&failed.error_message) {
        Ok(answer) => made_of(Incoming {
            status: Some(answer.status),
            error_type,
            headers: &answer.headers,
            body: answer.body.as_bytes(),
        }),
        Err(DecodeError::Undeclared) => {
            let (headers, body) = callback::parts_of_undeclared(&failed.error_message);
            Err(Undecoded::of_message::<E>(Undeclared {
                error_type: failed.error_type,
                headers,
                body,
                reason: UndecodedReason::Undeclared,
            }))
        }
        Err(error) => Err(Undecoded::of_message::<E>(Undeclared {
            error_type: failed.error_type,
            headers: http::HeaderMap::new(),
            body: &failed.error_message,
            reason: UndecodedReason::Message(error),
        })),
    }
}
