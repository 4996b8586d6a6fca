//! The operations of the document, and what each can answer: as the document says, and as the types say where they are known.

use super::{
    Part, page, status, text,
    text::{Body, Fold},
};
use crate::{
    console::{
        Contract, ContractOperation, ContractResponse, ContractSuccess, Shared, draft::sample_body,
        operation_name,
    },
    document::{Document, IntegrationResponse, Kind, Mapping, MethodResponse, Operation, Template},
    engine::Deployment,
};
use maud::{Markup, html};

/// All operations.
pub(in crate::console) fn all(shared: &Shared) -> Markup {
    let deployment = shared.running.get().shared_deployment();
    let document = &deployment.document;
    let content = html! {
        h1 { "Operations" }
        p.dim { "What the document says" @if shared.contract.is_some() { ", and what the types say" } ", each with its answers." }
        (problems(document))
        @if let Some(contract) = &shared.contract { (drifts(contract, None)) }
        ul.operations {
            @for (index, operation) in document.operations.iter().enumerate() {
                li { a href={ "/operations/" (index) } { (summary(shared, &deployment, operation)) } }
            }
        }
    };
    page(shared, "Operations", Part::Operations, &content)
}

fn summary(shared: &Shared, deployment: &Deployment, operation: &Operation) -> Markup {
    let name = operation_name(operation);
    let contract = shared.contract.as_ref();
    let known = contract.and_then(|contract| of_contract(contract, operation));
    let drifts = contract.map_or(0, |contract| contract.drifts_of(&name));
    html! {
        span.first {
            span.method { (method(operation)) }
            span.path { (text::line(&operation.path.text, 200)) }
        }
        span.second {
            span.statuses { @for code in operation.responses.keys() { (status(*code)) } }
            span.dim {
                (text::line(&backend(deployment, operation), 120))
                @if let Some(known) = known { " · " (text::line(&known.name, 80)) }
            }
            @if operation.not_run.is_some() { span.tag.bad { "not run" } }
            @if drifts > 0 { span.tag.bad { (drifts) " drift" @if drifts > 1 { "s" } } }
        }
    }
}

fn problems(document: &Document) -> Markup {
    html! {
        @if !document.problems.is_empty() {
            section.callout aria-labelledby="problems" {
                h2 #problems { "Problems of the document" }
                ul { @for problem in document.problems.iter().take(50) { li { (text::line(&problem.to_string(), 600)) } } }
            }
        }
    }
}

/// The drifts of an operation, or those that belong to none.
fn drifts(contract: &Contract, operation: Option<&str>) -> Markup {
    let drifts = contract
        .drifts
        .iter()
        .filter(|drift| drift.operation.as_deref() == operation);
    let drifts: Vec<_> = drifts.take(50).collect();
    html! {
        @if !drifts.is_empty() {
            section.callout aria-labelledby="drifts" {
                h2 #drifts { "Where the document differs from the types" }
                ul { @for drift in drifts { li { (text::line(&drift.text, 2000)) } } }
            }
        }
    }
}

/// One operation; `None` if there is no such place in the document.
pub(in crate::console) fn one(shared: &Shared, index: usize) -> Option<Markup> {
    let deployment = shared.running.get().shared_deployment();
    let operation = deployment.document.operations.get(index)?;
    let name = operation_name(operation);
    let contract = shared.contract.as_ref();
    let known = contract.and_then(|contract| of_contract(contract, operation));
    let integration = &operation.integration;
    let has_patterns = !integration.responses.is_empty();
    let content = html! {
        p.back { a href="/operations" { "← All operations" } }
        h1.request { span.method { (method(operation)) } " " span.path { (text::line(&operation.path.text, 2000)) } }
        p.dim {
            (text::line(&backend(&deployment, operation), 300))
            @if let Some(known) = known { ", the endpoint " code { (text::line(&known.name, 200)) } }
        }
        div.actions {
            a.button href={ "/try?operation=" (index) } { "Try it" }
            @if has_patterns { a.button href={ "/message?operation=" (index) } { "Paste a message" } }
        }
        @if let Some(problem) = &operation.not_run {
            div.callout { p { strong { "Not run here: " } (text::line(&problem.to_string(), 2000)) } }
        }
        @if let Some(contract) = contract { (drifts(contract, Some(&name))) }
        @if let Some(known) = known {
            (successes(operation, known))
            (failures(operation, known, index))
        }
        (document_side(&deployment.document, operation))
    };
    Some(page(shared, &name, Part::Operations, &content))
}

/// What the types say: each success, as it is written for both kinds of integration.
fn successes(operation: &Operation, known: &ContractOperation) -> Markup {
    html! {
        @if !known.successes.is_empty() {
            section aria-labelledby="successes" {
                h2 #successes { "Successes, as the types declare them" }
                @for success in &known.successes { (self::success(operation, success)) }
            }
        }
    }
}

