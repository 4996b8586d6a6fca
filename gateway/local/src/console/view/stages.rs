//! The way of a request: five stages, each with what went in, what happened, and what came out.

use super::{
    headers, patterns, text,
    text::{Body, Fold},
};
use crate::{
    RequestStage, Step, Trace,
    console::{operation_name, record::Record},
    document::{Operation, Template},
    explanation::body_of,
};
use maud::{Markup, html};
use serde_json::Value;
use std::sync::Arc;

/// A stage as it went.
struct Way<'a> {
    record: &'a Record,
    trace: &'a Trace,
    operation: Option<Arc<Operation>>,
    steps: &'a [Step],
}

/// All stages; those that the request did not come to are named.
pub(super) fn all(record: &Record) -> Markup {
    let trace = match &record.trace {
        Ok(trace) => trace,
        Err(refusal) => return refused(record, refusal),
    };
    let operation = operation(record, trace);
    let reached: Vec<_> = trace.stages().collect();
    let last = reached.last().map(|(stage, _)| *stage);
    html! {
        ol.stages {
            @for (index, stage) in RequestStage::ALL.into_iter().enumerate() {
                @let steps = reached.iter().find(|(reached, _)| *reached == stage).map(|(_, steps)| *steps);
                @let id = stage.name().replace(' ', "-");
                li.stage.card data-reached=(steps.is_some()) aria-labelledby=(id) {
                    h2 id=(id) { span.number aria-hidden="true" { (index + 1) } (capitalised(stage.name())) }
                    @match steps {
                        Some(steps) => {
                            @let way = Way { record, trace, operation: operation.clone(), steps };
                            (way.stage(stage))
                        }
                        None => p.dim { (not_reached(last, trace)) },
                    }
                }
            }
        }
        (response(record))
    }
}

/// A request that the server did not give to the gateway.
fn refused(record: &Record, refusal: &str) -> Markup {
    html! {
        section.callout { h2 { "Refused before the gateway" } p { (text::shown(refusal)) } }
        section.card { h2 { "The request" } (request(record)) }
        (response(record))
    }
}

fn capitalised(name: &str) -> String {
    name[..1].to_ascii_uppercase() + &name[1..]
}

fn not_reached(last: Option<RequestStage>, trace: &Trace) -> String {
    let name = last.map_or("first stage", RequestStage::name);
    match trace.gateway_response() {
        Some(kind) => format!("Not reached: the gateway response {kind} ended the {name}."),
        None => format!("Not reached: the request ended in the {name}."),
    }
}

/// The operation that took the request, unless its document was replaced.
pub(super) fn operation(record: &Record, trace: &Trace) -> Option<Arc<Operation>> {
    let name = trace.operation.as_deref()?;
    let deployment = record.deployment()?;
    let mut operations = deployment.document.operations.iter();
    operations
        .find(|known| operation_name(known) == name)
        .cloned()
}

fn request(record: &Record) -> Markup {
    let body = record.body.as_deref();
    html! {
        p.wire { code { (text::line(record.method.as_str(), 32)) " " (text::line(&record.target, 2000)) } }
        (headers(&record.headers))
        @match body {
            Some(bytes) => (Body { label: "Body", bytes, whole: Some(format!("/requests/{}/request-body", record.number)), ..Body::default() }.markup()),
            None => p.dim { "Its body is not kept: the gateway did not take it." },
        }
    }
}

/// What the client got.
fn response(record: &Record) -> Markup {
    let bytes = &record.response_body;
    let whole = Some(format!("/requests/{}/response-body", record.number));
    html! {
        section.card aria-labelledby="response" {
            h2 #response { "What the client got" }
            p.wire { code { (record.status) } }
            (headers(&record.response_headers))
            (Body { label: "Body", bytes, whole, ..Body::default() }.markup())
        }
    }
}

