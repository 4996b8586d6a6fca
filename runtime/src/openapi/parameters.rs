//! The parameters of an operation: those of its path, and those that its `Query` reads.
//!
//! Import reads of a parameter its name, place, description, type, and whether it must be there.

use super::{
    routes::Resource,
    tree::{Node, Object},
};
use crate::{Operation, endpoint::schemas::Describe};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// How deep references may lead before a type is unknown.
const DEPTH_LIMIT: usize = 16;

/// The parameters of the resource's path; nothing is known of their types.
pub(super) fn of_path(resource: &Resource<'_>) -> Option<Node> {
    list(resource.parameters().map(|name| path(name, None)))
}

/// The parameters of an operation, with the types that its extractors give them.
pub(super) fn of_operation(resource: &Resource<'_>, operation: &Operation) -> Option<Node> {
    let schemas = operation.schemas();
    let types = schemas.path().map(Schema::of);
    let count = resource.parameters().count();
    let in_path = resource.parameters().enumerate().map(|(index, name)| {
        let schema = types
            .as_ref()
            .and_then(|types| types.part(name, index, count));
        path(name, schema)
    });
    let query = schemas.query().map(Schema::of);
    let in_query = query.iter().flat_map(Schema::members).map(|member| {
        Object::new()
            .with("name", member.name)
            .with("in", "query")
            .with_some("description", text(member.schema, "description"))
            .with("required", member.required)
            .with("schema", Object::new().with("type", member.kind))
    });
    list(in_path.chain(in_query))
}

fn list(parameters: impl Iterator<Item = Object>) -> Option<Node> {
    let parameters: Vec<_> = parameters.collect();
    (!parameters.is_empty()).then(|| parameters.into())
}

fn path(name: &str, schema: Option<(&Value, &'static str)>) -> Object {
    let description = schema.and_then(|(schema, _)| text(schema, "description"));
    let kind = schema.map_or("string", |(_, kind)| kind);
    Object::new()
        .with("name", name)
        .with("in", "path")
        .with_some("description", description)
        .with("required", true)
        .with("schema", Object::new().with("type", kind))
}

fn text<'a>(schema: &'a Value, name: &str) -> Option<&'a str> {
    schema[name].as_str()
}

/// A schema with the definitions that it refers to.
struct Schema {
    value: Value,
    definitions: Map<String, Value>,
}

/// One member of an object.
struct Member<'a> {
    name: &'a str,
    schema: &'a Value,
    kind: &'static str,
    required: bool,
}

impl Schema {
    fn of(describe: Describe) -> Self {
        let settings = SchemaSettings::openapi3().with(|settings| settings.transforms.clear());
        let mut generator = settings.into_generator();
        Self {
            value: describe(&mut generator).to_value(),
            definitions: generator.take_definitions(true),
        }
    }

    /// The schema to which references lead. A schema with a description refers to another through a list of one.
    fn resolved<'a>(&'a self, mut schema: &'a Value) -> &'a Value {
        for _ in 0..DEPTH_LIMIT {
            let reference = schema["$ref"].as_str().and_then(super::schemas::decoded);
            let parts = ["allOf", "anyOf", "oneOf"].map(|name| schema[name].as_array());
            schema = match (reference, parts.into_iter().flatten().next()) {
                (Some(name), _) => self.definitions.get(&name).unwrap_or(&Value::Null),
                (None, Some(parts)) if parts.len() == 1 => &parts[0],
                _ => return schema,
            };
        }
        &Value::Null
    }

    fn kind(&self, schema: &Value) -> &'static str {
        let kind = &self.resolved(schema)["type"];
        ["integer", "number", "boolean"]
            .into_iter()
            .find(|name| {
                kind == *name
                    || kind
                        .as_array()
                        .is_some_and(|all| all.contains(&Value::from(*name)))
            })
            .unwrap_or("string")
    }

    /// The parameters that an object has as members.
    fn members(&self) -> impl Iterator<Item = Member<'_>> {
        let object = self.resolved(&self.value);
        let required = object["required"].as_array();
        let members = object["properties"].as_object().into_iter().flatten();
        members.map(move |(name, schema)| Member {
            name,
            schema,
            kind: self.kind(schema),
            required: required.is_some_and(|names| names.contains(&Value::from(name.as_str()))),
        })
    }

    /// The path's parameter of this name, of so many: a member, an item of a tuple, or the whole.
    fn part(&self, name: &str, index: usize, count: usize) -> Option<(&Value, &'static str)> {
        let whole = self.resolved(&self.value);
        let schema = match (&whole["properties"][name], &whole["prefixItems"]) {
            (schema @ Value::Object(_), _) => schema,
            (_, Value::Array(items)) => items.get(index)?,
            _ if count == 1 => whole,
            _ => return None,
        };
        Some((schema, self.kind(schema)))
    }
}
