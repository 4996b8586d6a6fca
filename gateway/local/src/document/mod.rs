//! The document of a REST API or an HTTP API: `OpenAPI` 3.0 or Swagger 2.0, in JSON or YAML, with `x-amazon-apigateway-*`.
//!
//! What the gateway needs of it becomes a model of its own, with patterns and templates parsed. Everything that is
//! wrong is reported at once, each at its JSON pointer, and refuses nothing else.

mod address;
mod compiled;
mod cursor;
mod dialect;
mod example;
mod findings;
mod gateway_response;
mod http_api;
mod http_api_integration;
mod integration;
mod integration_response;
mod lines;
mod mapping;
mod operation;
mod parameter_mapping;
mod path;
mod route;
mod schema;
mod security;
mod selection_pattern;
mod template;

#[cfg(test)]
mod tests;

pub use gateway_response::{GatewayResponse, ResponseType};
pub use http_api::{Cors, HttpApi, PayloadFormat};
pub use http_api_integration::HttpApiIntegration;
pub use integration::{Connection, ContentHandling, Integration, Kind, Passthrough};
pub use integration_response::IntegrationResponse;
pub use lines::Lines;
pub use mapping::{Mapping, Source};
pub(crate) use mapping::{REQUEST_HEADER, REQUEST_PATH, REQUEST_QUERY};
pub use operation::{Location, MethodResponse, Operation, Parameter, Validation};
pub use parameter_mapping::{Action, ParameterChange, ParameterMapping, ValuePart};
pub use path::{PathTemplate, Segment};
pub use route::{MissingStageVariable, Route};
pub use schema::Schemas;
pub use security::{Authorizer, HttpApiAuthorizer, Requirement};
pub use selection_pattern::SelectionPattern;
pub use template::Template;

use crate::{
    infrastructure::{self, ApiChoice, Described, DescribedFunction, Stage},
    text::pictured,
};
pub(crate) use address::foreign_host;
use cursor::Cursor;
#[cfg(feature = "server")]
pub(crate) use cursor::on_one_line;
use dialect::Dialect;
use findings::Findings;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt,
    sync::Arc,
};

/// A document that the local gateway can run.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Document {
    /// The API's title.
    pub title: String,
    /// What only an HTTP API has; `None` for a REST API.
    pub http_api: Option<HttpApi>,
    /// The operations, in the document's order.
    pub operations: Vec<Arc<Operation>>,
    /// The document's entries for the gateway's own responses.
    pub gateway_responses: BTreeMap<ResponseType, GatewayResponse>,
    /// The media types of bodies that are not text.
    pub binary_media_types: Vec<String>,
    /// The models that others refer to.
    pub schemas: Schemas,
    /// Where the gateway takes API keys from, in capitals: `HEADER`, unless the document says `AUTHORIZER`.
    pub api_key_source: String,
    /// The other names of functions: of each pair, the first is a logical id, and the second the name that a template gives it.
    pub function_names: Vec<(String, String)>,
    /// The functions that a template describes.
    pub functions: Vec<DescribedFunction>,
    /// The stage that a template describes.
    pub stage: Option<Stage>,
    /// What is wrong with the document, by which parts of it have no effect, or operations are not run.
    pub problems: Vec<DocumentProblem>,
}

/// One problem of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentProblem {
    /// The place, as a JSON pointer.
    pub pointer: String,
    /// The problem, in one sentence.
    pub reason: String,
    /// The method and path of the operation that is not run because of it; `None` if only this part is left out.
    pub not_run: Option<String>,
}

/// The reasons why a document cannot be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentError {
    /// All problems.
    pub problems: Vec<DocumentProblem>,
}