impl Way<'_> {
    fn stage(&self, stage: RequestStage) -> Markup {
        html! {
            @match stage {
                RequestStage::MethodRequest => (self.method_request()),
                RequestStage::IntegrationRequest => (self.integration_request()),
                RequestStage::Integration => (self.integration()),
                RequestStage::IntegrationResponse => (self.integration_response()),
                RequestStage::MethodResponse => (self.method_response()),
            }
            (self.remarks())
        }
    }

    fn method_request(&self) -> Markup {
        html! {
            (request(self.record))
            @match &self.trace.operation {
                Some(operation) => p.out { "Goes to " strong { (text::line(operation, 500)) } "." },
                None => p.out { "No operation takes it." },
            }
        }
    }

    fn integration_request(&self) -> Markup {
        let integration = self
            .operation
            .as_ref()
            .map(|operation| &operation.integration);
        let templates = integration.map(|integration| integration.request_templates.as_slice());
        let event = self.trace.steps.iter().find_map(|step| match step {
            Step::Event { payload, .. } => Some(payload.as_str()),
            _ => None,
        });
        html! {
            @if let Some(integration) = integration {
                p.dim { "Integration type " code { (text::line(&integration.type_name, 40)) } "." }
            }
            (self.mappings())
            (self.template(templates, event.map(str::as_bytes), "The event that it renders"))
        }
    }

    fn integration(&self) -> Markup {
        html! {
            @for step in self.steps {
                @match step {
                    Step::Event { function, payload } => {
                        p { "Invokes the function " code { (text::line(function, 200)) } "." }
                        (Body { label: "Event", bytes: payload.as_bytes(), fold: Fold::Closed, ..Body::default() }.markup())
                    }
                    Step::Outcome(outcome) => (ended(outcome)),
                    _ => {}
                }
            }
        }
    }

    fn integration_response(&self) -> Markup {
        let selected = self.trace.selection.as_ref();
        let responses = self
            .operation
            .as_ref()
            .map(|operation| operation.integration.responses.as_slice());
        let response = selected
            .zip(responses)
            .and_then(|(selected, responses)| responses.get(selected.place - 1));
        let templates = response.map(|response| response.templates.as_slice());
        let is_answer = self.trace.gateway_response().is_none();
        let rendered = is_answer.then_some(self.record.response_body.as_slice());
        html! {
            @if selected.is_none() && self.trace.gateway_response().is_none() {
                p { "The integration's answer is the response: a proxy integration has no patterns and no templates here." }
            }
            (self.patterns())
            (self.mappings())
            (self.template(templates, rendered, "The body that it renders"))
        }
    }

    fn method_response(&self) -> Markup {
        let changes = self
            .steps
            .iter()
            .filter(|step| matches!(step, Step::Overridden { .. } | Step::Renamed { .. }));
        let changes: Vec<_> = changes.map(ToString::to_string).collect();
        html! {
            @if changes.is_empty() {
                p.dim { "No overrides, and no header renamed." }
            } @else {
                ul.changes { @for change in &changes { li { (text::line(change, 2000)) } } }
            }
        }
    }

    /// The patterns in their order: the one that took the text, and where the others stopped.
    fn patterns(&self) -> Markup {
        let tried = patterns::tried(self.steps);
        let Some(selected) = &self.trace.selection else {
            return html! { (patterns::table(&tried, &self.message(), None)) };
        };
        html! {
            (patterns::table(&tried, &self.message(), selected.pattern.as_deref()))
            @if selected.pattern.is_none() {
                p { "No pattern took it, so the default response answers, with " (super::status(selected.status)) "." }
            }
        }
    }

    /// The text that the patterns looked at.
    fn message(&self) -> String {
        let outcome = self.trace.steps.iter().rev().find_map(|step| match step {
            Step::Outcome(outcome) => Some(outcome.as_str()),
            _ => None,
        });
        outcome.map(selected_text).unwrap_or_default()
    }

    fn mappings(&self) -> Markup {
        let mappings = self.steps.iter().filter_map(|step| match step {
            Step::Mapped {
                target,
                expression,
                value,
            } => Some((target, expression, value)),
            _ => None,
        });
        let mappings: Vec<_> = mappings.collect();
        html! {
            @if !mappings.is_empty() {
                details.body open[mappings.len() <= 6] {
                    summary.body-head { span { "Mappings" } span.dim { (mappings.len()) } }
                    dl.headers {
                        @for (target, expression, value) in mappings {
                            div {
                                dt { (text::line(target, 300)) span.dim { " from " (text::line(expression, 300)) } }
                                dd {
                                    @match value {
                                        Some(value) => (text::line(value, 2000)),
                                        None => span.dim { "no value, so it is left out" },
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The template that was chosen, beside what it rendered.
    fn template(
        &self,
        templates: Option<&[(String, Template)]>,
        rendered: Option<&[u8]>,
        label: &str,
    ) -> Markup {
        let chosen = self.steps.iter().find_map(|step| match step {
            Step::Template {
                media_type, among, ..
            } => Some((media_type, among)),
            _ => None,
        });
        let passed = self
            .steps
            .iter()
            .any(|step| matches!(step, Step::PassedThrough { .. }));
        let source = chosen.and_then(|(media_type, _)| {
            let found = templates?.iter().find(|(key, _)| key == media_type)?;
            Some(found.1.source())
        });
        html! {
            @if let Some((media_type, among)) = chosen {
                p { "Template " code { (text::line(media_type, 100)) } ", one of " (among.len()) "." }
                div.beside {
                    @match source {
                        Some(source) => (Body { label: "Template", bytes: source.as_bytes(), fold: Fold::Open, ..Body::default() }.markup()),
                        None => p.dim { "The document that has the template was replaced since." },
                    }
                    @if let Some(bytes) = rendered.filter(|_| !passed) {
                        (Body { label, bytes, fold: Fold::Open, ..Body::default() }.markup())
                    }
                }
            }
            @if passed { p { "No template: the body goes on as it is." } }
        }
    }

    /// Gateway responses, assumptions and notes.
    fn remarks(&self) -> Markup {
        html! {
            @for step in self.steps {
                @match step {
                    Step::GatewayResponse { kind, reason } => {
                        div.callout {
                            p { strong { "Gateway response " (kind) } " answers, because " (text::line(reason, 4000)) "." }
                        }
                    }
                    Step::Refused(reason) => div.callout { p { strong { "Lambda refused the event" } ", because " (text::line(reason, 4000)) "." } },
                    Step::NotRun(reason) => div.callout { p { strong { "Not run here" } ", because " (text::line(reason, 4000)) } },
                    Step::Unverified(what) => p.remark { span.tag { "unverified on AWS" } " " (text::line(what, 4000)) },
                    Step::Note(what) => p.remark { span.tag { "note" } " " (text::line(what, 4000)) },
                    _ => {}
                }
            }
        }
    }
}

/// How the integration ended.
fn ended(outcome: &str) -> Markup {
    if let Some(error) = outcome.strip_prefix("function error ") {
        return failed(error);
    }
    let Some(payload) = outcome.strip_prefix("payload ") else {
        return html! { p.out { "Ends: " code { (text::line(outcome, 4000)) } } };
    };
    let value: Value = serde_json::from_str(payload).unwrap_or_default();
    html! {
        p.out { "Ends with a payload." }
        (Body { label: "Payload", bytes: payload.as_bytes(), ..Body::default() }.markup())
        @if let Some(body) = body_of(&value) {
            (Body { label: "The payload's body, decoded", bytes: body.as_bytes(), ..Body::default() }.markup())
        }
    }
}

fn failed(error: &str) -> Markup {
    let value: Value = serde_json::from_str(error).unwrap_or_default();
    let kind = value["errorType"].as_str();
    html! {
        p.out {
            "Ends with a function error"
            @if let Some(kind) = kind { ", " code { (text::line(kind, 200)) } }
            "."
        }
        @match value["errorMessage"].as_str() {
            Some(message) => (Body { label: "errorMessage", bytes: message.as_bytes(), ..Body::default() }.markup()),
            None => (Body { label: "Error", bytes: error.as_bytes(), ..Body::default() }.markup()),
        }
    }
}

/// What selection patterns look at, of an outcome in the trace.
fn selected_text(outcome: &str) -> String {
    if let Some(status) = outcome.strip_prefix("mock ") {
        return status.to_owned();
    }
    if let Some(status) = outcome.strip_prefix("HTTP ") {
        return status.split(' ').next().unwrap_or_default().to_owned();
    }
    let Some(error) = outcome.strip_prefix("function error ") else {
        return String::new();
    };
    let error: Value = serde_json::from_str(error).unwrap_or_default();
    error["errorMessage"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}
