//! What functions give: each response of a contract with hostile texts in it, successes, and failures of the platform.

use super::{
    rendering::Payload,
    sample::{self, PLAIN, Place},
    words::quoted,
};
use crate::{DeclaredResponse, Operation, body::Renderer, callback, openapi::patterns::Selections};
use apigw_java_regex::Pattern;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde_json::{Value, json};

/// Texts that a template may spoil.
const TEXTS: [&str; 11] = [
    PLAIN,
    "\"",
    "'",
    "\\",
    "two\nlines",
    "$input #end $x ## #[[",
    "{}",
    "\u{1f}{}",
    "é\u{2028}😀",
    "\u{7f}",
    "",
];

/// How many extensions of a response are tried as texts and as numbers.
const MOST_EXTENSIONS: usize = 5;

/// One kind of answer: the same payloads, once for each form that its extension members may have. A template that is
/// right about one of the forms may have been made for it.
pub(super) type Variants = Vec<Vec<Payload>>;

/// The payloads of failed invocations that mean `status`, as far as `pattern` takes them.
pub(super) fn failures(operation: &Operation, status: u16, pattern: &Pattern) -> Vec<Variants> {
    let selections = Selections::of(operation);
    let selection = selections
        .iter()
        .find(|selection| selection.status == status);
    let responses = selection.map_or(&[][..], |selection| &selection.responses);
    let declared = responses.iter().map(|&response| {
        let extensions = response.extension_names().len().min(MOST_EXTENSIONS);
        let forms = 0..1_u32 << extensions;
        forms
            .map(|numbers| declared(operation.renderer(), response, numbers))
            .collect()
    });
    let mut foreign: Vec<_> = sample::PLATFORM
        .iter()
        .filter(|(of, _, _)| *of == status)
        .map(|(_, what, text)| ((*what).to_owned(), (*text).to_owned()))
        .collect();
    if status == 500 {
        let what = "the message `text`, which the function never sends".to_owned();
        foreign.push((what, PLAIN.to_owned()));
    }
    let groups: Vec<Vec<Vec<_>>> = declared.chain([vec![foreign]]).collect();
    let payloads = |messages: Vec<(String, String)>| -> Vec<_> {
        let taken = messages
            .into_iter()
            .filter(|(_, message)| pattern.matches(message) == Ok(true));
        taken.map(of_message).collect()
    };
    groups
        .into_iter()
        .map(|forms| forms.into_iter().map(payloads).collect())
        .collect()
}

fn of_message((what, message): (String, String)) -> Payload {
    Payload {
        what,
        text: json!({"errorType": "Type", "errorMessage": message}).to_string(),
        bare: None,
        origin: None,
    }
}

/// The messages of `response`, a plain one first.
fn declared(
    renderer: Renderer,
    response: &'static DeclaredResponse,
    numbers: u32,
) -> Vec<(String, String)> {
    let what = format!("the message of `{}`", response.code());
    let mut messages = Vec::new();
    for place in sample::places(response) {
        for text in TEXTS {
            let what = match (place, text) {
                (Place::Text, PLAIN) => what.clone(),
                _ => format!("{what} when {place} is {}", quoted(text)),
            };
            let message = sample::with_numbers(renderer, response, place, text, numbers);
            messages.push((what, message));
        }
    }
    messages
}

/// The payloads that no pattern takes: successes, and failures that have no message.
pub(super) fn unselected(operation: &Operation) -> Vec<Variants> {
    let mut payloads = Vec::new();
    let media_type = operation.success_media_type();
    for text in TEXTS {
        let body = match media_type {
            None if text != PLAIN => continue,
            None => String::new(),
            Some(media_type) if media_type.contains("json") => json!({ PLAIN: text }).to_string(),
            Some(_) => text.to_owned(),
        };
        let sealed = callback::seal(
            operation.success_status(),
            &success_headers(operation),
            operation.success_headers(),
            &body,
        );
        if let Ok(sealed) = sealed {
            payloads.push(Payload {
                what: format!("a success with the body {}", quoted(&body)),
                text: sealed.get().to_owned(),
                bare: Some(if body.is_empty() {
                    "null".to_owned()
                } else {
                    body
                }),
                origin: None,
            });
        }
    }
    let failures = [
        json!({"errorType": "Type", "errorMessage": ""}),
        json!({"errorType": "Type"}),
        json!({"Type": "User", "message": "Could not parse request body into json"}),
        Value::Null,
    ];
    payloads.extend(failures.map(|payload| Payload {
        what: format!("the failure {}", quoted(&payload.to_string())),
        text: payload.to_string(),
        bare: None,
        origin: None,
    }));
    vec![vec![payloads]]
}

fn success_headers(operation: &Operation) -> HeaderMap {
    let names = operation.success_headers().iter();
    let mut headers: HeaderMap = names
        .filter_map(|name| HeaderName::try_from(*name).ok())
        .map(|name| (name, HeaderValue::from_static("/a?b=\"'$c\\")))
        .collect();
    let media_type = operation.success_media_type();
    if let Some(value) = media_type.and_then(|value| HeaderValue::try_from(value).ok()) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    headers
}

/// What a mock gives.
pub(super) fn of_mock() -> Vec<Variants> {
    vec![vec![vec![Payload {
        what: "a request".to_owned(),
        text: String::new(),
        bare: None,
        origin: None,
    }]]]
}

/// Adds the first payload of each list once more for each of `origins`.
pub(super) fn add_origins(groups: &mut [Variants], origins: &[String]) {
    for payloads in groups.iter_mut().flatten() {
        let Some(first) = payloads.first().cloned() else {
            continue;
        };
        payloads.extend(origins.iter().map(|origin| Payload {
            what: format!("{} for a page of {}", first.what, quoted(origin)),
            origin: Some(origin.clone()),
            ..first.clone()
        }));
    }
}
