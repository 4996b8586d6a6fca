//! Models: the part of JSON Schema draft 4 that API Gateway keeps, for the validation of request bodies.
//!
//! The crate for all of JSON Schema brings 45 others with it, which the first build of every example would pay for. A
//! keyword that is not known here is a warning when the document is read, so nothing is left unchecked in silence.

mod patterns;
mod progress;
mod shown;

use super::{DocumentProblem, compiled::Compiled, cursor::Cursor};
use apigw_java_regex::StepBudget;
use patterns::Patterns;
use progress::{Progress, Work};
use serde_json::Value;
use shown::{SHOWN, shortened, shown};
use std::{
    cell::RefCell,
    collections::{BTreeSet, HashSet},
};

/// The steps of a validation that has no budget from elsewhere.
const STEP_LIMIT: u64 = 10_000_000;
/// How many violations of a body are looked for.
const VIOLATIONS: usize = 100;
/// The violation by a body that was not validated to its end.
const OVER: &str = "the body nests too deep, or takes too long to validate";

const CHECKED: &[&str] = &[
    "$ref",
    "type",
    "enum",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minProperties",
    "maxProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "nullable",
];
const WITHOUT_EFFECT: &[&str] = &[
    "title",
    "description",
    "format",
    "example",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "xml",
    "discriminator",
    "$schema",
    "id",
    "definitions",
    "multipleOf",
];

/// The document's models, which others refer to.
#[derive(Debug, Clone, Default)]
pub struct Schemas {
    /// What references to them begin with.
    prefix: &'static str,
    models: Value,
    patterns: Patterns,
}

/// The schemas that were looked at, and the patterns and templates of the document.
#[derive(Debug, Default)]
pub(super) struct Seen {
    schemas: BTreeSet<String>,
    pub(super) compiled: RefCell<Compiled>,
}

