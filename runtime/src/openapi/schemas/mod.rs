//! Models: the bodies of requests, successes and failures, as components of the document.

mod names;
mod subset;

use super::tree::{Node, Object};
use crate::{
    Operation,
    body::{Shape, schema},
};
use names::Names;
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

const REFERENCE: &str = "#/components/schemas/";

/// The models of a document, and which of them each body has.
#[derive(Debug)]
pub(super) struct Models {
    components: BTreeMap<String, Value>,
    requests: BTreeMap<&'static str, String>,
    responses: BTreeMap<&'static str, String>,
    errors: Vec<(Shape, String)>,
}

impl Models {
    pub(super) fn of(operations: &[Operation], shapes: impl IntoIterator<Item = Shape>) -> Self {
        let mut requests = Side::new(SchemaSettings::openapi3());
        let mut responses = Side::new(SchemaSettings::openapi3().for_serialize());
        for operation in operations {
            let name = operation.name();
            let schemas = operation.schemas();
            if let Some(body) = schemas.request() {
                requests.add(name, "Request", |generator| match body.schema {
                    Some(describe) => describe(generator).to_value(),
                    None => any(),
                });
            }
            if let Some(media_type) = operation.success_media_type() {
                responses.add(name, "Response", |generator| match schemas.success {
                    _ if !media_type.contains("json") => json!({"type": "string"}),
                    Some(describe) => describe(generator).to_value(),
                    None => any(),
                });
            }
        }
        let mut models = Self {
            components: BTreeMap::new(),
            requests: BTreeMap::new(),
            responses: BTreeMap::new(),
            errors: Vec::new(),
        };
        let (requests, responses) = (requests.finish(), responses.finish());
        let differing = differing(&requests.definitions, &responses.definitions);
        let mut names = Names::default();
        let response_names = names.of(&responses);
        let request_names = names.shared(&requests, &response_names, &differing);
        models.responses = models.add(responses, &response_names);
        models.requests = models.add(requests, &request_names);
        for shape in shapes {
            if models.error_model(shape).is_none() {
                let (name, schema) = schema::model(shape);
                let name = names.unique(name);
                models.components.insert(name.clone(), schema);
                models.errors.push((shape, name));
            }
        }
        models
    }

    /// Adds one side's definitions and bodies under their final names, and gives the names of the bodies' models.
    fn add(
        &mut self,
        side: Finished,
        names: &BTreeMap<String, String>,
    ) -> BTreeMap<&'static str, String> {
        for (name, mut schema) in side.definitions {
            rename(&mut schema, names);
            self.components.insert(names[&name].clone(), schema);
        }
        side.bodies
            .into_iter()
            .map(|(operation, name)| (operation, names[&name].clone()))
            .collect()
    }

    /// The model of the body that the operation takes, if one is known.
    pub(super) fn request(&self, operation: &str) -> Option<Node> {
        self.requests.get(operation).map(|name| reference(name))
    }

    /// The model of the operation's success, if it has a body.
    pub(super) fn response(&self, operation: &str) -> Option<Node> {
        self.responses.get(operation).map(|name| reference(name))
    }

    /// The model of failures in the format of `shape`.
    pub(super) fn error(&self, shape: Shape) -> Option<Node> {
        self.error_model(shape).map(reference)
    }

    fn error_model(&self, shape: Shape) -> Option<&str> {
        let (_, name) = self.errors.iter().find(|(other, _)| *other == shape)?;
        Some(name)
    }

    pub(super) fn components(self) -> Object {
        self.components.into_iter().collect()
    }
}

fn reference(name: &str) -> Node {
    Object::new()
        .with("$ref", format!("{REFERENCE}{name}"))
        .into()
}

fn any() -> Value {
    json!({"description": "Any JSON."})
}

/// The bodies of one direction while they are collected.
struct Side {
    generator: SchemaGenerator,
    inline: Map<String, Value>,
    bodies: BTreeMap<&'static str, String>,
}

/// The same with every schema inside the subset that import keeps. A body is the name of a definition.
struct Finished {
    definitions: Map<String, Value>,
    bodies: BTreeMap<&'static str, String>,
}

impl Side {
    fn new(settings: SchemaSettings) -> Self {
        Self {
            generator: settings.into_generator(),
            inline: Map::new(),
            bodies: BTreeMap::new(),
        }
    }

    /// Adds the body of `operation`. Import takes no inline schemas but objects, so each inline one becomes a definition.
    fn add(
        &mut self,
        operation: &'static str,
        end: &str,
        schema: impl FnOnce(&mut SchemaGenerator) -> Value,
    ) {
        let schema = schema(&mut self.generator);
        let name = referenced(&schema).unwrap_or_else(|| {
            let name = format!("{}{end}", names::capitalised(operation));
            self.inline.insert(name.clone(), schema);
            name
        });
        self.bodies.insert(operation, name);
    }

    fn finish(mut self) -> Finished {
        let mut definitions = self.generator.take_definitions(true);
        for (name, schema) in self.inline {
            let Ok(mut schema) = schemars::Schema::try_from(schema) else {
                continue;
            };
            for transform in self.generator.transforms_mut() {
                transform.transform(&mut schema);
            }
            definitions.insert(name, schema.to_value());
        }
        for schema in definitions.values_mut() {
            subset::keep(schema);
        }
        Finished {
            definitions,
            bodies: self.bodies,
        }
    }
}

/// The definition that a schema refers to, when it does nothing else.
fn referenced(schema: &Value) -> Option<String> {
    let members = schema.as_object()?;
    let reference = members.get("$ref")?.as_str()?;
    (members.len() == 1).then(|| decoded(reference)).flatten()
}

pub(super) fn decoded(reference: &str) -> Option<String> {
    let name = reference.strip_prefix(REFERENCE)?;
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    Some(name.replace("~1", "/").replace("~0", "~"))
}

/// The names under which requests and responses have different schemas, or refer to such.
fn differing(one: &Map<String, Value>, other: &Map<String, Value>) -> BTreeSet<String> {
    let mut differing: BTreeSet<String> = one
        .iter()
        .filter(|(name, schema)| other.get(*name).is_some_and(|other| other != *schema))
        .map(|(name, _)| name.clone())
        .collect();
    loop {
        let more: Vec<_> = one
            .iter()
            .filter(|(name, _)| other.contains_key(*name) && !differing.contains(*name))
            .filter(|(_, schema)| {
                references(schema)
                    .iter()
                    .any(|name| differing.contains(name))
            })
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            return differing;
        }
        differing.extend(more);
    }
}

fn references(schema: &Value) -> Vec<String> {
    match schema {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| match (name.as_str(), value) {
                ("$ref", Value::String(reference)) => decoded(reference).into_iter().collect(),
                _ => references(value),
            })
            .collect(),
        Value::Array(list) => list.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

fn rename(schema: &mut Value, names: &BTreeMap<String, String>) {
    match schema {
        Value::Object(members) => {
            for (name, value) in members {
                let new = match (name.as_str(), &*value) {
                    ("$ref", Value::String(reference)) => {
                        decoded(reference).and_then(|name| names.get(&name))
                    }
                    _ => None,
                };
                match new {
                    Some(new) => *value = format!("{REFERENCE}{new}").into(),
                    None => rename(value, names),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|schema| rename(schema, names)),
        _ => {}
    }
}
