//! An API's document: `OpenAPI` 3.0, in JSON or YAML, with `x-amazon-apigateway-*`.
//!
//! What the gateway needs of it becomes a model of its own, with patterns and templates parsed. Everything that is
//! wrong is reported at once, each at its JSON pointer.

mod cursor;
mod gateway_response;
mod integration;
mod integration_response;
mod mapping;
mod operation;
mod path;
mod route;
mod schema;
mod security;
mod selection_pattern;
mod template;
mod text;

#[cfg(test)]
mod tests;

pub use gateway_response::{GatewayResponse, ResponseType};
pub use integration::{Connection, ContentHandling, Integration, Kind, Passthrough};
pub use integration_response::IntegrationResponse;
pub(crate) use mapping::REQUEST_HEADER;
pub use mapping::{Mapping, Source};
pub use operation::{Location, MethodResponse, Operation, Validation};
pub use path::{PathTemplate, Segment};
pub use route::{MissingStageVariable, Route};
pub use schema::Schemas;
pub use security::{Authorizer, Requirement};
pub use selection_pattern::SelectionPattern;
pub use template::Template;
pub use text::read as read_value;

use cursor::Cursor;
use serde_json::Value;
use std::{collections::BTreeMap, error::Error, fmt, sync::Arc};

/// A document that the local gateway can run.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Document {
    /// The API's title.
    pub title: String,
    /// The operations, in the document's order.
    pub operations: Vec<Arc<Operation>>,
    /// What the document says of the gateway's own responses.
    pub gateway_responses: BTreeMap<ResponseType, GatewayResponse>,
    /// The media types of bodies that are no text.
    pub binary_media_types: Vec<String>,
    /// The models that others refer to.
    pub schemas: Schemas,
    /// Where the gateway takes API keys from, in capitals: `HEADER`, unless the document says `AUTHORIZER`.
    pub api_key_source: String,
    /// What is wrong with the document; empty if [`read`](Self::read) made it.
    pub problems: Vec<DocumentProblem>,
}

/// One thing that is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentProblem {
    /// Where: a JSON pointer.
    pub pointer: String,
    /// What.
    pub reason: String,
}

/// Why a document cannot be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentError {
    /// Everything that is wrong with it.
    pub problems: Vec<DocumentProblem>,
}

impl Document {
    /// Reads a document, in JSON or YAML.
    ///
    /// # Errors
    ///
    /// When the text is neither, or says what the gateway would not take, or what this one cannot do.
    pub fn read(text: &str) -> Result<Self, DocumentError> {
        Self::from_value(&parse(text)?)
    }

    /// Reads a document that was parsed before.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn from_value(root: &Value) -> Result<Self, DocumentError> {
        let mut document = Self::partial(root)?;
        if document.problems.is_empty() && document.operations.is_empty() {
            let problem = Cursor::root(root).problem("the document has no operations");
            document.problems.push(problem);
        }
        if document.problems.is_empty() {
            Ok(document)
        } else {
            Err(DocumentError {
                problems: document.problems,
            })
        }
    }

    /// Reads as much of a document as can be read: what is wrong with one part refuses no other, and stands in
    /// [`problems`](Self::problems).
    ///
    /// ```
    /// use apigw_local::Document;
    ///
    /// let text = r#"{"openapi": "3.0.1", "paths": {"/carts": {"get": {"responses": {}}}}}"#;
    /// assert!(Document::read(text).is_err());
    /// let document = Document::read_partial(text).unwrap();
    /// assert_eq!(document.operations.len(), 1);
    /// assert_eq!(document.problems[0].pointer, "/paths/~1carts/get");
    /// ```
    ///
    /// # Errors
    ///
    /// When the text is neither JSON nor YAML, or no document of `OpenAPI` 3.0.
    pub fn read_partial(text: &str) -> Result<Self, DocumentError> {
        Self::partial(&parse(text)?)
    }

    fn partial(root: &Value) -> Result<Self, DocumentError> {
        let root = Cursor::root(root);
        root.object()?;
        check_version(&root)?;
        let mut problems = Vec::new();
        let operations = operation::read_all(&root, &mut problems)?;
        let gateway_responses = gateway_response::read_all(&root, &mut problems);
        Ok(Self {
            title: root
                .at("/info/title")
                .and_then(|title| title.value.as_str())
                .unwrap_or("the API")
                .to_owned(),
            operations: operations.into_iter().map(Arc::new).collect(),
            gateway_responses,
            binary_media_types: root
                .get("x-amazon-apigateway-binary-media-types")
                .map(|types| types.texts())
                .transpose()?
                .unwrap_or_default(),
            schemas: Schemas::new(root.at("/components/schemas").map(|at| at.value)),
            api_key_source: match root.get("x-amazon-apigateway-api-key-source") {
                None => "HEADER".to_owned(),
                Some(source) => source.text()?.to_ascii_uppercase(),
            },
            problems,
        })
    }

    /// Leaves out what keeps requests from the function: credentials, validation, stage variables in its name.
    pub fn take_every_request(&mut self) {
        for operation in self.operations.iter_mut().map(Arc::make_mut) {
            operation.security.clear();
            operation.validation = Validation::default();
            if let Kind::Custom { function } | Kind::Proxy { function } =
                &mut operation.integration.kind
            {
                function.clear();
            }
        }
    }
}

fn parse(text: &str) -> Result<Value, DocumentError> {
    text::read(text).map_err(|error| {
        DocumentError::from(DocumentProblem {
            pointer: String::new(),
            reason: format!("the document cannot be read: {error}"),
        })
    })
}

fn check_version(root: &Cursor<'_>) -> Result<(), DocumentProblem> {
    let version = root.get("openapi");
    let reason = match version.as_ref().and_then(|version| version.value.as_str()) {
        Some(version) if version.starts_with("3.0") => return Ok(()),
        Some(version) => format!("OpenAPI {version} cannot be imported; only 3.0 can"),
        None => "`openapi` must be there, as a string such as \"3.0.1\"".to_owned(),
    };
    Err(version.as_ref().unwrap_or(root).problem(reason))
}

impl From<DocumentProblem> for DocumentError {
    fn from(problem: DocumentProblem) -> Self {
        Self {
            problems: vec![problem],
        }
    }
}

impl fmt::Display for DocumentProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.pointer, self.reason)
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl Error for DocumentError {}
