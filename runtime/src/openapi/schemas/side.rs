//! The bodies of one direction, while their schemas are collected, and the references between them.

use super::{Audience, failures, names};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const REFERENCE: &str = "#/components/schemas/";

/// The operation that has a body, and in responses the status.
pub(super) type BodyKey = (&'static str, u16);

/// The bodies of one direction while they are collected.
pub(super) struct Side {
    generator: SchemaGenerator,
    audience: Audience,
    inline: Map<String, Value>,
    bodies: BTreeMap<BodyKey, String>,
}

/// The same with every schema as the document keeps it. A body is the name of a definition.
pub(super) struct Finished {
    pub(super) definitions: Map<String, Value>,
    pub(super) bodies: BTreeMap<BodyKey, String>,
}

impl Side {
    pub(super) fn new(settings: SchemaSettings, audience: Audience) -> Self {
        Self {
            generator: settings.into_generator(),
            audience,
            inline: Map::new(),
            bodies: BTreeMap::new(),
        }
    }

    pub(super) fn generator(&mut self) -> &mut SchemaGenerator {
        &mut self.generator
    }

    /// Adds a definition that no type has.
    pub(super) fn define(&mut self, name: &str, schema: Value) {
        self.inline.insert(name.to_owned(), schema);
    }

    /// Adds a body. Import takes no inline schemas but objects, so each inline one becomes a definition.
    pub(super) fn add(
        &mut self,
        key: BodyKey,
        end: &str,
        schema: impl FnOnce(&mut SchemaGenerator) -> Value,
    ) {
        let schema = schema(&mut self.generator);
        let name = referenced(&schema).unwrap_or_else(|| {
            let name = format!("{}{end}", names::capitalised(key.0));
            self.inline.insert(name.clone(), schema);
            name
        });
        self.bodies.insert(key, name);
    }

    pub(super) fn finish(mut self) -> Finished {
        let mut definitions = self.generator.take_definitions(true);
        for (name, schema) in self.inline {
            let Ok(schema) = schemars::Schema::try_from(schema) else {
                continue;
            };
            definitions.insert(name, failures::transformed(schema, &mut self.generator));
        }
        for schema in definitions.values_mut() {
            self.audience.keep(schema);
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

pub(in super::super) fn decoded(reference: &str) -> Option<String> {
    let name = reference.strip_prefix(REFERENCE)?;
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    Some(name.replace("~1", "/").replace("~0", "~"))
}

/// The names under which requests and responses have different schemas, or refer to such.
pub(super) fn differing(one: &Map<String, Value>, other: &Map<String, Value>) -> BTreeSet<String> {
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

pub(super) fn rename(schema: &mut Value, names: &BTreeMap<String, String>) {
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
