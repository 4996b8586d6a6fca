//! Rules of integration responses: statuses, the default, templates and headers.

use super::{
    Found, Place, advice,
    candidate::UNRELATED,
    examined::has_responses,
    finding::{Shown, quoted, quoted_whole},
    rule::{
        IGNORED_SELECTION_PATTERN, MISSING_DEFAULT, PLATFORM_FAILURE_ANSWERED_2XX, REMAPPED_HEADER,
        REPEATED_STATUS, TEMPLATE_BREAKS_JSON, UNDECLARED_STATUS,
    },
    texts::ADVERSARIAL_TEXTS,
    trial::{Answer, Trial},
};
use crate::{
    document::{IntegrationResponse, Kind, Operation, SelectionPattern, Template},
    engine::{HeaderRestriction, IntegrationAnswer, header_restriction},
    function::Outcome,
};
use bytes::Bytes;
use http::{Response, StatusCode, header};
use serde::de::IgnoredAny;
use std::{sync::Arc, time::Duration};

/// The findings about the responses of an integration of any kind.
pub(super) fn findings(trial: &Trial<'_>) -> Vec<Found> {
    let integration = &trial.operation.integration;
    let invokes = matches!(integration.kind, Kind::Custom { .. });
    let mut found = Vec::new();
    if invokes {
        found.extend(missing_default(trial));
        found.extend(platform_failures(trial));
    }
    if !has_responses(&integration.kind) {
        return found;
    }
    for (index, response) in integration.responses.iter().enumerate() {
        if invokes {
            found.extend(ignored_pattern(trial, index, response));
            found.extend(template(trial, index, response));
        }
        found.extend(undeclared(trial, index, response));
        found.extend(repeated(&integration.responses, index, response));
        found.extend(headers(index, response));
    }
    found
}

fn success() -> Outcome {
    Outcome::Payload("{}".to_owned())
}

fn missing_default(trial: &Trial<'_>) -> Option<Found> {
    let mut responses = trial.operation.integration.responses.iter();
    if responses.any(|response| response.pattern.is_none()) {
        return None;
    }
    let answer = trial.end(success());
    if !answer.is_misconfigured() {
        return None;
    }
    let declared = trial.operation.responses.keys().copied();
    let status = declared.filter(|status| (200..300).contains(status)).min();
    let status = status.unwrap_or(200);
    // What no pattern takes is a 500 now, and with the default response it would be a success.
    let failures = of_platform().into_iter().filter_map(|(_, of, outcome)| {
        let answer = trial.end(outcome);
        answer.is_misconfigured().then_some(of)
    });
    let declared = declared_by(trial.operation, status);
    let fix = std::iter::once(format!(
        "add `\"default\": {{\"statusCode\": \"{status}\"}}` to its `responses`{declared}"
    ));
    Some(Found {
        rule: &MISSING_DEFAULT,
        place: Place::Integration,
        reason: "the integration has no default response".to_owned(),
        shown: Some(Shown {
            message: None,
            answer: answer.in_words(),
        }),
        fix: fix
            .chain(responses_of_platform(trial.operation, failures.collect()))
            .collect::<Vec<_>>()
            .join("; "),
    })
}

/// What to declare for a status, if it is not declared.
fn declared_by(operation: &Operation, status: u16) -> String {
    if operation.responses.contains_key(&status) {
        return String::new();
    }
    format!(", and `\"{status}\"` to the `responses` of the operation")
}

/// How these failures of Lambda get their responses: where the status has one already, its pattern takes them too.
fn responses_of_platform(operation: &Operation, failures: Vec<OfPlatform>) -> Vec<String> {
    let mut failures = failures;
    failures.dedup();
    let fixes = failures.into_iter().map(|OfPlatform { status, pattern }| {
        let mut responses = operation.integration.responses.iter();
        let found = responses.find_map(|response| {
            let pattern = response.pattern.as_ref()?;
            (response.status == status).then(|| pattern.as_str())
        });
        match found {
            Some(known) => format!(
                "use {} for {status}",
                quoted_whole(&advice::either(known, pattern))
            ),
            None => format!(
                "add a response for {status} with the pattern {}{}",
                quoted_whole(pattern),
                declared_by(operation, status)
            ),
        }
    });
    fixes.collect()
}

/// The response that is meant for a failure of Lambda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct OfPlatform {
    status: u16,
    pattern: &'static str,
}

