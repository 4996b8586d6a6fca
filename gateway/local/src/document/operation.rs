//! Operations: a method at a path, what a request to it must bring, and what its responses declare.

use super::{
    DocumentProblem, Integration, PathTemplate, Requirement, cursor::Cursor, integration, security,
};
use http::Method;
use std::collections::{BTreeMap, BTreeSet};

/// A method of a path.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Operation {
    /// Where it stands: a JSON pointer.
    pub pointer: String,
    /// The method; `None` is `x-amazon-apigateway-any-method`.
    pub method: Option<Method>,
    /// The path.
    pub path: PathTemplate,
    /// What a request must bring: one of these sets of requirements; nothing if there are no sets.
    pub security: Vec<Vec<Requirement>>,
    /// The parameters that the gateway asks for; empty if it does not validate them.
    pub required: Vec<(Location, String)>,
    /// The models of bodies by media type; empty if the gateway does not validate them.
    pub models: Vec<(String, serde_json::Value)>,
    /// What stands behind it.
    pub integration: Integration,
    /// The statuses of the method responses, with their headers in lower case.
    pub responses: BTreeMap<u16, BTreeSet<String>>,
}

/// Where a parameter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// In the headers.
    Header,
    /// In the path.
    Path,
    /// In the query.
    Query,
}

const ANY: &str = "x-amazon-apigateway-any-method";

pub(super) fn read_all(root: &Cursor<'_>, problems: &mut Vec<DocumentProblem>) -> Vec<Operation> {
    let mut operations = Vec::new();
    if let Err(problem) = read_paths(root, &mut operations, problems) {
        problems.push(problem);
    }
    operations
}

fn read_paths(
    root: &Cursor<'_>,
    operations: &mut Vec<Operation>,
    problems: &mut Vec<DocumentProblem>,
) -> Result<(), DocumentProblem> {
    for (path, place) in root.required("paths")?.members()? {
        let template = match PathTemplate::read(path, &place) {
            Ok(template) => template,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        for (key, operation) in place.members()? {
            let method = match key {
                ANY => None,
                "get" | "put" | "post" | "delete" | "options" | "head" | "patch" => {
                    Method::from_bytes(key.to_ascii_uppercase().as_bytes()).ok()
                }
                _ => continue,
            };
            match read(root, &place, &operation, method, template.clone(), problems) {
                Ok(operation) => operations.push(operation),
                Err(problem) => problems.push(problem),
            }
        }
    }
    Ok(())
}

fn read(
    root: &Cursor<'_>,
    path_item: &Cursor<'_>,
    place: &Cursor<'_>,
    method: Option<Method>,
    path: PathTemplate,
    problems: &mut Vec<DocumentProblem>,
) -> Result<Operation, DocumentProblem> {
    let responses = read_method_responses(place)?;
    let at = place.required("x-amazon-apigateway-integration")?;
    let integration = integration::read(&at, problems)?;
    check_headers(&at, &integration, &responses, problems);
    let validator = read_validator(root, place)?;
    Ok(Operation {
        pointer: place.pointer().to_owned(),
        method,
        path,
        security: security::read(place, root)?,
        required: if validator.parameters {
            read_required(&[path_item, place])?
        } else {
            Vec::new()
        },
        models: if validator.body {
            read_models(place)?
        } else {
            Vec::new()
        },
        integration,
        responses,
    })
}

fn read_method_responses(
    place: &Cursor<'_>,
) -> Result<BTreeMap<u16, BTreeSet<String>>, DocumentProblem> {
    let mut responses = BTreeMap::new();
    let Some(declared) = place.get("responses") else {
        return Ok(responses);
    };
    for (status, response) in declared.members()? {
        let Ok(code) = status.parse() else {
            continue;
        };
        let headers = match response.resolved()?.get("headers") {
            None => BTreeSet::new(),
            Some(headers) => headers
                .object()?
                .keys()
                .map(|name| name.to_ascii_lowercase())
                .collect(),
        };
        responses.insert(code, headers);
    }
    Ok(responses)
}

/// A mapped header must be declared, once its status is.
fn check_headers(
    at: &Cursor<'_>,
    integration: &Integration,
    declared: &BTreeMap<u16, BTreeSet<String>>,
    problems: &mut Vec<DocumentProblem>,
) {
    for response in &integration.responses {
        let Some(headers) = declared.get(&response.status) else {
            continue;
        };
        for mapping in &response.headers {
            if !headers.contains(&mapping.name().to_ascii_lowercase()) {
                problems.push(at.problem(format!(
                    "Invalid mapping expression parameter specified: {}: the response {} does not declare this header",
                    mapping.target, response.status
                )));
            }
        }
    }
}

#[derive(Debug, Default)]
struct Validator {
    body: bool,
    parameters: bool,
}

fn read_validator(root: &Cursor<'_>, place: &Cursor<'_>) -> Result<Validator, DocumentProblem> {
    const NAME: &str = "x-amazon-apigateway-request-validator";
    let Some(name) = place.get(NAME).or_else(|| root.get(NAME)) else {
        return Ok(Validator::default());
    };
    let validator = root
        .get("x-amazon-apigateway-request-validators")
        .and_then(|validators| validators.get(name.text().unwrap_or_default()))
        .ok_or_else(|| name.problem("there is no such request validator"))?;
    Ok(Validator {
        body: validator.flag("validateRequestBody")?,
        parameters: validator.flag("validateRequestParameters")?,
    })
}

fn read_required(places: &[&Cursor<'_>]) -> Result<Vec<(Location, String)>, DocumentProblem> {
    let mut required = Vec::new();
    for parameters in places.iter().filter_map(|place| place.get("parameters")) {
        for parameter in parameters.items()? {
            let parameter = parameter.resolved()?;
            let location = match parameter.required("in")?.text()? {
                "header" => Location::Header,
                "query" => Location::Query,
                "path" => Location::Path,
                _ => continue,
            };
            if parameter.flag("required")? {
                required.push((location, parameter.required("name")?.text()?.to_owned()));
            }
        }
    }
    required.sort();
    required.dedup();
    Ok(required)
}

fn read_models(place: &Cursor<'_>) -> Result<Vec<(String, serde_json::Value)>, DocumentProblem> {
    let Some(body) = place.get("requestBody") else {
        return Ok(Vec::new());
    };
    let Some(content) = body.resolved()?.get("content") else {
        return Ok(Vec::new());
    };
    let mut models = Vec::new();
    for (media_type, entry) in content.members()? {
        if let Some(schema) = entry.get("schema") {
            super::schema::check(&schema)?;
            models.push((media_type.to_owned(), schema.value.clone()));
        }
    }
    Ok(models)
}
