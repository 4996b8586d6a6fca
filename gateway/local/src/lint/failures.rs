//! Rules of failures that no pattern selects: those of integrations of any kind, and of the gateway itself.

use super::{
    Finding, Found, Place,
    examined::described,
    rule::{FAILURE_ANSWERED_2XX, FUNCTION_OUTLIVES_GATEWAY},
    trial::Trial,
};
use crate::{
    document::{Kind, ParameterChange, ParameterMapping, ResponseType},
    engine::IntegrationAnswer,
    function::Outcome,
};
use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::json;

/// The findings about one operation.
pub(super) fn findings(trial: &Trial<'_>) -> Vec<Found> {
    let mut found = mapped(trial);
    found.extend(outlived(trial));
    found
}

/// A function that may run longer than the gateway waits.
fn outlived(trial: &Trial<'_>) -> Option<Found> {
    let integration = &trial.operation.integration;
    let function = described(&trial.deployment.document, &integration.kind)?;
    let (runs, waits) = (function.timeout?, integration.timeout);
    // The gateway does not wait for an asynchronous invocation.
    let mut mappings = integration.request_parameters.iter();
    let is_event =
        mappings.any(|mapping| mapping.name().eq_ignore_ascii_case("x-amz-invocation-type"));
    if runs <= waits || is_event {
        return None;
    }
    let answer = trial.late();
    if answer.status() < 500 {
        return None;
    }
    let (runs, waits) = (runs.as_secs(), waits.as_secs_f64());
    Some(Found {
        rule: &FUNCTION_OUTLIVES_GATEWAY,
        place: Place::Integration,
        reason: format!(
            "the function `{}` may run for {runs} s, and the gateway waits {waits} s: after that, clients get {}, while the function works on, and is paid for",
            function.id,
            answer.in_words()
        ),
        shown: None,
        fix: format!(
            "give the function a timeout of less than {waits} s, or let a queue or an asynchronous invocation take the work"
        ),
    })
}

/// Mappings of an HTTP API that make a success of a failure.
fn mapped(trial: &Trial<'_>) -> Vec<Found> {
    let integration = &trial.operation.integration;
    let Some(http_api) = &integration.http_api else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (status, mappings) in http_api.response_parameters.range(400..) {
        let changes_status = |it: &&ParameterMapping| it.change == ParameterChange::Status;
        let (Some(mapping), Some(end)) = (
            mappings.iter().find(changes_status),
            answered(&integration.kind, *status),
        ) else {
            continue;
        };
        let answer = trial.answer(&end);
        if answer.is_success() {
            found.push(Found {
                rule: &FAILURE_ANSWERED_2XX,
                place: Place::StatusMapping(*status),
                reason: format!(
                    "a response of {status} leaves as {}, a success",
                    answer.status()
                ),
                shown: None,
                fix: format!("remove `{}`, or give it a status from 400 on", mapping.key),
            });
        }
    }
    found
}

/// An integration that answers with this status.
fn answered(kind: &Kind, status: u16) -> Option<IntegrationAnswer> {
    match kind {
        Kind::Proxy { .. } => {
            let answer = json!({"statusCode": status, "body": ""});
            Some(Outcome::Payload(answer.to_string()).into())
        }
        Kind::HttpProxy { .. } => {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = StatusCode::from_u16(status).ok()?;
            Some(IntegrationAnswer::Http(Ok(response)))
        }
        _ => None,
    }
}

/// Gateway responses that make a success of a failure. They belong to all operations, so one of them is tried.
pub(super) fn of_gateway(trial: &Trial<'_>) -> Vec<Finding> {
    let responses = &trial.deployment.document.gateway_responses;
    let found = responses.iter().filter_map(|(kind, response)| {
        let tried = match kind {
            ResponseType::Default4xx => ResponseType::Unauthorized,
            ResponseType::Default5xx => ResponseType::IntegrationTimeout,
            kind => *kind,
        };
        // A more special response takes the place of the one for the class.
        if tried != *kind && responses.contains_key(&tried) {
            return None;
        }
        let answer = trial.refuse(tried);
        if !answer.is_success() {
            return None;
        }
        Some(Finding {
            rule: &FAILURE_ANSWERED_2XX,
            operation: format!("the gateway response {}", kind.name()),
            pointer: response.pointer.clone(),
            reason: format!(
                "clients take for a success: {}, which is answered {}",
                tried.name(),
                answer.status()
            ),
            shown: None,
            fix: format!("set its `statusCode` to {}, or remove it", kind.status()),
        })
    });
    found.collect()
}