/// Finds a keyword that validation leaves out. Each schema of a document is looked at once, so that one that contains itself ends.
pub(super) fn check(place: &Cursor<'_>, seen: &mut Seen) -> Result<(), DocumentProblem> {
    let place = place.resolved()?;
    if !seen.schemas.insert(place.id().to_owned()) {
        return Ok(());
    }
    for (keyword, value) in place.members()? {
        let known = CHECKED.contains(&keyword) || WITHOUT_EFFECT.contains(&keyword);
        if keyword == "multipleOf" || !(known || keyword.starts_with("x-")) {
            return Err(value.problem(format!(
                "the schema keyword `{keyword}` is not checked here"
            )));
        }
        match keyword {
            "properties" => {
                for (_, schema) in value.members()? {
                    check(&schema, seen)?;
                }
            }
            "allOf" | "anyOf" | "oneOf" => {
                for schema in value.items()? {
                    check(&schema, seen)?;
                }
            }
            "items" | "not" => check(&value, seen)?,
            "additionalProperties" if value.value.is_object() => check(&value, seen)?,
            "pattern" => {
                let pattern = seen.compiled.borrow_mut().pattern(value.text()?);
                if let Some(error) = pattern.error() {
                    return Err(value.problem(error));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

impl Schemas {
    pub(super) fn new((prefix, models): (&'static str, Option<Value>)) -> Self {
        Self {
            prefix,
            models: models.unwrap_or_default(),
            patterns: Patterns::default(),
        }
    }

    /// These models by name, to which references such as `#/components/schemas/Cart` lead.
    ///
    /// ```
    /// use apigw_local::document::Schemas;
    /// use serde_json::json;
    ///
    /// let models = json!({"Cart": {"type": "object", "required": ["id"]}});
    /// let schemas = Schemas::of_models(models.as_object().unwrap().clone());
    /// let cart = json!({"$ref": "#/components/schemas/Cart"});
    /// assert!(!schemas.violations(&cart, &json!({})).is_empty());
    /// ```
    #[must_use]
    pub fn of_models(models: serde_json::Map<String, Value>) -> Self {
        Self::new(("#/components/schemas", Some(models.into())))
    }

    /// The models by name.
    #[must_use]
    pub fn named(&self) -> Option<&serde_json::Map<String, Value>> {
        self.models.as_object()
    }

    /// The model that a reference such as `#/components/schemas/Cart` leads to.
    pub(super) fn referenced(&self, reference: &str) -> Option<&Value> {
        let pointer = reference.strip_prefix(self.prefix)?;
        self.models.pointer(pointer)
    }

    /// The violations of `schema` by `body`, in words like AWS's; empty if `body` is valid.
    #[must_use]
    pub fn violations(&self, schema: &Value, body: &Value) -> Vec<String> {
        self.violations_within(schema, body, &mut StepBudget::steps(STEP_LIMIT))
    }

    /// What is wrong with `body`, as far as the steps that are left in `budget` allow; that they do not is a violation as well.
    #[must_use]
    pub fn violations_within(
        &self,
        schema: &Value,
        body: &Value,
        budget: &mut StepBudget,
    ) -> Vec<String> {
        let mut violations = Vec::new();
        let work = RefCell::new(Work::new(budget, &self.patterns));
        let start = Progress::new(&work);
        self.validate(schema, body, start, &mut violations);
        if start.is_used_up() && violations.iter().all(|violation| violation != OVER) {
            violations.push(OVER.to_owned());
        }
        violations
    }

    fn accepts(&self, schema: &Value, body: &Value, at: Progress<'_>) -> bool {
        let mut violations = Vec::new();
        self.validate(schema, body, at.deeper(), &mut violations);
        violations.is_empty()
    }

    fn validate(&self, schema: &Value, body: &Value, at: Progress<'_>, out: &mut Vec<String>) {
        if out.len() >= VIOLATIONS {
            return;
        }
        if at.is_over() {
            if out.last().is_none_or(|last| last != OVER) {
                out.push(OVER.to_owned());
            }
            return;
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            if let Some(target) = self.referenced(reference) {
                self.validate(target, body, at.deeper(), out);
            }
            return;
        }
        if body.is_null() && schema.get("nullable") == Some(&Value::Bool(true)) {
            return;
        }
        check_type(schema, body, at, out);
        match body {
            Value::Object(object) => self.validate_object(schema, object, at, out),
            Value::Array(list) => self.validate_list(schema, list, at, out),
            Value::String(text) => validate_text(schema, text, at, out),
            Value::Number(number) => {
                validate_number(schema, number.as_f64().unwrap_or_default(), out);
            }
            Value::Null | Value::Bool(_) => {}
        }
        self.validate_combined(schema, body, at, out);
    }

    fn validate_object(
        &self,
        schema: &Value,
        object: &serde_json::Map<String, Value>,
        at: Progress<'_>,
        out: &mut Vec<String>,
    ) {
        let required = schema.get("required").and_then(Value::as_array);
        let missing: Vec<_> = required
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .inspect(|name| at.read(name))
            .filter(|name| !object.contains_key(*name))
            .take(SHOWN)
            .collect();
        if !missing.is_empty() {
            out.push(format!(
                "object has missing required properties ({})",
                shown(&serde_json::json!(missing))
            ));
        }
        check_size(
            schema,
            ["minProperties", "maxProperties"],
            object.len(),
            "object",
            out,
        );
        for (name, value) in object {
            at.read(name);
            let known = schema
                .get("properties")
                .and_then(|properties| properties.get(name));
            match known.or_else(|| schema.get("additionalProperties")) {
                Some(Value::Bool(false)) => out.push(format!(
                    "object instance has properties which are not allowed by the schema: [\"{}\"]",
                    shortened(name)
                )),
                Some(schema) => self.validate(schema, value, at.deeper(), out),
                None => {}
            }
        }
    }

    fn validate_list(
        &self,
        schema: &Value,
        list: &[Value],
        at: Progress<'_>,
        out: &mut Vec<String>,
    ) {
        check_size(schema, ["minItems", "maxItems"], list.len(), "array", out);
        if let Some(items) = schema.get("items") {
            for item in list {
                self.validate(items, item, at.deeper(), out);
            }
        }
        let unique = schema.get("uniqueItems") == Some(&Value::Bool(true));
        let mut seen = HashSet::new();
        let is_new = |item: &Value| {
            at.read_value(item);
            !at.is_used_up() && seen.insert(item.to_string())
        };
        if unique && !list.iter().all(is_new) {
            out.push("array must not contain duplicate elements".to_owned());
        }
    }

    fn validate_combined(
        &self,
        schema: &Value,
        body: &Value,
        at: Progress<'_>,
        out: &mut Vec<String>,
    ) {
        let list = |keyword| schema.get(keyword).and_then(Value::as_array);
        for part in list("allOf").into_iter().flatten() {
            self.validate(part, body, at.deeper(), out);
        }
        let count = |parts: &[Value]| {
            parts
                .iter()
                .filter(|part| self.accepts(part, body, at))
                .count()
        };
        if list("anyOf").is_some_and(|parts| count(parts) == 0) {
            out.push("instance failed to match at least one required schema".to_owned());
        }
        if list("oneOf").is_some_and(|parts| count(parts) != 1) {
            out.push("instance failed to match exactly one schema".to_owned());
        }
        if schema
            .get("not")
            .is_some_and(|part| self.accepts(part, body, at))
        {
            out.push("instance matched a schema which it should not have".to_owned());
        }
        let allowed = list("enum");
        if allowed.is_some_and(|allowed| !allowed.iter().any(|value| at.equal(value, body))) {
            out.push(format!(
                "instance value ({}) not found in enum",
                shown(body)
            ));
        }
    }
}

fn check_type(schema: &Value, body: &Value, at: Progress<'_>, out: &mut Vec<String>) {
    let is = |name: &str| match name {
        "object" => body.is_object(),
        "array" => body.is_array(),
        "string" => body.is_string(),
        "boolean" => body.is_boolean(),
        "null" => body.is_null(),
        "integer" => body.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => body.is_number(),
        _ => false,
    };
    let accepted = match schema.get("type") {
        Some(Value::String(name)) => is(name),
        Some(Value::Array(names)) => {
            at.charge(names.len() as u64);
            names.iter().filter_map(Value::as_str).any(is)
        }
        _ => true,
    };
    if !accepted {
        let expected = schema.get("type").unwrap_or(&Value::Null);
        out.push(format!(
            "instance type does not match any allowed primitive type (allowed: {})",
            shown(expected)
        ));
    }
}

fn check_size(
    schema: &Value,
    [least, most]: [&str; 2],
    size: usize,
    what: &str,
    out: &mut Vec<String>,
) {
    let bound = |keyword| schema.get(keyword).and_then(Value::as_u64);
    let size = size as u64;
    if bound(least).is_some_and(|least| size < least) {
        out.push(format!("{what} is too short (length: {size})"));
    }
    if bound(most).is_some_and(|most| size > most) {
        out.push(format!("{what} is too long (length: {size})"));
    }
}

fn validate_text(schema: &Value, text: &str, at: Progress<'_>, out: &mut Vec<String>) {
    at.read(text);
    let length = text.chars().count();
    check_size(schema, ["minLength", "maxLength"], length, "string", out);
    let Some(pattern) = schema.get("pattern").and_then(Value::as_str) else {
        return;
    };
    if !at.finds(pattern, text) {
        out.push(format!(
            "ECMA 262 regex \"{}\" does not match input string",
            shortened(pattern)
        ));
    }
}

fn validate_number(schema: &Value, number: f64, out: &mut Vec<String>) {
    let bound = |keyword| schema.get(keyword).and_then(Value::as_f64);
    let exclusive = |keyword| schema.get(keyword) == Some(&Value::Bool(true));
    if let Some(least) = bound("minimum")
        && (number < least || exclusive("exclusiveMinimum") && number <= least)
    {
        out.push("numeric instance is lower than the required minimum".to_owned());
    }
    if let Some(most) = bound("maximum")
        && (number > most || exclusive("exclusiveMaximum") && number >= most)
    {
        out.push("numeric instance is greater than the required maximum".to_owned());
    }
}
