//! The error reference: each error code of an API on one page, for people.
//!
//! In: the operations. Out: Markdown, or a page of HTML. The texts are the program's own, and each writer escapes them.

mod html;
mod markdown;

use super::{
    OpenApi, mocks,
    patterns::Selections,
    schemas::{Audience, Failure, Models},
};
use crate::{DeclaredResponse, Route, body::DescribedMember, settings::Settings};
use apigw_local::document::Schemas;
use serde_json::{Map, Value};

/// Every error code of an API: when it is given, its status, what it carries, an example, and the operations that give it.
///
/// ```
/// use lambda_api_errors::{Api, Json, Path, api_errors, lambda_endpoint};
///
/// #[api_errors(type_base = "https://example.org/errors#")]
/// #[derive(Debug, thiserror::Error)]
/// enum CartError {
///     /// There is no such cart.
///     #[error("no cart {cart}")]
///     #[api(status = 404)]
///     NotFound {
///         #[api(extension)]
///         cart: u32,
///     },
/// }
///
/// #[lambda_endpoint(GET, "/carts/{cart}")]
/// async fn cart(Path(cart): Path<u32>) -> Result<Json<u32>, CartError> {
///     Err(CartError::NotFound { cart })
/// }
///
/// let openapi = Api::<()>::new("carts", "1").endpoint::<cart>().openapi();
/// let page = openapi.error_reference().to_html();
/// assert!(page.contains(r#"<section id="NotFound">"#)); // `https://example.org/errors#NotFound`, where this page is
/// ```
#[derive(Debug, Clone)]
pub struct ErrorReference {
    title: String,
    version: String,
    entries: Vec<Entry>,
}

/// One error code with one status.
#[derive(Debug, Clone)]
struct Entry {
    response: &'static DeclaredResponse,
    media_type: &'static str,
    headers: Vec<Row>,
    members: Vec<Row>,
    example: Option<String>,
    /// Name, method and path; the API itself has none.
    operations: Vec<(&'static str, Route)>,
}

/// A header or a member of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    name: &'static str,
    form: String,
    required: bool,
    description: String,
}

impl ErrorReference {
    /// Markdown: a table of all codes, then a section for each, whose heading is the code.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        markdown::page(self)
    }

    /// One static page of HTML, without scripts and without other files. The section of a code has the code as its `id`, so that
    /// a `type_base` that ends in `#` makes problem types that lead there.
    #[must_use]
    pub fn to_html(&self) -> String {
        html::page(self)
    }
}

impl OpenApi {
    /// The reference of all error codes, by code: the page to which problem types lead.
    #[must_use]
    pub fn error_reference(&self) -> ErrorReference {
        let routed = self
            .operations
            .iter()
            .filter(|operation| operation.route().is_some());
        let routed: Vec<_> = routed.cloned().collect();
        let models = Models::of(
            &routed,
            (self.renderer, &mocks::UNROUTED),
            &self.settings,
            Audience::Clients,
        );
        let schemas = models.for_examples();
        let mut entries: Vec<Entry> = Vec::new();
        for operation in &routed {
            for selection in Selections::of(operation).iter() {
                let group = models.failures(operation.name(), selection.status);
                for failure in group.into_iter().flat_map(|group| &group.failures) {
                    let place = operation.route().map(|route| (operation.name(), route));
                    let media_type = operation.media_type();
                    add(
                        &mut entries,
                        Entry::of(
                            failure,
                            media_type,
                            (models.schemas(), &schemas, &self.settings),
                            place,
                        ),
                    );
                }
            }
        }
        for response in mocks::UNROUTED {
            let group = models.unrouted(response.status().as_u16());
            for failure in group.into_iter().flat_map(|group| &group.failures) {
                let media_type = self.renderer.media_type;
                add(
                    &mut entries,
                    Entry::of(
                        failure,
                        media_type,
                        (models.schemas(), &schemas, &self.settings),
                        None,
                    ),
                );
            }
        }
        entries.sort_by_key(|entry| (entry.response.code(), entry.response.status()));
        ErrorReference {
            title: self.title.clone(),
            version: self.version.clone(),
            entries,
        }
    }
}