/// Timeouts and crashes, by what they are called.
fn of_platform() -> [(&'static str, OfPlatform, Outcome); 3] {
    const REQUEST_ID: &str = "3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10";
    const LATE: OfPlatform = OfPlatform {
        status: 504,
        pattern: advice::TIMEOUT,
    };
    const CRASHED: OfPlatform = OfPlatform {
        status: 500,
        pattern: advice::CRASH,
    };
    [
        (
            "Lambda's timeout",
            LATE,
            Outcome::timed_out(REQUEST_ID, Duration::from_secs(3)),
        ),
        (
            "an exit of the process",
            CRASHED,
            Outcome::exited(REQUEST_ID),
        ),
        ("an answer that is too large", CRASHED, Outcome::too_large()),
    ]
}

fn platform_failures(trial: &Trial<'_>) -> Option<Found> {
    let (mut names, mut failures) = (Vec::new(), Vec::new());
    let mut shown = None;
    for (name, of, outcome) in of_platform() {
        let message = outcome.error_message();
        let answer = trial.end(outcome);
        if answer.is_success() {
            names.push(name);
            failures.push(of);
            shown = shown.or(message.map(|message| Shown::new(&message, answer.in_words())));
        }
    }
    shown.map(|shown| Found {
        rule: &PLATFORM_FAILURE_ANSWERED_2XX,
        place: Place::Integration,
        reason: format!("clients take for a success: {}", names.join(", ")),
        shown: Some(shown),
        fix: responses_of_platform(trial.operation, failures).join("; "),
    })
}

fn ignored_pattern(
    trial: &Trial<'_>,
    index: usize,
    response: &IntegrationResponse,
) -> Option<Found> {
    let ignored = response.ignored_pattern.as_deref()?;
    let key = response
        .pattern
        .as_ref()
        .map_or("", SelectionPattern::as_str);
    if ignored == key {
        return None;
    }
    let pattern = SelectionPattern::new(ignored);
    let mut examples = pattern.examples().into_iter();
    let message = examples.find(|text| !text.is_empty() && trial.takes(&pattern, text));
    let failed = message.map(|message| (trial.fail(&message), Some(message)));
    let answer = failed
        .filter(|(answer, _)| answer.status() != response.status)
        .or_else(|| {
            let answer = trial.end(success());
            (answer.status() == response.status && !ignored.is_empty()).then_some((answer, None))
        });
    let (answer, message) = answer?;
    Some(Found {
        rule: &IGNORED_SELECTION_PATTERN,
        place: Place::Response(index),
        reason: format!(
            "the `selectionPattern` {} of {} is not read",
            quoted(ignored),
            response.status
        ),
        shown: Some(Shown {
            message,
            answer: answer.in_words(),
        }),
        fix: format!(
            "make {} the key of this response, in place of {}, and remove the member",
            quoted_whole(ignored),
            quoted(if key.is_empty() { "default" } else { key })
        ),
    })
}

/// The ends of an integration that may select `response`, each with its message.
fn selecting(
    trial: &Trial<'_>,
    response: &IntegrationResponse,
) -> Vec<(IntegrationAnswer, Option<String>)> {
    let examples = match &response.pattern {
        Some(pattern) => pattern.examples(),
        None => Vec::new(),
    };
    match trial.operation.integration.kind {
        Kind::Custom { .. } => {
            let mut ends: Vec<_> = examples
                .into_iter()
                .take(4)
                .map(|text| (Outcome::failed("Error", &text).into(), Some(text)))
                .collect();
            if response.pattern.is_none() {
                ends.push((success().into(), None));
                ends.push((
                    Outcome::failed("Error", UNRELATED).into(),
                    Some(UNRELATED.to_owned()),
                ));
            }
            ends
        }
        Kind::Mock | Kind::Http { .. } => examples
            .iter()
            .filter_map(|text| text.parse().ok())
            .chain([response.status, 200])
            .filter_map(|status| {
                let answer = if let Kind::Mock = trial.operation.integration.kind {
                    IntegrationAnswer::Mock(status.into())
                } else {
                    let mut response = Response::new(Bytes::new());
                    *response.status_mut() = StatusCode::from_u16(status).ok()?;
                    IntegrationAnswer::Http(Ok(response))
                };
                Some((answer, None))
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn undeclared(trial: &Trial<'_>, index: usize, response: &IntegrationResponse) -> Option<Found> {
    let status = response.status;
    if trial.operation.responses.contains_key(&status) {
        return None;
    }
    let mut ends = selecting(trial, response).into_iter();
    let (answer, message) = ends.find_map(|(end, message)| {
        let answer = trial.answer(&end);
        let selected = answer.trace.selection.as_ref()?.place == index + 1;
        (selected && answer.is_misconfigured()).then_some((answer, message))
    })?;
    let invokes = matches!(trial.operation.integration.kind, Kind::Custom { .. });
    Some(Found {
        rule: &UNDECLARED_STATUS,
        place: Place::Response(index),
        reason: format!("the operation does not declare the status {status}"),
        shown: invokes.then(|| Shown {
            message,
            answer: answer.in_words(),
        }),
        fix: format!("add `\"{status}\"` to the `responses` of the operation"),
    })
}

fn repeated(
    responses: &[IntegrationResponse],
    index: usize,
    response: &IntegrationResponse,
) -> Option<Found> {
    let mut before = responses[..index].iter();
    let other = before.find(|other| other.status == response.status)?;
    let key = |response: &IntegrationResponse| match &response.pattern {
        Some(pattern) => quoted(pattern.as_str()),
        None => "`default`".to_owned(),
    };
    let fix = match (&other.pattern, &response.pattern) {
        (Some(one), Some(other)) => format!(
            "use one response with the pattern {}",
            quoted_whole(&advice::either(one.as_str(), other.as_str()))
        ),
        _ => "give one of them another status".to_owned(),
    };
    Some(Found {
        rule: &REPEATED_STATUS,
        place: Place::Response(index),
        reason: format!(
            "the keys {} and {} have the status {}, of which API Gateway keeps one",
            key(other),
            key(response),
            response.status
        ),
        shown: None,
        fix,
    })
}

/// Whether the client is promised JSON and gets something else.
fn is_broken_json(answer: &Answer) -> bool {
    let headers = answer.response.headers();
    let content_type = headers.get(header::CONTENT_TYPE);
    let is_json = content_type.is_some_and(|value| {
        let value = value.as_bytes().to_ascii_lowercase();
        value.starts_with(b"application/") && value.windows(4).any(|part| part == b"json")
    });
    is_json && serde_json::from_slice::<IgnoredAny>(answer.response.body()).is_err()
}

fn template(trial: &Trial<'_>, index: usize, response: &IntegrationResponse) -> Option<Found> {
    if response
        .templates
        .iter()
        .all(|(_, template)| template.source().is_empty())
    {
        return None;
    }
    let starts = match &response.pattern {
        Some(pattern) => pattern.examples(),
        None => vec![UNRELATED.to_owned()],
    };
    let selected = |trial: &Trial<'_>, message: &str| {
        let answer = trial.fail(message);
        let selection = answer.trace.selection.as_ref()?;
        let is_this = selection.place == index + 1 && answer.trace.gateway_response().is_none();
        is_this.then_some(answer)
    };
    let is_whole =
        |message: &str| selected(trial, message).is_some_and(|answer| !is_broken_json(&answer));
    let mut starts = starts.into_iter().take(4).filter(|text| !text.is_empty());
    let start = starts.find(|start| is_whole(start) && is_whole(&format!("{start}text")))?;
    let messages = ADVERSARIAL_TEXTS
        .iter()
        .map(|text| format!("{start}{text}"));
    let (message, answer) = messages
        .filter_map(|message| Some((selected(trial, &message)?, message)))
        .find_map(|(answer, message)| is_broken_json(&answer).then_some((message, answer)))?;
    let better = escaping(trial.operation, index);
    let better = better.filter(|better| {
        let trial = Trial {
            operation: better,
            ..*trial
        };
        selected(&trial, &message).is_some_and(|answer| !is_broken_json(&answer))
    });
    let body = String::from_utf8_lossy(answer.response.body()).into_owned();
    Some(Found {
        rule: &TEMPLATE_BREAKS_JSON,
        place: Place::Response(index),
        reason: format!(
            "the response template for {} writes broken JSON",
            response.status
        ),
        shown: Some(Shown::new(
            &message,
            format!("{} with the body {}", answer.status(), quoted(&body)),
        )),
        fix: match better {
            Some(_) => {
                format!("replace `{RAW_MESSAGE}` by `{JSON_MESSAGE}`, which writes the quotes too")
            }
            None => format!(
                "write the message with `{JSON_MESSAGE}`, which escapes it and writes the quotes too"
            ),
        },
    })
}

const RAW_MESSAGE: &str = r#""$input.path('$.errorMessage')""#;
const JSON_MESSAGE: &str = "$input.json('$.errorMessage')";

/// The operation with templates that write the message as JSON; `None` if that changes nothing.
fn escaping(operation: &Arc<Operation>, index: usize) -> Option<Arc<Operation>> {
    let mut operation = Operation::clone(operation);
    let templates = &mut operation.integration.responses[index].templates;
    let mut is_changed = false;
    for (_, template) in templates {
        let escaped = template.source().replace(RAW_MESSAGE, JSON_MESSAGE);
        is_changed |= escaped != template.source();
        *template = Template::new(&escaped);
    }
    is_changed.then(|| Arc::new(operation))
}

fn headers(index: usize, response: &IntegrationResponse) -> Vec<Found> {
    let mappings = response.headers.iter().enumerate();
    let restricted = mappings.filter_map(|(place, mapping)| {
        let name = mapping.name();
        let becomes = match header_restriction(name)? {
            HeaderRestriction::Renamed(to) => format!("leaves as `{to}`"),
            HeaderRestriction::Dropped => "does not leave".to_owned(),
        };
        Some(Found {
            rule: &REMAPPED_HEADER,
            place: Place::Mapping(index, place),
            reason: format!("the header `{name}` of {} {becomes}", response.status),
            shown: None,
            fix: "map a header of another name, or remove the mapping".to_owned(),
        })
    });
    restricted.collect()
}