impl Document {
    /// Reads a document, in JSON or YAML, or the only API of a template or plan.
    ///
    /// A document with a route `$default`, a `payloadFormatVersion` or `x-amazon-apigateway-cors` is one of an HTTP API, unless an
    /// integration of it is one that only REST APIs have. Every other is one of a REST API.
    ///
    /// What is wrong with one part refuses no other, and stands in [`problems`](Self::problems). An operation that cannot be
    /// run says why in [`not_run`](Operation::not_run), and requests to it are answered with a 501.
    ///
    /// ```
    /// use apigw_local::Document;
    ///
    /// let text = r#"{"openapi": "3.0.1", "paths": {"/carts": {"get": {"responses": {}}}}}"#;
    /// let document = Document::read(text).unwrap();
    /// assert_eq!(document.problems[0].pointer, "/paths/~1carts/get");
    /// assert_eq!(document.problems[0].not_run.as_deref(), Some("GET /carts"));
    /// assert!(document.operations[0].not_run.is_some());
    /// ```
    ///
    /// # Errors
    ///
    /// When the text is neither, when API Gateway does not import the document, or when it has no operations; and when a template
    /// or plan has several APIs.
    pub fn read(text: &str) -> Result<Self, DocumentError> {
        Self::read_api(text, &ApiChoice::default())
    }

