//! A document's integrations, the outcomes of invocations, and what the engines of API Gateway make of them.

use lambda_api_errors::{
    ApiService, Diagnostic, Operation, lambda_runtime::Context, openapi::OpenApi,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json, value::RawValue};
use std::collections::BTreeMap;

/// What of `x-amazon-apigateway-integration` decides about events and answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Integration {
    /// The API's title and the operation's name: `carts/get_cart`.
    pub name: String,
    /// `requestTemplates` and `responses`.
    pub integration: Value,
}

/// The custom integrations of a document.
///
/// # Panics
///
/// When `openapi` makes no document.
#[must_use]
pub fn integrations(title: &str, openapi: &OpenApi) -> Vec<Integration> {
    let document = openapi.document().unwrap_or_else(|error| panic!("{error}"));
    let document = serde_json::to_value(document).expect("JSON");
    let operations = of_type("aws", &document);
    operations
        .into_iter()
        .map(|(_, operation)| {
            let id = operation["operationId"].as_str().expect("a name");
            Integration::new(format!("{title}/{id}"), operation)
        })
        .collect()
}

/// The mocks of a document, each named by path and method.
///
/// # Panics
///
/// When `openapi` makes no document.
#[must_use]
pub fn mocks(openapi: &OpenApi) -> Vec<Integration> {
    let document = openapi.document().unwrap_or_else(|error| panic!("{error}"));
    let document = serde_json::to_value(document).expect("JSON");
    let operations = of_type("mock", &document).into_iter();
    operations
        .map(|(name, operation)| Integration::new(name, operation))
        .collect()
}

/// The operations whose integrations are of this type, by path and method.
fn of_type<'a>(kind: &str, document: &'a Value) -> Vec<(String, &'a Value)> {
    let paths = document["paths"].as_object().expect("paths").iter();
    let operations = paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().expect("methods").iter();
        methods.map(move |(method, operation)| (format!("{path} {method}"), operation))
    });
    operations
        .filter(|(_, operation)| operation["x-amazon-apigateway-integration"]["type"] == kind)
        .collect()
}

impl Integration {
    fn new(name: String, operation: &Value) -> Self {
        let integration = &operation["x-amazon-apigateway-integration"];
        let integration = json!({ "requestTemplates": integration["requestTemplates"], "responses": integration["responses"] });
        Self { name, integration }
    }
}

/// The outcome of an invocation behind an integration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The name of the integration.
    pub integration: String,
    /// Whether the invocation failed.
    pub failed: bool,
    /// The payload.
    pub body: String,
    /// What the patterns see instead of the message in the payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The headers of the request.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub header: BTreeMap<String, String>,
    /// What templates see as `$context`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub context: BTreeMap<String, String>,
}

impl Outcome {
    /// A failed invocation with this payload.
    pub fn failure(integration: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            integration: integration.into(),
            failed: true,
            body: body.into(),
            message: None,
            header: BTreeMap::new(),
            context: BTreeMap::new(),
        }
    }

    /// An invocation with this payload.
    pub fn success(integration: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            failed: false,
            ..Self::failure(integration, body)
        }
    }

    /// What Lambda makes of the end of an invocation.
    ///
    /// # Panics
    ///
    /// Never: a diagnostic is made of texts.
    #[must_use]
    pub fn of(integration: String, outcome: Result<Box<RawValue>, Diagnostic>) -> Self {
        match outcome {
            Ok(payload) => Self::success(integration, payload.get()),
            Err(diagnostic) => {
                let payload = serde_json::to_string(&diagnostic).expect("JSON");
                Self::failure(integration, payload)
            }
        }
    }

    /// What the patterns see; a message that is not text is not matched.
    #[must_use]
    pub fn seen_by_patterns(&self) -> String {
        if let Some(message) = &self.message {
            return message.clone();
        }
        let payload: Value = serde_json::from_str(&self.body).unwrap_or_default();
        let message = payload["errorMessage"].as_str().filter(|_| self.failed);
        message.unwrap_or_default().to_owned()
    }
}

/// What the engines make of an outcome.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rendered {
    /// The patterns that take it.
    pub selected: Vec<String>,
    /// Whether they take it alike as a whole, at the start and anywhere.
    pub agreed: bool,
    /// The status.
    pub status: u16,
    /// The headers; names are in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
    /// Why there is no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// The operation of this name.
///
/// # Panics
///
/// When there is none.
#[must_use]
pub fn operation<'a>(service: &'a ApiService, name: &str) -> &'a Operation {
    let mut operations = service.operations().iter();
    operations
        .find(|operation| operation.name() == name)
        .expect("an operation")
}

/// Invokes the function with `event`.
///
/// # Errors
///
/// When the invocation fails.
pub async fn invoke(service: &ApiService, event: &str) -> Result<Box<RawValue>, Diagnostic> {
    service.invoke(event.as_bytes(), Context::default()).await
}