fn success(operation: &Operation, success: &ContractSuccess) -> Markup {
    let mut responses = operation.integration.responses.iter();
    // A success has no error message, so no pattern takes it.
    let default = responses.find(|response| response.pattern.is_none());
    let has_body = !success.media_type.is_empty();
    html! {
        details.card.answer {
            summary {
                (status(success.status)) " "
                strong { (reason_phrase(success.status)) } " "
                span.dim { @if has_body { (text::line(&success.media_type, 120)) } @else { "without a body" } }
                @if success.streams { " " span.tag { "streamed" } }
            }
            dl.facts {
                div { dt { "Headers" } dd { (listed(&success.headers)) } }
                div { dt { "Members" } dd { (listed(&success.members)) } }
                div { dt { "Media type" } dd { @if has_body { code { (text::line(&success.media_type, 200)) } } @else { span.dim { "none" } } } }
            }
            @if has_body { (Body { label: "Example body", bytes: success.body.as_bytes(), ..Body::default() }.markup()) }
            div.beside {
                @if success.envelope.is_empty() {
                    p.remark { "A custom integration cannot carry this success." }
                } @else {
                    (Body { label: "In a custom integration: the envelope that the function ends with", bytes: success.envelope.as_bytes(), ..Body::default() }.markup())
                }
                @if !success.proxy_answer.is_empty() {
                    (Body { label: "In a proxy integration: the answer", bytes: success.proxy_answer.as_bytes(), ..Body::default() }.markup())
                }
            }
            @if let Some(default) = default { (response_of(default)) }
        }
    }
}

fn reason_phrase(status: u16) -> &'static str {
    let status = http::StatusCode::from_u16(status).ok();
    status
        .and_then(|status| status.canonical_reason())
        .unwrap_or_default()
}

/// What the types say: each failure with its message and the pattern that takes it.
fn failures(operation: &Operation, known: &ContractOperation, index: usize) -> Markup {
    html! {
        section aria-labelledby="contract" {
            h2 #contract { "Failures, as the types declare them" }
            @if known.responses.is_empty() { p.dim { "It declares none." } }
            @for response in &known.responses { (failure(operation, response, index)) }
        }
    }
}

fn failure(operation: &Operation, response: &ContractResponse, index: usize) -> Markup {
    let taken = operation.integration.responses.iter().find(|known| {
        known
            .pattern
            .as_ref()
            .is_some_and(|pattern| pattern.matches(&response.callback_message) == Ok(true))
    });
    let prefix = if response.callback_message.starts_with(&response.prefix) {
        response.prefix.len()
    } else {
        0
    };
    html! {
        details.card.answer.failure {
            summary {
                (status(response.status)) " " strong { (text::line(&response.code, 120)) } " "
                span.dim { (text::prose(&response.when)) }
                @if response.is_opaque { " " span.tag { "opaque" } }
            }
            dl.facts {
                div { dt { "Headers" } dd { (listed(&response.headers)) } }
                div { dt { "Members" } dd { (listed(&response.members)) } }
                div { dt { "Media type" } dd { code { (text::line(&response.media_type, 200)) } } }
            }
            (Body { label: "Example body", bytes: response.body.as_bytes(), ..Body::default() }.markup())
            div.beside {
                div {
                    p.label { "In a custom integration: the callback message, its prefix marked" }
                    pre.message tabindex="0" dir="ltr" { code { (text::marked(&response.callback_message, 0..prefix, "agrees")) } }
                }
                @if !response.proxy_answer.is_empty() {
                    (Body { label: "In a proxy integration: the answer", bytes: response.proxy_answer.as_bytes(), ..Body::default() }.markup())
                }
            }
            @match taken {
                Some(taken) => (response_of(taken)),
                None if operation.integration.responses.is_empty() => {}
                None => p.callout { "No pattern of the document takes this message: the default response would answer it." },
            }
            @if !operation.integration.responses.is_empty() {
                form method="post" action="/message" {
                    input type="hidden" name="operation" value=(index);
                    input type="hidden" name="text" value=(response.callback_message);
                    button type="submit" { "See what the client gets" }
                }
            }
        }
    }
}

fn listed(names: &[String]) -> Markup {
    html! {
        @if names.is_empty() { span.dim { "none" } }
        @for (index, name) in names.iter().enumerate() { @if index > 0 { ", " } code { (text::line(name, 200)) } }
    }
}

