//! The linter: defects of a document of any origin, each shown by a text that the engine answers wrongly.
//!
//! Input: a document. Output: findings. A finding about a message is made only of what the engine answered, and a pattern is
//! suggested only if it was tried on the same message. The steps of a document are limited.

mod advice;
mod candidate;
mod examined;
mod failures;
mod finding;
mod messages;
mod misfires;
mod patterns;
mod requests;
mod responses;
mod rule;
mod texts;
mod trial;

#[cfg(test)]
mod tests;

pub use examined::Examined;
pub use finding::{Finding, Report, Shown};
pub use rule::*;
pub use texts::{ADVERSARIAL_TEXTS, PLAIN, adversarial_texts};

use crate::{
    document::{Document, Kind, Operation, ParameterChange, SelectionPattern},
    engine::Deployment,
};
use std::collections::{BTreeSet, HashMap};
use trial::{Steps, Trial};

/// How many steps a document may take: some seconds.
const STEP_LIMIT: u64 = 500_000_000;

/// A finding that is not in a document yet: several operations can have it.
#[derive(Debug, Clone)]
struct Found {
    rule: &'static Rule,
    place: Place,
    reason: String,
    shown: Option<Shown>,
    fix: String,
}

/// A place in an integration.
#[derive(Debug, Clone, Copy)]
enum Place {
    Integration,
    /// The response with this index.
    Response(usize),
    /// A header mapping of a response.
    Mapping(usize, usize),
    /// The mapping of an HTTP API that changes this status.
    StatusMapping(u16),
}

/// Looks for defects in a document.
///
/// Selection patterns, templates and defaults are tried where a Lambda function is invoked; statuses and header mappings are
/// looked at in every integration that has responses. A proxy integration has none: of it, timeouts and the statuses of failures are
/// looked at, as of all others. [`Report::examined`] counts what there was.
///
/// ```
/// use apigw_local::{Document, lint::{lint, LINE_BREAK_DEFEATS_PATTERN}};
///
/// const DOCUMENT: &str = r#"
/// openapi: 3.0.1
/// info: {title: greeter, version: "1"}
/// paths:
///   /greeting:
///     get:
///       responses: {200: {description: OK}, 404: {description: Not Found}, 500: {description: Failed}}
///       x-amazon-apigateway-integration:
///         type: aws
///         httpMethod: POST
///         uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/greet/invocations
///         responses:
///           default: {statusCode: 200}
///           "Not Found: .*": {statusCode: 404}
///           '(?s)(?!Not Found: ).+': {statusCode: 500}
/// "#;
///
/// let report = lint(&Document::read(DOCUMENT).unwrap());
/// let [finding] = &report.findings[..] else { panic!("{report:?}") };
/// assert_eq!(finding.rule, &LINE_BREAK_DEFEATS_PATTERN);
/// let shown = finding.shown.as_ref().unwrap();
/// assert_eq!(shown.message.as_deref(), Some("Not Found: text\ntext"));
/// assert_eq!(shown.answer, "200 by the default response");
/// assert_eq!(finding.fix, r#"use "(?s)Not Found: .*""#);
/// ```
pub fn lint(document: &Document) -> Report {
    lint_within(document, &[], STEP_LIMIT)
}

/// Looks for the same defects, and for messages that begin with one of `starts` and are answered as a success.
///
/// The linter knows no function. So name how the messages of its failures begin, such as that for an event that it cannot read. Each start is tried
/// with many texts behind it.
///
/// ```
/// use apigw_local::{Document, lint::{lint_with_failures, MESSAGE_ANSWERED_2XX}};
///
/// const DOCUMENT: &str = r#"
/// openapi: 3.0.1
/// info: {title: greeter, version: "1"}
/// paths:
///   /greeting:
///     get:
///       responses: {200: {description: OK}, 400: {description: Bad Request}}
///       x-amazon-apigateway-integration:
///         type: aws
///         httpMethod: POST
///         uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/greet/invocations
///         responses:
///           default: {statusCode: 200}
///           '\[400\][\s\S]*': {statusCode: 400}
/// "#;
///
/// let document = Document::read(DOCUMENT).unwrap();
/// let answered_2xx = |start| {
///     let findings = lint_with_failures(&document, &[start]).findings;
///     findings.into_iter().find(|finding| finding.rule == &MESSAGE_ANSWERED_2XX)
/// };
/// assert_eq!(answered_2xx("[400] "), None);
/// let finding = answered_2xx("Bad Request: ").unwrap();
/// assert_eq!(finding.shown.unwrap().answer, "200 by the default response");
/// ```
pub fn lint_with_failures(document: &Document, starts: &[&str]) -> Report {
    lint_within(document, starts, STEP_LIMIT)
}

