//! The resources of a file, in the shape that `CloudFormation` gives them.

use serde_json::Value;
use std::collections::BTreeMap;

/// A resource, its values resolved as far as the file says them.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    /// The logical id, or Terraform's address.
    pub(super) id: String,
    /// The type, as `CloudFormation` calls it.
    pub(super) kind: String,
    /// The properties, as `CloudFormation` calls them.
    pub(super) properties: Value,
    /// The place of the properties in the file, as a JSON pointer.
    pub(super) at: String,
    /// The places of those properties that are from elsewhere, by their own pointer in the properties.
    pub(super) elsewhere: BTreeMap<String, String>,
}

impl Resource {
    /// A property; null if it is not there.
    pub(super) fn get(&self, name: &str) -> &Value {
        &self.properties[name]
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.properties[name].as_str()
    }

    /// Whether a property is true, as a boolean or as a text.
    pub(super) fn flag(&self, name: &str) -> bool {
        is_true(self.get(name))
    }

    /// Where a property stands in the file.
    pub(super) fn origin(&self, pointer: &str) -> String {
        let known = self.elsewhere.iter().rev().find_map(|(inner, place)| {
            let rest = pointer.strip_prefix(inner.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then(|| format!("{place}{rest}"))
        });
        known.unwrap_or_else(|| format!("{}{pointer}", self.at))
    }
}

/// True as a boolean or as a text, as templates in YAML and parameters have it.
pub(super) fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(value) => *value,
        Value::String(text) => text == "true",
        _ => false,
    }
}

/// The text of a value that is one, or a number: a status code is both.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