/// Adds an entry, or its operation to the entry that says the same.
fn add(entries: &mut Vec<Entry>, entry: Entry) {
    match entries.iter_mut().find(|other| other.says_the_same(&entry)) {
        Some(known) => {
            for operation in entry.operations {
                if !known.operations.contains(&operation) {
                    known.operations.push(operation);
                }
            }
        }
        None => entries.push(entry),
    }
}

impl Entry {
    fn of(
        failure: &Failure,
        media_type: &'static str,
        (components, schemas, settings): (&Map<String, Value>, &Schemas, &Settings),
        place: Option<(&'static str, Route)>,
    ) -> Self {
        let rows = |members: &[DescribedMember]| -> Vec<Row> {
            members
                .iter()
                .map(|member| row(member, components))
                .collect()
        };
        let example = failure.example(schemas, settings);
        Self {
            response: failure.response,
            media_type,
            headers: rows(failure.headers()),
            members: rows(failure.extensions()),
            example: example.and_then(|example| serde_json::to_string_pretty(&example).ok()),
            operations: place.into_iter().collect(),
        }
    }

    fn says_the_same(&self, other: &Self) -> bool {
        let Self {
            response,
            media_type,
            headers,
            members,
            example,
            operations: _,
        } = self;
        (*response, *media_type) == (other.response, other.media_type)
            && (headers, members, example) == (&other.headers, &other.members, &other.example)
    }

    /// When the failure happens.
    fn when(&self) -> &'static str {
        match self.response.description() {
            "" => self.response.title(),
            words => words,
        }
    }

    /// What is worth saying of the body besides its members.
    fn remarks(&self) -> Vec<&'static str> {
        let remarks = [
            (
                self.response.has_errors(),
                "The body can list what is wrong with each field.",
            ),
            (!self.response.has_body(), "The answer has no body."),
            (
                self.response.is_opaque() && self.response.has_body(),
                "The body hides the cause; the log of the server has it.",
            ),
        ];
        let remarks = remarks.into_iter().filter(|(holds, _)| *holds);
        remarks.map(|(_, remark)| remark).collect()
    }
}

fn row(member: &DescribedMember, components: &Map<String, Value>) -> Row {
    let description = member.schema["description"].as_str();
    let referred = || {
        let name = member.schema["$ref"].as_str()?.rsplit('/').next()?;
        components.get(name)?["description"].as_str()
    };
    Row {
        name: member.name,
        form: form(&member.schema, components, 0),
        required: member.required,
        description: description.or_else(referred).unwrap_or_default().to_owned(),
    }
}

/// The form of a value in words: `integer`, `array of Item`, `"a" or "b"`.
fn form(schema: &Value, components: &Map<String, Value>, depth: usize) -> String {
    const DEPTH_LIMIT: usize = 4;
    if depth > DEPTH_LIMIT {
        return "any JSON".to_owned();
    }
    let inner = |schema: &Value| form(schema, components, depth + 1);
    if let Some(name) = schema["$ref"]
        .as_str()
        .and_then(|name| name.rsplit('/').next())
    {
        let Some(model) = components.get(name) else {
            return name.to_owned();
        };
        return match model["type"].as_str() {
            Some("object") | None => name.to_owned(),
            Some(_) => inner(model),
        };
    }
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<_> = values.iter().map(Value::to_string).collect();
        return values.join(" or ");
    }
    if let Some(value) = schema.get("const") {
        return value.to_string();
    }
    let alternatives = ["anyOf", "oneOf"].map(|name| schema[name].as_array());
    if let Some(alternatives) = alternatives.into_iter().flatten().next() {
        let forms: Vec<_> = alternatives.iter().map(inner).collect();
        return forms.join(" or ");
    }
    match &schema["type"] {
        Value::String(kind) if kind == "array" && schema["items"].is_object() => {
            format!("array of {}", inner(&schema["items"]))
        }
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => {
            let kinds: Vec<_> = kinds.iter().filter_map(Value::as_str).collect();
            kinds.join(" or ")
        }
        _ => "any JSON".to_owned(),
    }
}