    /// Reads a document, or the chosen API of a template of `CloudFormation` or SAM, or of a plan of Terraform.
    ///
    /// A template or plan is recognised by its members. Functions of `CloudFormation` are resolved as far as the template says
    /// them. What only a deployment knows is a problem, at its place in the file.
    ///
    /// ```
    /// use apigw_local::{ApiChoice, Document};
    ///
    /// let template = r#"
    /// Resources:
    ///   Carts:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       Events:
    ///         Get: {Type: Api, Properties: {Path: "/carts/{id}", Method: get}}
    /// "#;
    /// let document = Document::read_api(template, &ApiChoice::default()).unwrap();
    /// assert_eq!(document.operations[0].path.text, "/carts/{id}");
    /// assert_eq!(document.stage.unwrap().name, "Prod");
    /// ```
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read), and when the file does not have what `choice` names.
    pub fn read_api(text: &str, choice: &ApiChoice) -> Result<Self, DocumentError> {
        let root = crate::text::read(text).map_err(|error| {
            DocumentError::from(DocumentProblem {
                pointer: String::new(),
                reason: format!("the document cannot be read: {error}"),
                not_run: None,
            })
        })?;
        Self::chosen_from(&root, choice)
    }

    /// Reads a document that was parsed before.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn from_value(root: &Value) -> Result<Self, DocumentError> {
        Self::chosen_from(root, &ApiChoice::default())
    }

    fn chosen_from(root: &Value, choice: &ApiChoice) -> Result<Self, DocumentError> {
        let Some(described) = infrastructure::read(root, choice) else {
            let root = Cursor::root(root);
            let document = Self::at(&root, http_api::is_described_by(&root))?;
            document.is(choice)?;
            return Ok(document);
        };
        let problems = |findings: Vec<infrastructure::Finding>| {
            let problems = findings.into_iter().map(|finding| {
                let reason = cursor::on_one_line(&finding.reason);
                DocumentProblem {
                    pointer: finding.pointer,
                    reason,
                    not_run: None,
                }
            });
            problems.collect::<Vec<_>>()
        };
        let Described {
            document,
            origins,
            findings,
            functions,
            starts,
            stage,
            is_http_api,
        } = described.map_err(|findings| DocumentError {
            problems: problems(findings),
        })?;
        let mut found = problems(findings);
        match Self::at(&Cursor::within(&document, Some(&origins)), is_http_api) {
            Ok(document) => {
                found.extend(document.problems);
                Ok(Self {
                    problems: found,
                    function_names: functions,
                    functions: starts,
                    stage,
                    ..document
                })
            }
            Err(error) => {
                found.extend(error.problems);
                Err(DocumentError { problems: found })
            }
        }
    }

    /// Fails when something is chosen that only a template has.
    fn is(&self, choice: &ApiChoice) -> Result<(), DocumentProblem> {
        let reason = match (&choice.api, choice.parameters.keys().next()) {
            (Some(api), _) if *api != self.title => format!(
                "this is the document of one API, `{}`: `{api}` is not in it",
                self.title
            ),
            (_, Some(name)) => {
                format!("this is not a template, so it has no parameter `{name}`")
            }
            _ => return Ok(()),
        };
        Err(DocumentProblem {
            pointer: String::new(),
            reason: cursor::on_one_line(&reason),
            not_run: None,
        })
    }

    fn at(root: &Cursor<'_>, is_http_api: bool) -> Result<Self, DocumentError> {
        let dialect = Dialect::of(root)?;
        let mut problems = Vec::new();
        let operations = operation::read_all(dialect, is_http_api, root, &mut problems)?;
        if operations.is_empty() {
            problems.push(root.problem("the document has no operations"));
            return Err(DocumentError { problems });
        }
        let mut findings = Findings::default();
        dialect.warn(root, &mut findings);
        let http_api = is_http_api.then(|| HttpApi::read(root, &mut findings));
        let cors = root.get("x-amazon-apigateway-cors");
        if let (None, Some(cors)) = (&http_api, cors) {
            findings.warn(cors.problem("this has no effect in a REST API: only HTTP APIs have it"));
        }
        let document = Self {
            title: root
                .at("/info/title")
                .and_then(|title| title.value.as_str())
                .unwrap_or("the API")
                .to_owned(),
            http_api,
            operations: operations.into_iter().map(Arc::new).collect(),
            gateway_responses: gateway_response::read_all(root, &mut findings),
            binary_media_types: root
                .get("x-amazon-apigateway-binary-media-types")
                .map(|types| findings.keep(types.texts()))
                .unwrap_or_default(),
            schemas: Schemas::new(dialect.schemas(root)),
            api_key_source: root
                .get("x-amazon-apigateway-api-key-source")
                .and_then(|source| findings.keep(source.text().map(Some)))
                .map_or_else(|| "HEADER".to_owned(), str::to_ascii_uppercase),
            function_names: Vec::new(),
            functions: Vec::new(),
            stage: None,
            problems: Vec::new(),
        };
        problems.extend(findings.problems);
        problems.extend(findings.warnings);
        Ok(Self {
            problems,
            ..document
        })
    }

    /// Calls functions by those of their names that stand in `names`, which may be logical ids or the names that a template gives.
    pub fn call_functions<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        let names: BTreeSet<&str> = names.into_iter().collect();
        let known = self.function_names.iter();
        let both = known.flat_map(|(id, name)| [(id, name), (name, id)]);
        let wanted: BTreeMap<&str, &str> = both
            .filter(|(other, name)| {
                names.contains(name.as_str()) && !names.contains(other.as_str())
            })
            .map(|(other, name)| (other.as_str(), name.as_str()))
            .collect();
        let rename = |function: &mut String| {
            if let Some(name) = wanted.get(function.as_str()) {
                (*name).clone_into(function);
            }
        };
        for operation in self.operations.iter_mut().map(Arc::make_mut) {
            if let Kind::Custom { function } | Kind::Proxy { function } =
                &mut operation.integration.kind
            {
                rename(function);
            }
            for requirement in operation.security.iter_mut().flatten() {
                if let Requirement::Authorizer { authorizer, .. } = requirement {
                    authorizer.function.iter_mut().for_each(rename);
                }
            }
        }
    }

    /// Removes every condition that keeps requests from the function: credentials, validation, stage variables in its name.
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

impl DocumentProblem {
    /// What, and where, on one line.
    pub(crate) fn to_reason(&self) -> String {
        format!("{} (at {})", self.reason, self.place())
    }

    /// The pointer in quotes, as the document has its names.
    fn place(&self) -> String {
        format!("\"{}\"", pictured(&self.pointer).collect::<String>())
    }

    /// The same problem, because of which `operation` is not run.
    fn stops(self, operation: &str) -> Self {
        Self {
            not_run: Some(operation.to_owned()),
            ..self
        }
    }
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
        write!(f, "{}: {}", self.place(), self.reason)?;
        match &self.not_run {
            Some(operation) => write!(f, "; {operation} answers 501"),
            None => Ok(()),
        }
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
