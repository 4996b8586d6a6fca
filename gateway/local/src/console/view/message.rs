//! An `errorMessage` that a user pasted: which pattern takes it, and what the client gets.

use super::{Part, page, patterns, status, text, text::Body};
use crate::{
    Outcome, Step, Trace,
    console::{Shared, operation_name, record::verdict},
    document::Operation,
    engine::{self, ClientRequest, Deployment, MethodRequest, RequestStamp, TemplateContext},
};
use bytes::Bytes;
use http::{Method, Request, Response};
use maud::{Markup, html};
use std::sync::Arc;

/// What the client gets of a message, and why.
pub(in crate::console) struct Tried {
    trace: Trace,
    response: Response<Bytes>,
}

/// Runs the stages after the integration, on a function error with this message.
pub(in crate::console) fn tried(
    deployment: &Deployment,
    operation: &Arc<Operation>,
    message: &str,
) -> Tried {
    let stamp = RequestStamp::now();
    let mut trace = Trace::new(&stamp.id);
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = operation.method.clone().unwrap_or(Method::GET);
    let request = ClientRequest::new(request, stamp);
    let request = MethodRequest::to_operation(Arc::clone(operation), request);
    let answer = engine::ended(Outcome::failed("Error", message), &mut trace);
    let templates = TemplateContext::default();
    let response =
        engine::integration_response(deployment, &request, templates, &answer, &mut trace)
            .and_then(|mapped| engine::method_response(&request, mapped, &mut trace))
            .unwrap_or_else(|failure| {
                engine::gateway_response(deployment, &request.request, &failure, &mut trace)
            });
    Tried { trace, response }
}

/// The operations that have patterns, with their places in the document.
pub(in crate::console) fn with_patterns(deployment: &Deployment) -> Vec<(usize, &Arc<Operation>)> {
    let operations = deployment.document.operations.iter().enumerate();
    operations
        .filter(|(_, operation)| is_of_function(operation))
        .collect()
}

fn is_of_function(operation: &Operation) -> bool {
    use crate::document::Kind;
    matches!(operation.integration.kind, Kind::Custom { .. }) && operation.not_run.is_none()
}

/// The page, with the answer to the message if there is one.
pub(in crate::console) fn form(
    shared: &Shared,
    chosen: Option<usize>,
    message: &str,
    tried: Option<&Tried>,
) -> Markup {
    let deployment = shared.running.get().shared_deployment();
    let operations = with_patterns(&deployment);
    let content = html! {
        h1 { "Message" }
        p.dim { "A function that fails with an " code { "errorMessage" } ": which pattern takes it, and what does the client get?" }
        @if operations.is_empty() {
            div.empty { p { strong { "No operation has selection patterns." } " Only custom integrations with functions have them." } }
        } @else {
            form.compose method="post" action="/message" {
                label for="operation" { "Operation" }
                select #operation name="operation" {
                    @for (index, operation) in &operations {
                        option value=(index) selected[chosen == Some(*index)] { (text::line(&operation_name(operation), 120)) }
                    }
                }
                label for="text" { code { "errorMessage" } }
                textarea #text name="text" rows="6" spellcheck="false" placeholder="Not Found: {\"message\":\"no cart 7\"}" { "\n" (message) }
                button.primary type="submit" { "Show" }
            }
        }
        @if let Some(tried) = tried { (answer(tried, message)) }
    };
    page(shared, "Message", Part::Message, &content)
}

fn answer(Tried { trace, response }: &Tried, message: &str) -> Markup {
    let patterns = patterns::tried(&trace.steps);
    let selected = trace
        .selection
        .as_ref()
        .and_then(|selection| selection.pattern.as_deref());
    let verdict = verdict(trace, response.status());
    let headers: Vec<_> = response
        .headers()
        .iter()
        .filter(|(name, _)| !name.as_str().starts_with("x-am"))
        .map(|(name, value)| {
            (
                name.to_string(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
        .collect();
    html! {
        section.card #answer aria-labelledby="verdict" {
            h2 #verdict { (status(response.status().as_u16())) " " (text::shown(&verdict)) }
            (patterns::table(&patterns, message, selected))
            @for step in &trace.steps {
                @if let Step::Unverified(what) = step { p.remark { span.tag { "unverified on AWS" } " " (text::line(what, 2000)) } }
            }
        }
        section.card aria-labelledby="client" {
            h2 #client { "What the client gets" }
            (super::headers(&headers))
            (Body { label: "Body", bytes: response.body(), ..Body::default() }.markup())
        }
    }
}
