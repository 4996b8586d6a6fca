//! The schemas of bodies in the formats of this crate: that of one declared response, and that of all of one status.
//!
//! A constant is an enumeration of one value, which JSON Schema has in every version.

mod merged;

pub(crate) use merged::merged;

use super::DescribedResponse;
use serde_json::{Map, Value, json};

/// The schema of an object while it is written.
#[derive(Default)]
struct ObjectSchema {
    properties: Map<String, Value>,
    required: Vec<Value>,
}

impl ObjectSchema {
    fn always(mut self, name: &str, schema: Value) -> Self {
        self.required.push(name.into());
        self.sometimes(name, schema)
    }

    fn sometimes(mut self, name: &str, schema: Value) -> Self {
        self.properties.insert(name.to_owned(), schema);
        self
    }

    fn always_if(self, name: &str, schema: Option<Value>) -> Self {
        match schema {
            Some(schema) => self.always(name, schema),
            None => self,
        }
    }

    /// The members that `described` adds, beside the format's own.
    fn flattened(mut self, described: &DescribedResponse<'_>) -> Self {
        let mut members = described.members();
        if let Some(Value::Object(properties)) = members.get_mut("properties").map(Value::take) {
            self.properties.extend(properties);
        }
        if let Some(Value::Array(required)) = members.get_mut("required").map(Value::take) {
            self.required.extend(required);
        }
        self
    }

    fn schema(self) -> Value {
        json!({"type": "object", "required": self.required, "properties": self.properties})
    }
}

fn constant(text: &str) -> Value {
    json!({"type": "string", "enum": [text]})
}

fn text(description: &str) -> Value {
    json!({"type": "string", "description": description})
}

fn list(items: &Value) -> Value {
    json!({"type": "array", "items": items, "minItems": 1})
}

fn explanation() -> Value {
    text("What is wrong, for people.")
}

fn longer() -> Value {
    text("A longer explanation.")
}

fn code() -> Value {
    text("The error code.")
}

fn pointer() -> Value {
    text("The JSON pointer (RFC 6901) of the wrong part of the request.")
}

/// One [`FieldError`](crate::FieldError).
pub(crate) fn field_error() -> Value {
    ObjectSchema::default()
        .always("code", code())
        .sometimes("source", pointer())
        .always("message", explanation())
        .sometimes("detail", longer())
        .schema()
}

/// A list of them.
pub(crate) fn field_errors() -> Value {
    json!({"type": "array", "items": field_error()})
}

fn status(described: &DescribedResponse<'_>) -> Value {
    json!({"type": "integer", "enum": [described.response().status().as_u16()]})
}

/// The fixed explanation where there is one, the error's own text otherwise; an opaque error has neither.
fn detail(described: &DescribedResponse<'_>) -> Option<Value> {
    match described.response().fixed_detail() {
        Some(fixed) => Some(constant(fixed)),
        None => (!described.response().is_opaque()).then(explanation),
    }
}

/// The error's own text, or the title of an opaque error.
fn message_or_title(described: &DescribedResponse<'_>) -> Value {
    let response = described.response();
    if response.is_opaque() {
        constant(response.title())
    } else {
        explanation()
    }
}

/// An entry for the error itself, or one for each field error where a response can have them.
fn entry(described: &DescribedResponse<'_>, own: Value, field: impl FnOnce() -> Value) -> Value {
    if described.response().has_errors() {
        merged(own, field())
    } else {
        own
    }
}

pub(super) fn problem(described: &DescribedResponse<'_>) -> Value {
    let response = described.response();
    let body = ObjectSchema::default()
        .always("type", constant(response.problem_type()))
        .always("title", constant(response.title()))
        .always("status", status(described))
        .always_if("detail", detail(described))
        .always("code", constant(response.code()))
        .always_if("pointer", response.fixed_pointer().map(constant));
    let body = if response.has_errors() {
        body.sometimes("errors", described.field_errors())
    } else {
        body
    };
    body.flattened(described).schema()
}

pub(super) fn json_api(described: &DescribedResponse<'_>) -> Value {
    let response = described.response();
    let status = || constant(response.status().as_str());
    let source = |pointer| ObjectSchema::default().always("pointer", pointer).schema();
    let own = ObjectSchema::default()
        .always("status", status())
        .always("code", constant(response.code()))
        .always("title", constant(response.title()))
        .always_if("detail", detail(described))
        .always_if("source", response.fixed_pointer().map(constant).map(source))
        .schema();
    let entry = entry(described, own, || {
        ObjectSchema::default()
            .always("status", status())
            .always("code", code())
            .always("title", text("A short summary."))
            .always("detail", explanation())
            .sometimes("source", source(pointer()))
            .schema()
    });
    let body = ObjectSchema::default().always("errors", list(&entry));
    let meta = described.members();
    let body = match (meta.get("properties"), meta.get("required")) {
        (None, _) => body,
        (Some(_), None) => body.sometimes("meta", meta),
        (Some(_), Some(_)) => body.always("meta", meta),
    };
    body.schema()
}

pub(super) fn status_errors(described: &DescribedResponse<'_>) -> Value {
    let response = described.response();
    let own = ObjectSchema::default()
        .always("code", constant(response.code()))
        .always_if("source", response.fixed_pointer().map(constant))
        .always("message", message_or_title(described))
        .always_if("detail", response.fixed_detail().map(constant))
        .schema();
    ObjectSchema::default()
        .always("status", status(described))
        .always("errors", list(&entry(described, own, field_error)))
        .flattened(described)
        .schema()
}

pub(super) fn http_status_details(described: &DescribedResponse<'_>) -> Value {
    let response = described.response();
    let own = ObjectSchema::default()
        .always("code", constant(response.code()))
        .always("message", message_or_title(described))
        .always_if("description", response.fixed_detail().map(constant))
        .always_if("source", response.fixed_pointer().map(constant))
        .schema();
    let entry = entry(described, own, || {
        ObjectSchema::default()
            .always("code", code())
            .always("message", explanation())
            .sometimes("description", longer())
            .sometimes("source", pointer())
            .schema()
    });
    let error = ObjectSchema::default()
        .always("httpStatusCode", status(described))
        .always("details", list(&entry))
        .schema();
    ObjectSchema::default()
        .always("error", error)
        .flattened(described)
        .schema()
}

/// The text, or of an opaque error the fixed explanation or the code.
fn explained(described: &DescribedResponse<'_>) -> Option<&'static str> {
    let response = described.response();
    let fixed = || response.fixed_detail().unwrap_or(response.code());
    response.is_opaque().then(fixed)
}

pub(super) fn result_errors(described: &DescribedResponse<'_>) -> Value {
    let entry = explained(described).map_or_else(explanation, constant);
    ObjectSchema::default()
        .always("result", constant(described.response().title()))
        .always("errors", list(&entry))
        .flattened(described)
        .schema()
}

pub(super) fn message(described: &DescribedResponse<'_>) -> Value {
    let prefix = described.response().prefix();
    let message = match explained(described) {
        Some(fixed) => constant(&format!("{prefix}{fixed}")),
        None => text("The kind of error, and what is wrong."),
    };
    ObjectSchema::default()
        .always("errorMessage", message)
        .schema()
}
