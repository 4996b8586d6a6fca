//! The parameters of an operation: those of its path, and those that its `Query` reads.
//!
//! Import reads of a parameter its name, place, description, type, and whether it must be there. Bounds and patterns are for
//! clients: the gateway drops them ([Important
//! notes](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html)).

use super::{
    routes::Resource,
    schemas::{Audience, bounds, subset},
    tree::{Node, Object},
};
use crate::{Operation, member_types::Describe};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// How deep references may lead before a type is unknown.
const DEPTH_LIMIT: usize = 16;

/// The parameters of the resource's path; nothing is known of their types.
pub(super) fn of_path(resource: &Resource<'_>) -> Option<Node> {
    list(resource.parameters().map(|name| path(name, None)))
}

/// The parameters of an operation, with the types that its extractors give them.
pub(super) fn of_operation(
    resource: &Resource<'_>,
    operation: &Operation,
    audience: Audience,
) -> Option<Node> {
    let schemas = operation.schemas();
    let types = schemas.path().map(Schema::of);
    let count = resource.parameters().count();
    let in_path = resource.parameters().enumerate().map(|(index, name)| {
        let known = types.as_ref().and_then(|types| {
            let schema = types.part(name, index, count)?;
            Some((
                types.description(schema),
                types.conditions(schema, audience),
            ))
        });
        path(name, known)
    });
    let query = schemas.query().map(Schema::of);
    let in_query = query.iter().flat_map(|query| {
        query.members().map(|(name, schema, required)| {
            Object::new()
                .with("name", name)
                .with("in", "query")
                .with_some("description", query.description(schema))
                .with("required", required)
                .with("schema", query.conditions(schema, audience))
        })
    });
    list(in_path.chain(in_query))
}

fn list(parameters: impl Iterator<Item = Object>) -> Option<Node> {
    let parameters: Vec<_> = parameters.collect();
    (!parameters.is_empty()).then(|| parameters.into())
}

fn path(name: &str, known: Option<(Option<&str>, Object)>) -> Object {
    let (description, conditions) =
        known.unwrap_or_else(|| (None, Object::new().with("type", "string")));
    Object::new()
        .with("name", name)
        .with("in", "path")
        .with_some("description", description)
        .with("required", true)
        .with("schema", conditions)
}

/// The values of an enumeration whose values are documented: schemars gives each as a schema of its own.
fn listed(schema: &Value) -> Option<Vec<Value>> {
    let alternatives = schema["oneOf"].as_array()?.iter();
    let values = alternatives.map(|one| match (&one["const"], &one["enum"]) {
        (Value::Null, Value::Array(values)) => Some(values.clone()),
        (Value::Null, _) => None,
        (value, _) => Some(vec![value.clone()]),
    });
    let values: Option<Vec<_>> = values.collect();
    values.map(|values| values.concat())
}

fn text<'a>(schema: &'a Value, name: &str) -> Option<&'a str> {
    schema[name].as_str()
}

/// A schema with the definitions that it refers to.
struct Schema {
    value: Value,
    definitions: Map<String, Value>,
}

/// The keywords that state what one value must be.
const CONDITIONS: [&str; 9] = [
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxLength",
    "maximum",
    "minLength",
    "minimum",
    "multipleOf",
    "pattern",
];

impl Schema {
    fn of(describe: Describe) -> Self {
        let settings = SchemaSettings::openapi3().with(|settings| settings.transforms.clear());
        let mut generator = settings.into_generator();
        Self {
            value: describe(&mut generator).to_value(),
            definitions: generator.take_definitions(true),
        }
    }

    /// The schema to which references lead. A schema with a description refers to another through a list of one, and an optional
    /// one through a list with null.
    fn resolved<'a>(&'a self, mut schema: &'a Value) -> &'a Value {
        for _ in 0..DEPTH_LIMIT {
            let reference = schema["$ref"].as_str().and_then(super::schemas::decoded);
            let parts = ["allOf", "anyOf", "oneOf"].map(|name| schema[name].as_array());
            let parts = parts.into_iter().flatten().next();
            let mut parts = parts
                .into_iter()
                .flatten()
                .filter(|part| part["type"] != "null");
            schema = match (reference, parts.next(), parts.next()) {
                (Some(name), ..) => self.definitions.get(&name).unwrap_or(&Value::Null),
                (None, Some(only), None) => only,
                _ => return schema,
            };
        }
        &Value::Null
    }

    /// The description that stands at the schema, or at that to which it refers.
    fn description<'a>(&'a self, schema: &'a Value) -> Option<&'a str> {
        text(schema, "description").or_else(|| text(self.resolved(schema), "description"))
    }

    /// What a parameter of the type `schema` must be: its type, and of the conditions that its type states, those on one value.
    fn conditions(&self, schema: &Value, audience: Audience) -> Object {
        let resolved = self.resolved(schema);
        let kind = kind(resolved);
        let mut conditions = resolved.clone();
        if let Some(values) = listed(resolved) {
            conditions["enum"] = values.into();
        }
        for name in CONDITIONS {
            if let (Some(condition), true) = (schema.get(name), conditions.is_object()) {
                conditions[name] = condition.clone();
            }
        }
        bounds::add(&mut conditions, audience == Audience::Clients);
        let format = conditions["format"].as_str().map(str::to_owned);
        if let Some(Value::Array(values)) = conditions.get_mut("enum") {
            values.retain(|value| !value.is_null());
        }
        conditions = CONDITIONS
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), conditions.get(name)?.clone())))
            .chain([("type".to_owned(), kind.into())])
            .collect::<Map<_, _>>()
            .into();
        subset::keep(&mut conditions);
        let mut kept = Object::new().with("type", kind);
        // Generators of clients choose an integer's type by its format, which draft 4 does not have.
        if let Some(format) = format.filter(|_| kind == "string" || audience == Audience::Clients) {
            kept.push("format", format);
        }
        let others = conditions.as_object().into_iter().flatten();
        for (name, condition) in others.filter(|(name, _)| *name != "type") {
            kept.push(name.as_str(), condition.clone());
        }
        kept
    }

    /// The parameters that an object has as members: name, schema, and whether it must be there.
    fn members(&self) -> impl Iterator<Item = (&str, &Value, bool)> {
        let object = self.resolved(&self.value);
        let required = object["required"].as_array();
        let members = object["properties"].as_object().into_iter().flatten();
        members.map(move |(name, schema)| {
            let required = required.is_some_and(|names| names.iter().any(|other| other == name));
            (name.as_str(), schema, required)
        })
    }

    /// The path's parameter of this name, of that number of parameters: a member, an item of a tuple, or the whole.
    fn part(&self, name: &str, index: usize, count: usize) -> Option<&Value> {
        let whole = self.resolved(&self.value);
        match (&whole["properties"][name], &whole["prefixItems"]) {
            (schema @ Value::Object(_), _) => Some(schema),
            (_, Value::Array(items)) => items.get(index),
            // The schema itself may state conditions beside a reference.
            _ if count == 1 => Some(&self.value),
            _ => None,
        }
    }
}

fn kind(schema: &Value) -> &'static str {
    let kind = &schema["type"];
    let is = |name: &&str| {
        kind == *name
            || kind
                .as_array()
                .is_some_and(|all| all.iter().any(|one| one == *name))
    };
    ["integer", "number", "boolean"]
        .into_iter()
        .find(is)
        .unwrap_or("string")
}
