//! The form that composes a request.

use super::{Part, page, text};
use crate::console::{Shared, draft::Draft, operation_name};
use http::Method;
use maud::{Markup, html};

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// The page with the form. `problem` says why the request of `draft` could not be sent.
pub(in crate::console) fn form(shared: &Shared, draft: &Draft, problem: Option<&str>) -> Markup {
    let deployment = shared.running.get().shared_deployment();
    let operations = &deployment.document.operations;
    let path = draft.target.split('?').next().unwrap_or_default();
    let method = Method::from_bytes(draft.method.as_bytes()).unwrap_or_default();
    let taken_by = deployment.document.operation_for(&method, path);
    let is_known = METHODS.contains(&draft.method.as_str()) || draft.method.is_empty();
    let content = html! {
        h1 { "Try" }
        form.pick method="get" action="/try" {
            label for="operation" { "Begin with an operation" }
            select #operation name="operation" {
                @for (index, operation) in operations.iter().enumerate() {
                    @let chosen = taken_by.is_some_and(|taken_by| taken_by.pointer == operation.pointer);
                    option value=(index) selected[chosen] { (text::line(&operation_name(operation), 120)) }
                }
            }
            button type="submit" { "Fill in" }
        }
        @if let Some(problem) = problem {
            p.callout #problem role="alert" { strong { "Not sent: " } (text::line(problem, 1000)) "." }
        }
        @if let Some(violation) = &draft.violation {
            p.callout { strong { "The operation's model does not take this body: " } (text::line(violation, 1000)) "." }
        }
        form.compose method="post" action="/try" {
            div.request-line {
                div {
                    label for="method" { "Method" }
                    select #method name="method" {
                        @for method in METHODS { option selected[method == draft.method] { (method) } }
                        @if !is_known { option selected { (draft.method) } }
                    }
                }
                div.grow {
                    label for="target" { "Path and query" }
                    input #target name="target" value=(draft.target) required autocomplete="off" spellcheck="false"
                        aria-describedby=[problem.map(|_| "problem")];
                }
            }
            label for="headers" { "Headers, one on each line" }
            textarea #headers name="headers" rows="4" spellcheck="false" placeholder="Name: value" { "\n" (draft.headers) }
            label for="body" { "Body" }
            textarea #body name="body" rows="10" spellcheck="false" { "\n" (draft.body) }
            @if shared.other.is_some() {
                fieldset {
                    legend { "Through" }
                    @for (value, name) in [("", "the gateway that is served"), ("other", "the other kind of integration"), ("both", "both, side by side")] {
                        label.choice {
                            input type="radio" name="through" value=(value) checked[value == draft.through];
                            " " (name)
                        }
                    }
                }
            }
            button.primary type="submit" { "Send" }
        }
    };
    page(shared, "Try", Part::Try, &content)
}
