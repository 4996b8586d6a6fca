//! An `OpenAPI` document that is put together from parts, each with its place in the file.

use super::{
    Finding,
    origins::{Origins, escaped},
};
use serde_json::{Map, Value, json};

/// How many findings are kept.
const FINDINGS: usize = 1000;

/// The document of one API.
pub(super) struct OpenApi {
    document: Value,
    origins: Origins,
    pub(super) findings: Vec<Finding>,
}

impl OpenApi {
    /// A document without operations.
    pub(super) fn new(file: &Value, title: &str) -> Self {
        Self {
            document: json!({
                "openapi": "3.0.1",
                "info": {"title": title, "version": "1"},
                "paths": {},
            }),
            origins: Origins::new(file),
            findings: Vec::new(),
        }
    }

    /// A document that stands in the file, at `origin`.
    pub(super) fn from_body(file: &Value, body: Value, origin: &str) -> Self {
        let mut origins = Origins::new(file);
        origins.note(String::new(), origin);
        Self {
            document: body,
            origins,
            findings: Vec::new(),
        }
    }

    /// Puts a value in place, and notes where it is from. Objects on the way are made.
    ///
    /// Returns whether there was another value.
    pub(super) fn insert(&mut self, path: &[&str], value: Value, origin: &str) -> bool {
        let Some((last, parents)) = path.split_last() else {
            return false;
        };
        let mut place = &mut self.document;
        for parent in parents {
            place = members(place)
                .entry(*parent)
                .or_insert_with(|| Value::Object(Map::new()));
        }
        let former = members(place).insert((*last).to_owned(), value);
        self.note(path, origin);
        former.is_some()
    }

    /// Notes where what is at `path` is from.
    pub(super) fn note(&mut self, path: &[&str], origin: &str) {
        let segments = path.iter().map(|segment| format!("/{}", escaped(segment)));
        self.origins.note(segments.collect(), origin);
    }

    /// What is at `path`; null if it is not there.
    pub(super) fn get(&self, path: &[&str]) -> &Value {
        path.iter()
            .fold(&self.document, |value, segment| &value[*segment])
    }

    pub(super) fn find(&mut self, origin: &str, reason: impl Into<String>) {
        if self.findings.len() < FINDINGS {
            self.findings.push(Finding::new(origin, reason));
        }
    }

    /// Where references to models begin.
    pub(super) fn models(&self) -> &'static [&'static str] {
        if self.is_swagger() {
            &["definitions"]
        } else {
            &["components", "schemas"]
        }
    }

    /// Where security schemes stand.
    pub(super) fn security_schemes(&self) -> &'static [&'static str] {
        if self.is_swagger() {
            &["securityDefinitions"]
        } else {
            &["components", "securitySchemes"]
        }
    }

    /// Whether the document is one of Swagger 2.0.
    pub(super) fn is_swagger(&self) -> bool {
        self.document.get("swagger").is_some()
    }

    pub(super) fn into_parts(self) -> (Value, Origins, Vec<Finding>) {
        (self.document, self.origins, self.findings)
    }
}

/// The members of an object; of any other value an object is made.
fn members(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    value.as_object_mut().expect("it was made an object")
}
