//! The failures of one status: their schema, examples and headers, each schema as a component that all who have it share.

use super::{
    Audience, REFERENCE,
    failures::Failure,
    names::{Names, capitalised},
    reference,
};
use crate::{
    body::{DescribedMember, schema::merged},
    openapi::tree::{Node, Object},
    settings::Settings,
};
use apigw_local::document::Schemas;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What a document says of the failures of one status.
#[derive(Debug)]
pub(in super::super) struct Group {
    pub(in super::super) schema: Node,
    /// For each code a body, in the document for clients.
    pub(in super::super) examples: Object,
    /// The headers with their schemas; required are those that every failure has.
    pub(in super::super) headers: Vec<Header>,
    /// The failures themselves, for clients.
    pub(in super::super) failures: Vec<Failure>,
}

/// A header of the failures of one status.
#[derive(Debug)]
pub(in super::super) struct Header {
    pub(in super::super) name: &'static str,
    pub(in super::super) schema: Value,
    pub(in super::super) required: bool,
}

impl Header {
    /// A header that can be absent, and of whose value nothing is known.
    pub(in super::super) fn of_text(name: &'static str) -> Self {
        Self {
            name,
            schema: json!({"type": "string"}),
            required: false,
        }
    }
}

/// Gives names to schemas, and the same name to equal ones.
pub(super) struct Writer<'a> {
    audience: Audience,
    settings: &'a Settings,
    /// The models of the members, of which examples for clients are made.
    schemas: Schemas,
    components: &'a mut Map<String, Value>,
    names: &'a mut Names,
    /// The name of each model, by the name that was wanted for it and its schema as text.
    known: BTreeMap<(String, String), String>,
}

/// The bodies of one code.
struct Case {
    code: &'static str,
    model: &'static str,
    schema: Value,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        audience: Audience,
        settings: &'a Settings,
        components: &'a mut Map<String, Value>,
        names: &'a mut Names,
    ) -> Self {
        let schemas = match audience {
            Audience::Gateway => Schemas::default(),
            Audience::Clients => Schemas::of_models(components.clone()),
        };
        Self {
            audience,
            settings,
            schemas,
            components,
            names,
            known: BTreeMap::new(),
        }
    }

    /// The group of `failures`, which has one at least. `field_error` is the final name of the model of field errors.
    pub(super) fn group(&mut self, failures: Vec<Failure>, field_error: &str) -> Group {
        let mut cases: Vec<Case> = Vec::new();
        for failure in failures
            .iter()
            .filter(|failure| failure.response.has_body())
        {
            let code = failure.response.code();
            let mut schema = failure
                .schema(field_error)
                .unwrap_or_else(|| json!({"type": "object"}));
            if self.settings.request_ids {
                failure.add_request_id(&mut schema, self.settings.instance_base.is_some());
            }
            if self.audience == Audience::Clients {
                annotate(&mut schema, failure);
            }
            match cases.iter_mut().find(|case| case.code == code) {
                Some(case) => case.schema = merged(case.schema.take(), schema),
                None => cases.push(Case {
                    code,
                    model: failure.model_name(self.audience),
                    schema,
                }),
            }
        }
        if cases.is_empty() {
            return Group {
                schema: Node::Null,
                examples: Object::new(),
                headers: headers(&failures),
                failures,
            };
        }
        let examples = match self.audience {
            Audience::Gateway => Object::new(),
            Audience::Clients => self.examples(&failures),
        };
        Group {
            schema: match self.audience {
                Audience::Gateway => self.one_schema(cases),
                Audience::Clients => self.union(cases),
            },
            examples,
            headers: headers(&failures),
            failures: match self.audience {
                Audience::Gateway => Vec::new(),
                Audience::Clients => failures,
            },
        }
    }

    /// One object for all codes: generators of clients from API Gateway's models know no unions
    /// ([Important notes](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html)).
    fn one_schema(&mut self, cases: Vec<Case>) -> Node {
        let mut models: Vec<_> = cases.iter().map(|case| case.model).collect();
        models.dedup();
        let schemas = cases.into_iter().map(|case| case.schema);
        let mut schema = schemas.reduce(merged).unwrap_or_else(|| json!({}));
        self.audience.keep(&mut schema);
        reference(&self.component(&name(&models), schema))
    }

    /// One object for each code; `code` distinguishes them where the format has it in the body's first level.
    fn union(&mut self, cases: Vec<Case>) -> Node {
        let is_discriminated = cases
            .iter()
            .all(|case| case.schema["properties"]["code"]["enum"] == json!([case.code]));
        let mut named: Vec<(&str, String)> = Vec::new();
        for mut case in cases {
            with_constants(&mut case.schema);
            named.push((case.code, self.component(case.model, case.schema)));
        }
        if let [(_, name)] = &named[..] {
            return reference(name);
        }
        let references: Vec<_> = named.iter().map(|(_, name)| reference(name)).collect();
        if !is_discriminated {
            return Object::new().with("anyOf", references).into();
        }
        let mapping: Object = named
            .iter()
            .map(|(code, name)| (*code, format!("{REFERENCE}{name}")))
            .collect();
        let discriminator = Object::new()
            .with("propertyName", "code")
            .with("mapping", mapping);
        Object::new()
            .with("oneOf", references)
            .with("discriminator", discriminator)
            .into()
    }

    /// The name of a model with this schema: a number alone would be no name of a type in other languages.
    fn component(&mut self, wanted: &str, schema: Value) -> String {
        let key = (wanted.to_owned(), schema.to_string());
        if let Some(name) = self.known.get(&key) {
            return name.clone();
        }
        let name = if wanted.starts_with(|first: char| first.is_ascii_digit()) {
            self.names.unique(&format!("Error{wanted}"))
        } else {
            self.names.unique(wanted)
        };
        self.components.insert(name.clone(), schema);
        self.known.insert(key, name.clone());
        name
    }

    fn examples(&self, failures: &[Failure]) -> Object {
        let mut examples = BTreeMap::new();
        for failure in failures {
            if let Some(body) = failure.example(&self.schemas, self.settings) {
                let example = Object::new()
                    .with("summary", failure.response.title())
                    .with("value", body);
                examples.entry(failure.response.code()).or_insert(example);
            }
        }
        examples.into_iter().collect()
    }
}

