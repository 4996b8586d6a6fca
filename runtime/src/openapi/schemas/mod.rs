//! Models: the bodies of requests, successes and failures, as components of the document.

pub(super) mod bounds;
mod failures;
mod groups;
mod names;
mod side;
pub(super) mod subset;

pub(super) use failures::Failure;
pub(super) use groups::Header;
pub(super) use side::decoded;

use super::tree::{Node, Object};
use crate::{DeclaredResponse, Operation, body::Renderer, settings::Settings};
use apigw_local::document::Schemas;
use failures::FIELD_ERROR;
use groups::Group;
use names::Names;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use side::{BodyKey, Finished, REFERENCE, Side, differing, rename};
use std::collections::BTreeMap;

/// Who reads a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// API Gateway, whose import keeps a part of draft 4.
    Gateway,
    /// People and programs that call the API, and read `OpenAPI` 3.1.
    Clients,
}

impl Audience {
    fn settings(self) -> SchemaSettings {
        match self {
            Self::Gateway => SchemaSettings::openapi3(),
            Self::Clients => SchemaSettings::draft2020_12().with(|settings| {
                settings.meta_schema = None;
                settings.definitions_path = "/components/schemas".into();
            }),
        }
    }

    /// Changes a finished schema into one that the document can keep.
    fn keep(self, schema: &mut Value) {
        bounds::add(schema, self == Self::Clients);
        if self == Self::Gateway {
            subset::keep(schema);
        }
    }
}

