//! Answers, and the outcomes by which the runtime has them reach the client through each integration.

use crate::{
    DeclaredResponse, EventKind, FieldError, Occurrence, Operation, callback,
    callback::{Answer, Undeliverable},
    endpoint::answer::{self, Origin},
    json,
    lambda::proxy_payload,
    local::Outcome,
};
use axum::{
    body::{Body, to_bytes},
    response::Response,
};
use futures_util::FutureExt;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use std::{collections::BTreeMap, error::Error, fmt};

/// An answer of an operation.
pub(super) struct Case {
    /// Its status and error code.
    pub(super) name: String,
    /// What it is made of.
    pub(super) text: String,
    pub(super) expected: Answer,
    pub(super) custom: Outcome,
    pub(super) proxy: Outcome,
}

/// What an invocation can end with without a word of the handler.
pub(super) struct Foreign {
    pub(super) name: &'static str,
    pub(super) outcome: Outcome,
}

/// Every answer of `operation`, made of each of `texts`.
pub(super) fn of_operation(operation: &Operation, texts: &[String]) -> Vec<Case> {
    let mut cases = Vec::new();
    for text in texts {
        for response in operation.responses().iter().copied() {
            let name = format!("{} {}", response.status().as_u16(), response.code());
            for answer in failures(operation, response, text) {
                cases.extend(Case::of(operation, &name, text, answer));
            }
        }
        let name = format!("{} success", operation.success_status().as_u16());
        let answer = success(operation, text);
        cases.extend(Case::of(operation, &name, text, answer));
    }
    cases
}

/// The response with all that it can have, and with as little.
fn failures(
    operation: &Operation,
    response: &'static DeclaredResponse,
    text: &str,
) -> [Response; 2] {
    let error = Given(text);
    let nested = BTreeMap::from([(text, [text])]);
    let extensions: Vec<_> = response
        .extension_names()
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let value: &dyn erased_serde::Serialize = if index % 2 == 0 { &text } else { &nested };
            (*name, Some(value))
        })
        .collect();
    let headers: Vec<_> = response
        .header_names()
        .iter()
        .map(|name| (*name, Some(&error as &dyn fmt::Display)))
        .collect();
    let errors: Vec<_> = response
        .has_errors()
        .then(|| {
            let text = || text.to_owned();
            let error = FieldError::new(text(), text());
            [error.clone(), error.at(text()).detail(text())]
        })
        .into_iter()
        .flatten()
        .collect();
    let least = Occurrence::new(response, &error);
    let most = least
        .extensions(&extensions)
        .headers(&headers)
        .errors(&errors);
    [least, most].map(|occurrence| answer::written(operation.renderer(), &occurrence))
}

fn success(operation: &Operation, text: &str) -> Response {
    let body = match operation.success_media_type() {
        None => String::new(),
        Some(media_type) if media_type.ends_with("json") => {
            serde_json::json!({ "text": text, text: [1.10, null, text] }).to_string()
        }
        Some(_) => text.to_owned(),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = operation.success_status();
    let headers = response.headers_mut();
    let media_type = operation.success_media_type();
    if let Some(media_type) = media_type.and_then(|text| HeaderValue::from_str(text).ok()) {
        headers.insert(header::CONTENT_TYPE, media_type);
    }
    for name in operation.success_headers() {
        let value = answer::header_value(&json::header_text(text));
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(*name), value) {
            headers.insert(name, value);
        }
    }
    response.extensions_mut().insert(Origin::Success);
    response
}

impl Case {
    /// `None` if the body is not there at once; it is, since it was made here.
    fn of(operation: &Operation, name: &str, text: &str, answer: Response) -> Option<Self> {
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).now_or_never()?.ok()?;
        let body = String::from_utf8(body.to_vec()).ok()?;
        let origin = *parts.extensions.get::<Origin>()?;
        let custom = custom(operation, origin, parts.status, &parts.headers, &body);
        let proxy = proxy_payload(EventKind::RestProxy, &parts, body.as_bytes());
        let lost = |lost: &Undeliverable| {
            Outcome::NotInvoked(format!("the runtime cannot write it: {lost}"))
        };
        Some(Self {
            name: name.to_owned(),
            text: text.to_owned(),
            custom: custom.unwrap_or_else(|reason| lost(&reason)),
            proxy: match proxy {
                Ok(payload) => Outcome::Payload(payload.get().to_owned()),
                Err(reason) => lost(&reason),
            },
            expected: Answer::new(parts.status, parts.headers, body),
        })
    }
}

fn custom(
    operation: &Operation,
    origin: Origin,
    status: StatusCode,
    headers: &HeaderMap,
    body: &str,
) -> Result<Outcome, Undeliverable> {
    match origin {
        Origin::Success => {
            let names = operation.success_headers();
            let payload = callback::seal(status, headers, names, body)?;
            Ok(Outcome::Payload(payload.get().to_owned()))
        }
        Origin::Failure(declared, renderer) => {
            let error_message = callback::of_response(renderer, declared, headers, body)?;
            Ok(Outcome::failed(declared.code(), &error_message))
        }
    }
}

/// What nobody's handler wrote, as recorded on AWS or as others send it.
pub(super) fn foreign() -> impl Iterator<Item = Foreign> {
    const FAILED: [(&str, &str); 5] = [
        (
            "Lambda's timeout",
            r#"{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 7dbd5fa1-0a4e-4a2b-9d5e-2f3c0e6c9f11 Error: Task timed out after 1.00 seconds"}"#,
        ),
        (
            "an exit of the process",
            r#"{"errorType":"Runtime.ExitError","errorMessage":"RequestId: 7dbd5fa1-0a4e-4a2b-9d5e-2f3c0e6c9f11 Error: Runtime exited with error: signal: killed"}"#,
        ),
        (
            "a panic of the runtime",
            "{\"errorType\":\"x\",\"errorMessage\":\"Lambda panicked: a\\nb\"}",
        ),
        ("an empty message", r#"{"errorType":"x","errorMessage":""}"#),
        ("no message", r#"{"errorType":"x"}"#),
    ];
    const SUCCEEDED: [(&str, &str); 2] = [
        (
            "an event that Lambda refuses",
            r#"{"Type":"User","message":"Could not parse request body into json"}"#,
        ),
        ("a success of nobody", "{}"),
    ];
    let failed = FAILED.map(|(name, error)| (name, Outcome::FunctionError(error.to_owned())));
    let succeeded = SUCCEEDED.map(|(name, payload)| (name, Outcome::Payload(payload.to_owned())));
    failed
        .into_iter()
        .chain(succeeded)
        .map(|(name, outcome)| Foreign { name, outcome })
}

#[derive(Debug)]
struct Given<'a>(&'a str);

impl fmt::Display for Given<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for Given<'_> {}
