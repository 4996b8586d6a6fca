//! Templates of `CloudFormation` and SAM, and plans of Terraform → the document of one of their APIs.
//!
//! A file is recognised by its members, not by its name. Each reader makes resources of one shape, `assembly.rs` puts those of
//! an API together as `OpenAPI`, and `origins.rs` knows where in the file each part was.

mod assembly;
mod choice;
pub(crate) mod cloudformation;
mod function;
mod http_api;
pub(crate) mod method;
mod openapi;
mod origins;
mod resource;
mod terraform;

#[cfg(test)]
mod tests;

pub use choice::ApiChoice;
pub use function::DescribedFunction;
#[cfg(feature = "server")]
pub(crate) use function::{REGION, function_arn};
pub(crate) use origins::Origins;

use assembly::Assembly;
use choice::Api;
use openapi::OpenApi;
use origins::escaped;
use resource::Resource;
use serde_json::Value;
use std::collections::BTreeMap;

/// The document of an API, as a file describes it.
#[derive(Debug)]
pub(crate) struct Described {
    /// The document.
    pub(crate) document: Value,
    /// Where its parts are in the file.
    pub(crate) origins: Origins,
    /// What of the file could not be read.
    pub(crate) findings: Vec<Finding>,
    /// The other names of functions: each pair has the logical id and the name.
    pub(crate) functions: Vec<(String, String)>,
    /// Whether it is an HTTP API, and no REST API.
    pub(crate) is_http_api: bool,
    /// The functions themselves.
    pub(crate) starts: Vec<DescribedFunction>,
    /// The stage of the API.
    pub(crate) stage: Option<Stage>,
}

/// A stage that a file describes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// Its variables.
    pub variables: BTreeMap<String, String>,
}

/// What is said of an API of the third kind.
const WEBSOCKET_API: &str = "a WebSocket API, and only REST APIs and HTTP APIs are run";

/// What of a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The place, as a JSON pointer.
    pub(crate) pointer: String,
    /// The problem, in one sentence.
    pub(crate) reason: String,
}

/// The resources of a file.
struct Inventory {
    /// What the file is.
    file: &'static str,
    resources: Vec<Resource>,
    functions: Vec<(String, String)>,
    described: Vec<DescribedFunction>,
    findings: Vec<Finding>,
}

impl Finding {
    fn new(pointer: &str, reason: impl Into<String>) -> Self {
        Self {
            pointer: pointer.to_owned(),
            reason: reason.into(),
        }
    }
}

/// Reads the API that `choice` names in a file; `None` if the file describes no infrastructure.
///
/// # Errors
///
/// When it has no such API, or several and none is chosen.
pub(crate) fn read(file: &Value, choice: &ApiChoice) -> Option<Result<Described, Vec<Finding>>> {
    let inventory = if cloudformation::is_template(file) {
        cloudformation::inventory(file, choice)
    } else if terraform::is_plan(file) {
        terraform::inventory(file, choice)
    } else {
        return None;
    };
    Some(inventory.and_then(|inventory| describe(file, inventory, choice)))
}

fn describe(
    file: &Value,
    inventory: Inventory,
    choice: &ApiChoice,
) -> Result<Described, Vec<Finding>> {
    let Inventory {
        file: kind,
        resources,
        functions,
        described,
        mut findings,
    } = inventory;
    let api = match choice.of(&Api::all(&resources), kind) {
        Ok(api) => api,
        Err(reason) => {
            findings.insert(0, Finding::new("", reason));
            return Err(findings);
        }
    };
    let mut openapi = skeleton(file, &api);
    if api.is_http {
        http_api::assemble(&mut openapi, &api.id, &resources);
    } else {
        openapi = Assembly::new(&api.id, openapi, &resources).assemble();
        if let Some(resource) = api.resource {
            cloudformation::add_preflights(&mut openapi, resource);
        }
    }
    let stage = stage(&api.id, &resources);
    let (document, origins, found) = openapi.into_parts();
    findings.extend(found);
    Ok(Described {
        document,
        origins,
        findings,
        functions,
        is_http_api: api.is_http,
        starts: described,
        stage,
    })
}

/// The document of the API without what stands in resources of its own.
fn skeleton(file: &Value, api: &Api<'_>) -> OpenApi {
    let Some(resource) = api.resource else {
        return OpenApi::new(file, &api.title);
    };
    let mut openapi = match resource.get("Body") {
        Value::Null => OpenApi::new(file, &api.title),
        body => OpenApi::from_body(file, body.clone(), &resource.origin("/Body")),
    };
    for name in ["BodyS3Location", "DefinitionUri"] {
        let location = match resource.get(name) {
            Value::Null => continue,
            Value::String(location) => location.clone(),
            other => other.to_string(),
        };
        openapi.find(
            &resource.origin(&format!("/{name}")),
            format!("the API's document is in another file, {location}: give that file instead of this one"),
        );
    }
    let types = resource.get("BinaryMediaTypes").as_array();
    if let Some(types) = types.filter(|types| !types.is_empty()) {
        // `CloudFormation` writes `image~1png`.
        let types = types.iter().filter_map(Value::as_str);
        let types: Vec<_> = types.map(|it| it.replace("~1", "/")).collect();
        let place = ["x-amazon-apigateway-binary-media-types"];
        openapi.insert(&place, types.into(), &resource.origin("/BinaryMediaTypes"));
    }
    if let Some(source) = resource.text("ApiKeySourceType") {
        let place = ["x-amazon-apigateway-api-key-source"];
        openapi.insert(&place, source.into(), &resource.origin("/ApiKeySourceType"));
    }
    openapi
}

/// The first stage of the API.
fn stage(api: &str, resources: &[Resource]) -> Option<Stage> {
    let stages = [
        ("AWS::ApiGateway::Stage", "RestApiId", "Variables"),
        ("AWS::ApiGateway::Deployment", "RestApiId", "Variables"),
        (http_api::STAGE, "ApiId", "StageVariables"),
    ]
    .map(|(kind, of, variables)| {
        let stage = resources.iter().find(|resource| {
            resource.kind == kind
                && resource.text(of) == Some(api)
                && resource.text("StageName").is_some()
        });
        Some((stage?, variables))
    });
    let (stage, variables) = stages.into_iter().flatten().next()?;
    let variables = stage.get(variables).as_object().into_iter().flatten();
    let variables = variables
        .filter_map(|(name, value)| Some((name.clone(), resource::scalar(value)?)))
        .collect();
    Some(Stage {
        name: stage.text("StageName")?.to_owned(),
        variables,
    })
}
