//! Operations: a method at a path, what a request to it must bring, and what its responses declare.

use super::{
    DocumentProblem, Integration, PathTemplate, Requirement, cursor::Cursor, integration, security,
};
use http::Method;
use serde_json::Value;
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
    /// What the gateway validates.
    pub validation: Validation,
    /// The required parameters.
    pub required: Vec<(Location, String)>,
    /// The models of bodies by media type; null for one without a model.
    pub models: BTreeMap<String, Value>,
    /// What stands behind it.
    pub integration: Integration,
    /// The method responses by status.
    pub responses: BTreeMap<u16, MethodResponse>,
}

/// Where a parameter stands in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// In the headers.
    Header,
    /// In the path.
    Path,
    /// In the query.
    Query,
}

/// What the gateway looks at before it asks the integration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Validation {
    /// Whether the body has the schema of its media type.
    pub body: bool,
    /// Whether the required parameters are there.
    pub parameters: bool,
}

/// A response that the operation declares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MethodResponse {
    /// The names of its headers, in lower case.
    pub headers: BTreeSet<String>,
    /// The schema of each media type; null for one without a schema.
    pub content: BTreeMap<String, Value>,
}

const ANY: &str = "x-amazon-apigateway-any-method";
const INTEGRATION: &str = "x-amazon-apigateway-integration";

/// Reads all operations. What is wrong with one refuses no other.
///
/// # Errors
///
/// When the document has no paths at all.
pub(super) fn read_all(
    root: &Cursor<'_>,
    problems: &mut Vec<DocumentProblem>,
) -> Result<Vec<Operation>, DocumentProblem> {
    let mut operations = Vec::new();
    for (path, place) in root.required("paths")?.members()? {
        let read = PathTemplate::read(path, &place)
            .and_then(|template| read_path(root, &template, &place, &mut operations, problems));
        problems.extend(read.err());
    }
    Ok(operations)
}

fn read_path(
    root: &Cursor<'_>,
    template: &PathTemplate,
    place: &Cursor<'_>,
    operations: &mut Vec<Operation>,
    problems: &mut Vec<DocumentProblem>,
) -> Result<(), DocumentProblem> {
    for (key, operation) in place.members()? {
        let method = match key {
            ANY => None,
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" => {
                Method::from_bytes(key.to_ascii_uppercase().as_bytes()).ok()
            }
            _ => continue,
        };
        match read(root, place, &operation, method, template.clone(), problems) {
            Ok(operation) => operations.push(operation),
            Err(problem) => problems.push(problem),
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
    place.object()?;
    let responses = read_method_responses(place)?;
    let integration = if let Some(at) = place.get(INTEGRATION) {
        at.object()?;
        let integration = integration::read(&at, problems);
        check_headers(&at, &integration, &responses, problems);
        integration
    } else {
        let reason = format!("`{INTEGRATION}` is missing");
        problems.push(place.problem(reason.as_str()));
        Integration::missing(place, &reason)
    };
    let validation = read_validation(root, place)?;
    Ok(Operation {
        method,
        path,
        pointer: place.pointer().to_owned(),
        security: security::read(place, root)?,
        required: read_required(&[path_item, place])?,
        models: read_models(place, validation)?,
        validation,
        integration,
        responses,
    })
}

fn read_method_responses(
    place: &Cursor<'_>,
) -> Result<BTreeMap<u16, MethodResponse>, DocumentProblem> {
    let mut responses = BTreeMap::new();
    let Some(declared) = place.get("responses") else {
        return Ok(responses);
    };
    for (status, response) in declared.members()? {
        // `default` and `4XX` are no method responses.
        let Ok(code) = status.parse() else {
            continue;
        };
        let response = response.resolved()?;
        let headers = match response.get("headers") {
            None => BTreeSet::new(),
            Some(headers) => headers
                .object()?
                .keys()
                .map(|name| name.to_ascii_lowercase())
                .collect(),
        };
        let content = read_content(&response)?;
        responses.insert(code, MethodResponse { headers, content });
    }
    Ok(responses)
}

/// The schema of each media type.
fn read_content(place: &Cursor<'_>) -> Result<BTreeMap<String, Value>, DocumentProblem> {
    let mut content = BTreeMap::new();
    if let Some(media_types) = place.get("content") {
        for (media_type, entry) in media_types.members()? {
            let schema = entry.get("schema").map(|schema| schema.value.clone());
            content.insert(media_type.to_owned(), schema.unwrap_or_default());
        }
    }
    Ok(content)
}

/// A mapped header must be declared, once its status is.
fn check_headers(
    at: &Cursor<'_>,
    integration: &Integration,
    declared: &BTreeMap<u16, MethodResponse>,
    problems: &mut Vec<DocumentProblem>,
) {
    for response in &integration.responses {
        let Some(method_response) = declared.get(&response.status) else {
            continue;
        };
        for mapping in &response.headers {
            if !method_response
                .headers
                .contains(&mapping.name().to_ascii_lowercase())
            {
                problems.push(at.problem(format!(
                    "Invalid mapping expression parameter specified: {}: the response {} does not declare this header",
                    mapping.target, response.status
                )));
            }
        }
    }
}

fn read_validation(root: &Cursor<'_>, place: &Cursor<'_>) -> Result<Validation, DocumentProblem> {
    const NAME: &str = "x-amazon-apigateway-request-validator";
    let Some(name) = place.get(NAME).or_else(|| root.get(NAME)) else {
        return Ok(Validation::default());
    };
    let validator = root
        .get("x-amazon-apigateway-request-validators")
        .and_then(|validators| validators.get(name.text().unwrap_or_default()))
        .ok_or_else(|| name.problem("there is no such request validator"))?;
    Ok(Validation {
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

fn read_models(
    place: &Cursor<'_>,
    validation: Validation,
) -> Result<BTreeMap<String, Value>, DocumentProblem> {
    let Some(body) = place.get("requestBody") else {
        return Ok(BTreeMap::new());
    };
    let body = body.resolved()?;
    if validation.body
        && let Some(content) = body.get("content")
    {
        for (_, entry) in content.members()? {
            if let Some(schema) = entry.get("schema") {
                super::schema::check(&schema)?;
            }
        }
    }
    read_content(&body)
}