fn lint_within(document: &Document, starts: &[&str], step_limit: u64) -> Report {
    let deployment = Deployment::new(document.clone());
    let steps = Steps::new(step_limit);
    let mut report = Report::default();
    let mut known: HashMap<String, Vec<Found>> = HashMap::new();
    let mut timeouts = BTreeSet::new();
    report.examined = Examined::whole(document);
    let trial_of = |operation| Trial {
        deployment: &deployment,
        operation,
        steps: &steps,
    };
    if let Some(any) = document.operations.first() {
        let found = failures::of_gateway(&trial_of(any));
        report.findings.extend(found);
    }
    for operation in &document.operations {
        let trial = trial_of(operation);
        let found = known.entry(signature(&trial)).or_insert_with(|| {
            let mut found = patterns_of(&trial);
            found.extend(messages_of(&trial, starts));
            found.extend(responses::findings(&trial));
            found.extend(requests::finding(&trial));
            found.extend(failures::findings(&trial));
            found.sort_by_key(|found| found.place.order());
            found
        });
        // What was found before the end of the steps holds, but not all was found.
        if steps.are_used_up() && report.unfinished.is_none() {
            report.unfinished = Some(name(operation));
        }
        let located = found.iter().map(|found| found.at(operation));
        report.findings.extend(located);
        if report.unfinished.is_some() {
            break;
        }
        report.examined.add(document, operation, &mut timeouts);
    }
    report
}

fn patterns_of(trial: &Trial<'_>) -> Vec<Found> {
    match trial.operation.integration.kind {
        Kind::Custom { .. } => patterns::findings(trial),
        _ => Vec::new(),
    }
}

fn messages_of(trial: &Trial<'_>, starts: &[&str]) -> Vec<Found> {
    match trial.operation.integration.kind {
        Kind::Custom { .. } => messages::findings(trial, starts),
        _ => Vec::new(),
    }
}

/// All that the findings of an operation depend on.
fn signature(trial: &Trial<'_>) -> String {
    let operation = trial.operation;
    let integration = &operation.integration;
    let responses: Vec<_> = integration
        .responses
        .iter()
        .map(|response| {
            let pattern = response.pattern.as_ref().map(SelectionPattern::as_str);
            let templates = response.templates.iter();
            let templates: Vec<_> = templates
                .map(|(media_type, template)| (media_type, template.source()))
                .collect();
            let headers = response.headers.iter();
            let headers: Vec<_> = headers
                .map(|mapping| (&mapping.target, &mapping.expression))
                .collect();
            let ignored = &response.ignored_pattern;
            let handling = response.content_handling;
            (
                pattern,
                response.status,
                ignored,
                templates,
                headers,
                handling,
            )
        })
        .collect();
    let declared: Vec<_> = operation.responses.keys().collect();
    let kind = match &integration.kind {
        Kind::Custom { .. } => "function",
        Kind::Proxy { .. } => "proxy",
        Kind::Mock => "mock",
        Kind::Http { .. } | Kind::HttpProxy { .. } => "http",
        Kind::Unknown => "unknown",
    };
    let templates = integration.request_templates.iter();
    let templates: Vec<_> = templates.map(|(media_type, _)| media_type).collect();
    let request = (&operation.method, integration.passthrough, templates);
    let function = examined::described(&trial.deployment.document, &integration.kind);
    let timeouts = (
        integration.timeout,
        function.map(|it| (&it.id, it.timeout)),
        integration
            .request_parameters
            .iter()
            .map(|it| &it.target)
            .collect::<Vec<_>>(),
    );
    let mappings = integration
        .http_api
        .as_ref()
        .map(|it| &it.response_parameters);
    format!("{kind} {declared:?} {responses:?} {request:?} {timeouts:?} {mappings:?}")
}

fn name(operation: &Operation) -> String {
    let method = operation
        .method
        .as_ref()
        .map_or("ANY", http::Method::as_str);
    format!("{method} {}", operation.path.text)
}

impl Found {
    fn at(&self, operation: &Operation) -> Finding {
        let integration = &operation.integration;
        Finding {
            rule: self.rule,
            operation: name(operation),
            pointer: match self.place {
                Place::Integration => integration.pointer.clone(),
                Place::Response(index) => integration.responses[index].pointer.clone(),
                Place::Mapping(index, place) => {
                    integration.responses[index].headers[place].pointer.clone()
                }
                Place::StatusMapping(status) => {
                    let http_api = integration.http_api.as_ref();
                    let mappings = http_api.and_then(|it| it.response_parameters.get(&status));
                    let mut mappings = mappings.into_iter().flatten();
                    let found = mappings.find(|it| it.change == ParameterChange::Status);
                    found.map_or_else(|| integration.pointer.clone(), |it| it.pointer.clone())
                }
            },
            reason: self.reason.clone(),
            shown: self.shown.clone(),
            fix: self.fix.clone(),
        }
    }
}

impl Place {
    fn order(self) -> (usize, usize) {
        match self {
            Self::Integration => (0, 0),
            Self::StatusMapping(status) => (usize::from(status), 0),
            Self::Response(index) => (1 + index, 0),
            Self::Mapping(index, place) => (1 + index, 1 + place),
        }
    }
}
