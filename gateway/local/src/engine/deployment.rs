//! A document with the settings of its stage.

use crate::document::{Document, MissingStageVariable};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};

/// The stage of an HTTP API whose path begins with no stage.
const DEFAULT_STAGE: &str = "$default";

/// A document, deployed to a stage: all that the gateway knows before a request comes.
///
/// ```
/// use apigw_local::{Document, engine::Deployment};
///
/// let document = r#"{"openapi": "3.0.1", "paths": {"/": {"get": {"x-amazon-apigateway-integration": {"type": "mock"}}}}}"#;
/// let deployment = Deployment::new(Document::read(document).unwrap());
/// assert_eq!(deployment.stage, "local");
/// assert_eq!(deployment.document.operations.len(), 1);
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Deployment {
    /// The document.
    pub document: Arc<Document>,
    /// The stage's name: `local`, or `$default` of an HTTP API, unless it is set.
    pub stage: String,
    /// The stage's variables.
    pub stage_variables: BTreeMap<String, String>,
    /// The answer of the authorizer's stand-in to a request with a credential.
    pub authorizer: Value,
    /// Whether requests go to the canary, on a stage that has one: `$context.isCanaryRequest`.
    ///
    /// A stage without canary settings has no such member; with them, AWS was recorded to say `false` (`LocalStack`'s
    /// AWS-validated canary tests).
    pub canary_request: Option<bool>,
}

impl Deployment {
    /// The document in a stage without variables.
    #[must_use]
    pub fn new(document: Document) -> Self {
        let stage = match &document.http_api {
            Some(_) => DEFAULT_STAGE,
            None => "local",
        };
        Self {
            document: Arc::new(document),
            stage: stage.to_owned(),
            stage_variables: BTreeMap::new(),
            authorizer: json!({"principalId": "local", "claims": {}}),
            canary_request: None,
        }
    }

    /// A path as functions see it: with the stage in front of it, unless that is `$default`.
    pub(super) fn staged(&self, path: &str) -> String {
        match self.stage.as_str() {
            DEFAULT_STAGE if self.document.http_api.is_some() => path.to_owned(),
            stage => ["/", stage, path].concat(),
        }
    }

    /// The text with the values of stage variables in the place of `${stageVariables.NAME}`.
    ///
    /// # Errors
    ///
    /// When the stage has no variable of a name.
    pub fn with_stage_variables(&self, template: &str) -> Result<String, MissingStageVariable> {
        let mut text = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("${stageVariables.") {
            text.push_str(before);
            let (variable, after) = after.split_once('}').unwrap_or((after, ""));
            let value = self.stage_variables.get(variable);
            text.push_str(value.ok_or_else(|| MissingStageVariable(variable.to_owned()))?);
            rest = after;
        }
        text.push_str(rest);
        Ok(text)
    }
}

impl From<Document> for Deployment {
    fn from(document: Document) -> Self {
        Self::new(document)
    }
}