/// The name of the model for all codes of a status, of the names for each.
fn name(models: &[&str]) -> String {
    match models {
        [] => "Failure".to_owned(),
        [one] => capitalised(one),
        [one, other] => format!("{}Or{}", capitalised(one), capitalised(other)),
        [one, ..] => format!("{}OrOthers", capitalised(one)),
    }
}

/// When the failure happens, and the page of its problem type.
fn annotate(schema: &mut Value, failure: &Failure) {
    let response = failure.response;
    let words = [response.description(), response.title()];
    if let Some(words) = words.into_iter().find(|words| !words.is_empty()) {
        schema["description"] = words.into();
    }
    let uri = response.problem_type();
    if uri.starts_with("https://") || uri.starts_with("http://") {
        schema["externalDocs"] = json!({ "url": uri });
    }
}

/// An enumeration of one value becomes a constant, which draft 4 does not have.
fn with_constants(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            let only = match members
                .get("enum")
                .and_then(Value::as_array)
                .map(Vec::as_slice)
            {
                Some([only]) => Some(only.clone()),
                _ => None,
            };
            if let Some(only) = only {
                members.remove("enum");
                members.insert("const".to_owned(), only);
            }
            members.values_mut().for_each(with_constants);
        }
        Value::Array(list) => list.iter_mut().for_each(with_constants),
        _ => {}
    }
}

fn headers(failures: &[Failure]) -> Vec<Header> {
    let mut headers: Vec<Header> = Vec::new();
    for DescribedMember { name, schema, .. } in failures.iter().flat_map(Failure::headers) {
        let same = |header: &Header| header.name.eq_ignore_ascii_case(name);
        match headers.iter_mut().find(|header| same(header)) {
            Some(header) => header.schema = merged(header.schema.take(), schema.clone()),
            None => headers.push(Header {
                name,
                schema: schema.clone(),
                required: failures.iter().all(|failure| {
                    let mut headers = failure.headers().iter();
                    headers.any(|other| other.required && other.name.eq_ignore_ascii_case(name))
                }),
            }),
        }
    }
    headers
}
