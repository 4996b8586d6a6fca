//! The form that composes a request.

use super::{Part, page, text};
use crate::{
    console::{Shared, example::example, operation_name, record::Record},
    document::{Document, Location, Operation},
};
use maud::{Markup, html};

/// What stands in the form.
#[derive(Debug, Default, serde::Deserialize)]
pub(in crate::console) struct Draft {
    pub(in crate::console) method: String,
    pub(in crate::console) target: String,
    #[serde(default)]
    pub(in crate::console) headers: String,
    #[serde(default)]
    pub(in crate::console) body: String,
    /// `other` for the other kind of integration, `both` for both, anything else for the gateway that is served.
    #[serde(default)]
    pub(in crate::console) through: String,
}

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

impl Draft {
    /// A request that the operation takes, as far as the document says what it takes.
    pub(in crate::console) fn of_operation(document: &Document, operation: &Operation) -> Self {
        let method = operation
            .method
            .as_ref()
            .map_or("GET", http::Method::as_str);
        let named = |place| {
            operation
                .required
                .iter()
                .filter(move |(known, _)| *known == place)
        };
        let query: Vec<_> = named(Location::Query)
            .map(|(_, name)| format!("{name}=1"))
            .collect();
        let mut target = sample_path(&operation.path.text);
        if !query.is_empty() {
            target = format!("{target}?{}", query.join("&"));
        }
        let mut headers: Vec<_> = named(Location::Header)
            .map(|(_, name)| format!("{name}: 1"))
            .collect();
        let body = sample_body(document, operation);
        if body.is_some() {
            headers.insert(0, "Content-Type: application/json".to_owned());
        }
        Self {
            method: method.to_owned(),
            target,
            headers: headers.join("\n"),
            body: body.unwrap_or_default(),
            through: String::new(),
        }
    }

    /// The request of a record; `None` if its body is not text, or was not kept.
    pub(in crate::console) fn of_record(record: &Record) -> Option<Self> {
        let body = String::from_utf8(record.body.clone()?).ok()?;
        if body.contains('\0') {
            // No form can hold it.
            return None;
        }
        let own = ["host", "content-length", "connection", "transfer-encoding"];
        let headers = record
            .headers
            .iter()
            .filter(|(name, _)| !own.contains(&name.as_str()));
        let headers: Vec<_> = headers
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        Some(Self {
            method: record.method.to_string(),
            target: record.target.clone(),
            headers: headers.join("\n"),
            body,
            through: String::new(),
        })
    }
}

/// The path with 1 in the place of each parameter.
pub(in crate::console) fn sample_path(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if segment.starts_with('{') {
            "1"
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// An example of the operation's JSON body; `None` if it takes none.
pub(super) fn sample_body(document: &Document, operation: &Operation) -> Option<String> {
    let (_, schema) = operation
        .models
        .iter()
        .find(|(media_type, _)| media_type.contains("json"))?;
    let made = example(schema, document.schemas.named());
    (!made.is_null()).then(|| format!("{made:#}"))
}

/// The page with the form. `problem` says why the request of `draft` could not be sent.
pub(in crate::console) fn form(shared: &Shared, draft: &Draft, problem: Option<&str>) -> Markup {
    let deployment = shared.running.get().shared_deployment();
    let operations = &deployment.document.operations;
    let is_known = METHODS.contains(&draft.method.as_str()) || draft.method.is_empty();
    let content = html! {
        h1 { "Try" }
        form.pick method="get" action="/try" {
            label for="operation" { "Begin with an operation" }
            select #operation name="operation" {
                @for (index, operation) in operations.iter().enumerate() {
                    @let chosen = operation.method.as_ref().is_some_and(|method| method == draft.method.as_str())
                        && sample_path(&operation.path.text) == draft.target.split('?').next().unwrap_or_default();
                    option value=(index) selected[chosen] { (text::line(&operation_name(operation), 120)) }
                }
            }
            button type="submit" { "Fill in" }
        }
        @if let Some(problem) = problem {
            p.callout #problem role="alert" { strong { "Not sent: " } (text::line(problem, 1000)) "." }
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