/// The models of a document, and which of them each body has.
#[derive(Debug)]
pub(super) struct Models {
    components: Map<String, Value>,
    /// By the operation and 0.
    requests: BTreeMap<BodyKey, String>,
    /// By the operation and the status.
    responses: BTreeMap<BodyKey, String>,
    /// Those of the operations by name; those of the API itself by an empty name.
    failures: BTreeMap<(&'static str, u16), Group>,
    untyped: Vec<String>,
    formless: Vec<&'static str>,
}

impl Models {
    /// The models of `operations`, and those of the API's own answers `unrouted` in the format `own`.
    pub(super) fn of(
        operations: &[Operation],
        (own, unrouted): (Renderer, &[&'static DeclaredResponse]),
        settings: &Settings,
        audience: Audience,
    ) -> Self {
        let mut requests = Side::new(audience.settings(), audience);
        let mut responses = Side::new(audience.settings().for_serialize(), audience);
        let mut failures = Vec::new();
        for operation in operations {
            add_bodies(operation, &mut requests, &mut responses);
            for selection in super::patterns::Selections::of(operation).iter() {
                let mut all = Vec::new();
                for response in selection.declared() {
                    all.extend(Failure::all(
                        operation.renderer(),
                        response,
                        operation.types_of(response),
                        responses.generator(),
                    ));
                }
                failures.push(((operation.name(), selection.status), all));
            }
        }
        for &response in unrouted {
            let types = std::iter::empty();
            let all = Failure::all(own, response, types, responses.generator());
            failures.push((("", response.status().as_u16()), all));
        }
        let listed = |failure: &Failure| failure.lists_field_errors();
        if failures.iter().any(|(_, all)| all.iter().any(listed)) {
            responses.define(FIELD_ERROR, crate::body::schema::field_error());
        }
        let untyped = untyped(&failures);
        let formless = formless(&failures);
        let mut models = Self {
            components: Map::new(),
            requests: BTreeMap::new(),
            responses: BTreeMap::new(),
            failures: BTreeMap::new(),
            untyped,
            formless,
        };
        let (requests, responses) = (requests.finish(), responses.finish());
        let differing = differing(&requests.definitions, &responses.definitions);
        let mut names = Names::default();
        let response_names = names.of(&responses);
        let request_names = names.shared(&requests, &response_names, &differing);
        models.responses = models.add(responses, &response_names);
        models.requests = models.add(requests, &request_names);
        let mut writer =
            groups::Writer::new(audience, settings, &mut models.components, &mut names);
        let field_error = response_names.get(FIELD_ERROR).map_or("", String::as_str);
        for (key, mut all) in failures {
            for failure in &mut all {
                failure.each_schema(|schema| {
                    rename(schema, &response_names);
                    audience.keep(schema);
                });
                if audience == Audience::Clients {
                    failure.annotate_members();
                }
            }
            models.failures.insert(key, writer.group(all, field_error));
        }
        models
    }

    /// Adds one side's definitions and bodies under their final names, and gives the names of the bodies' models.
    fn add(
        &mut self,
        side: Finished,
        names: &BTreeMap<String, String>,
    ) -> BTreeMap<BodyKey, String> {
        for (name, mut schema) in side.definitions {
            rename(&mut schema, names);
            self.components.insert(names[&name].clone(), schema);
        }
        side.bodies
            .into_iter()
            .map(|(key, name)| (key, names[&name].clone()))
            .collect()
    }

    /// The model of the body that the operation takes, if one is known.
    pub(super) fn request(&self, operation: &'static str) -> Option<Node> {
        self.requests
            .get(&(operation, 0))
            .map(|name| reference(name))
    }

    /// The model of the operation's success of this status, if it has a body.
    pub(super) fn response(&self, operation: &'static str, status: u16) -> Option<Node> {
        let name = self.responses.get(&(operation, status))?;
        Some(reference(name))
    }

    /// What is known of the operation's failures of this status.
    pub(super) fn failures(&self, operation: &'static str, status: u16) -> Option<&Group> {
        self.failures.get(&(operation, status))
    }

    /// What is known of the API's own failures of this status.
    pub(super) fn unrouted(&self, status: u16) -> Option<&Group> {
        self.failures("", status)
    }

    /// The members of failures whose types have no schema, in words.
    pub(super) fn untyped(&self) -> &[String] {
        &self.untyped
    }

    /// The operations whose body format gives no schema of their failures.
    pub(super) fn formless(&self) -> &[&'static str] {
        &self.formless
    }

    /// The schemas that references lead to.
    pub(super) fn schemas(&self) -> &Map<String, Value> {
        &self.components
    }

    /// The same, to make examples of them.
    pub(super) fn for_examples(&self) -> Schemas {
        Schemas::of_models(self.components.clone())
    }

    pub(super) fn components(self) -> Object {
        self.components.into_iter().collect()
    }
}

fn add_bodies(operation: &Operation, requests: &mut Side, responses: &mut Side) {
    let name = operation.name();
    let schemas = operation.schemas();
    if let Some(body) = schemas.request() {
        requests.add((name, 0), "Request", |generator| match body.schema {
            Some(describe) => describe(generator).to_value(),
            None => any(),
        });
    }
    for (index, (success, schema)) in operation.success_schemas().into_iter().enumerate() {
        let Some(media_type) = success.media_type() else {
            continue;
        };
        let status = success.status();
        let end = match index {
            0 => "Response".to_owned(),
            _ => format!("Response{}", status.as_str()),
        };
        responses.add((name, status.as_u16()), &end, |generator| match schema {
            _ if !media_type.contains("json") => json!({"type": "string"}),
            Some(describe) => describe(generator).to_value(),
            None => any(),
        });
    }
}

/// Each member once, whichever operations have it.
fn untyped(failures: &[((&'static str, u16), Vec<Failure>)]) -> Vec<String> {
    let mut untyped: Vec<String> = Vec::new();
    for failure in failures.iter().flat_map(|(_, all)| all) {
        for name in failure.untyped() {
            let words = format!("the member `{name}` of `{}`", failure.response.code());
            if !untyped.contains(&words) {
                untyped.push(words);
            }
        }
    }
    untyped
}

/// Each operation once. The API's own answers stand for no operation.
fn formless(failures: &[((&'static str, u16), Vec<Failure>)]) -> Vec<&'static str> {
    let mut formless = Vec::new();
    for ((operation, _), all) in failures {
        let lacks_schema = |failure: &Failure| failure.schema("").is_none();
        if !operation.is_empty() && !formless.contains(operation) && all.iter().any(lacks_schema) {
            formless.push(*operation);
        }
    }
    formless
}

fn reference(name: &str) -> Node {
    Object::new()
        .with("$ref", format!("{REFERENCE}{name}"))
        .into()
}

fn any() -> Value {
    json!({"description": "Any JSON."})
}