/// What the document says: request templates, and the responses in the order of their patterns.
fn document_side(document: &Document, operation: &Operation) -> Markup {
    let integration = &operation.integration;
    html! {
        section aria-labelledby="document" {
            h2 #document { "As the document says" }
            @if let Some((media_type, example)) = sample_body(document, operation) {
                @let label = format!("Example of a request body, {media_type}");
                (Body { label: &label, bytes: example.as_bytes(), ..Body::default() }.markup())
            }
            (templates("Request template", &integration.request_templates))
            (mappings(&integration.request_parameters))
            @if integration.responses.is_empty() {
                p.dim { "The integration's answer is the response: there are no patterns and no response templates." }
            }
            @for response in &integration.responses { div.card { (response_of(response)) } }
            h3 { "Declared responses" }
            @if operation.responses.is_empty() { p.dim { "None." } }
            @for (code, response) in &operation.responses { (declared(document, *code, response)) }
        }
    }
}

/// A method response: headers and media types, with an example of each body whose schema is known.
fn declared(document: &Document, code: u16, response: &MethodResponse) -> Markup {
    let examples = response.content.iter().map(|(media_type, schema)| {
        let example = document.schemas.response_example(schema);
        let example = (!example.is_null()).then(|| format!("{example:#}"));
        (media_type, example)
    });
    let examples: Vec<_> = examples.collect();
    html! {
        div.declared {
            p {
                (status(code)) " "
                @if response.content.is_empty() {
                    span.dim { "without a body" }
                } @else {
                    (listed(&response.content.keys().cloned().collect::<Vec<_>>()))
                }
                @if !response.headers.is_empty() {
                    span.dim { " with " } (listed(&response.headers.iter().cloned().collect::<Vec<_>>()))
                }
            }
            @for (media_type, example) in &examples {
                @if let Some(example) = example {
                    @let label = format!("Example, {media_type}");
                    (Body { label: &label, bytes: example.as_bytes(), fold: Fold::Closed, ..Body::default() }.markup())
                }
            }
        }
    }
}

fn response_of(response: &IntegrationResponse) -> Markup {
    html! {
        p { (status(response.status)) " " @match &response.pattern {
            Some(_) => "for messages that this pattern takes:",
            None => "otherwise: the default response.",
        } }
        @if let Some(pattern) = &response.pattern {
            pre tabindex="0" dir="ltr" { code { (text::shown(pattern.as_str())) } }
            @if let Some(error) = pattern.error() { p.callout { (text::line(error, 1000)) } }
        }
        (mappings(&response.headers))
        (templates("Response template", &response.templates))
    }
}

fn templates(label: &str, templates: &[(String, Template)]) -> Markup {
    html! {
        @for (media_type, template) in templates {
            @let label = format!("{label}, {media_type}");
            (Body { label: &label, bytes: template.source().as_bytes(), fold: Fold::Closed, ..Body::default() }.markup())
            @if let Some(error) = template.error() { p.callout { (text::line(error, 1000)) } }
        }
    }
}

fn mappings(mappings: &[Mapping]) -> Markup {
    html! {
        @if !mappings.is_empty() {
            details.body {
                summary.body-head { span { "Mappings" } span.dim { (mappings.len()) } }
                dl.headers {
                    @for mapping in mappings {
                        div { dt { (text::line(&mapping.target, 300)) } dd { (text::line(&mapping.expression, 2000)) } }
                    }
                }
            }
        }
    }
}

fn method(operation: &Operation) -> &str {
    operation
        .method
        .as_ref()
        .map_or("ANY", http::Method::as_str)
}

/// What stands behind the operation, in words.
fn backend(deployment: &Deployment, operation: &Operation) -> String {
    let called = |function: &str| match deployment.with_stage_variables(function) {
        Ok(name) if name.is_empty() => "a function".to_owned(),
        Ok(name) => format!("the function {name}"),
        Err(missing) => missing.to_string(),
    };
    match &operation.integration.kind {
        Kind::Custom { function } => format!("custom integration with {}", called(function)),
        Kind::Proxy { function } => format!("proxy integration with {}", called(function)),
        Kind::Mock => "mock: the gateway answers by itself".to_owned(),
        Kind::Http { uri } => format!("HTTP integration with {uri}"),
        Kind::HttpProxy { uri } => format!("HTTP proxy integration with {uri}"),
        Kind::Unknown => "an integration of no known type".to_owned(),
    }
}

/// What the types say of an operation.
fn of_contract<'c>(contract: &'c Contract, operation: &Operation) -> Option<&'c ContractOperation> {
    let name = operation_name(operation);
    contract
        .operations
        .iter()
        .find(|known| known.operation == name)
}

impl Contract {
    fn drifts_of(&self, operation: &str) -> usize {
        let drifts = self.drifts.iter();
        drifts
            .filter(|drift| drift.operation.as_deref() == Some(operation))
            .count()
    }
}
