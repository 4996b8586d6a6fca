//! Operations: a method at a path, the requirements of a request to it, and its declared responses.

use super::{
    Dialect, DocumentProblem, Findings, Integration, PathTemplate, Requirement,
    cursor::Cursor,
    dialect, http_api_integration,
    integration::{self, INTEGRATION},
    schema::{self, Seen},
    security,
};
use http::Method;
use serde_json::Value;
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

/// A method of a path.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Operation {
    /// Its place in the document, as a JSON pointer.
    pub pointer: String,
    /// The method; `None` is `x-amazon-apigateway-any-method`.
    pub method: Option<Method>,
    /// The path.
    pub path: PathTemplate,
    /// Why it is not run; `None` if it is.
    pub not_run: Option<DocumentProblem>,
    /// The alternatives of credentials: a request must meet one of these sets of requirements. Without sets every request may pass.
    pub security: Vec<Vec<Requirement>>,
    /// The parts of a request that the gateway validates.
    pub validation: Validation,
    /// The parameters by location and name, but for those of the body.
    pub parameters: Vec<Parameter>,
    /// The models of bodies by media type; null for one without a model.
    pub models: BTreeMap<String, Value>,
    /// The examples of bodies that the document gives, by media type.
    pub examples: BTreeMap<String, Value>,
    /// The integration.
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

/// A parameter of an operation.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Parameter {
    /// Where it stands.
    pub location: Location,
    /// Its name.
    pub name: String,
    /// Whether a request must have it.
    pub required: bool,
    /// What it can be, as a JSON schema; null if the document does not say it.
    pub schema: Value,
    /// The example that the document gives.
    pub example: Option<Value>,
}

/// The parts of a request that the gateway checks before it calls the integration.
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

impl Operation {
    /// The required parameters.
    pub fn required(&self) -> impl Iterator<Item = (Location, &str)> {
        let parameters = self.parameters.iter();
        parameters
            .filter(|parameter| parameter.required)
            .map(|parameter| (parameter.location, parameter.name.as_str()))
    }

    /// The name of the route in an HTTP API: `GET /pets/{id}`, `ANY /pets` or `$default`.
    #[must_use]
    pub fn route_key(&self) -> String {
        if self.path.is_default() {
            return self.path.text.clone();
        }
        let method = self.method.as_ref().map_or("ANY", Method::as_str);
        format!("{method} {}", self.path.text)
    }
}

const ANY: &str = "x-amazon-apigateway-any-method";

/// Reads all operations. A problem of one does not affect another.
///
/// # Errors
///
/// When the document has no paths at all.
pub(super) fn read_all(
    dialect: Dialect,
    is_http_api: bool,
    root: &Cursor<'_>,
    problems: &mut Vec<DocumentProblem>,
) -> Result<Vec<Operation>, DocumentProblem> {
    let mut operations = Vec::new();
    let seen = RefCell::default();
    for (path, place) in root.required("paths")?.members()? {
        if path.starts_with("x-") {
            continue;
        }
        let members = match PathTemplate::read(path, &place) {
            Ok(template) => place.members().map(|members| (template, members)),
            Err(problem) => Err(problem),
        };
        match members {
            Err(problem) => problems.push(problem),
            Ok((template, members)) => {
                for (key, operation) in members.filter(|(key, _)| is_method(key)) {
                    let reader = Reader {
                        dialect,
                        is_http_api,
                        root,
                        path_item: &place,
                        place: &operation,
                        seen: &seen,
                    };
                    operations.push(reader.read(method(key), template.clone(), problems));
                }
            }
        }
    }
    Ok(operations)
}

/// Whether a key of a path is a method.
fn is_method(key: &str) -> bool {
    matches!(
        key,
        ANY | "get" | "put" | "post" | "delete" | "options" | "head" | "patch"
    )
}

/// The method that the key stands for; `None` is any.
fn method(key: &str) -> Option<Method> {
    match key {
        ANY => None,
        name => Method::from_bytes(name.to_ascii_uppercase().as_bytes()).ok(),
    }
}

/// One operation, in its place.
struct Reader<'a> {
    dialect: Dialect,
    is_http_api: bool,
    root: &'a Cursor<'a>,
    path_item: &'a Cursor<'a>,
    place: &'a Cursor<'a>,
    seen: &'a RefCell<Seen>,
}

impl Reader<'_> {
    fn read(
        &self,
        method: Option<Method>,
        path: PathTemplate,
        problems: &mut Vec<DocumentProblem>,
    ) -> Operation {
        let mut findings = Findings::default();
        let responses = self.method_responses(&mut findings);
        let integration = self.integration(&responses, &mut findings);
        let validation = self.validation();
        let validation = findings.keep_as_warning(validation);
        let security = security::read(
            self.dialect,
            self.is_http_api,
            self.place,
            self.root,
            &mut findings,
        );
        let security = findings.keep(security);
        let parameters = parameters(&[self.path_item, self.place], &mut findings);
        let examples = self.dialect.request_examples(self.place);
        let models = self.models(validation, &mut findings);
        let name = format!(
            "{} {}",
            method.as_ref().map_or("ANY", Method::as_str),
            path.text
        );
        let Findings {
            problems: found,
            warnings,
        } = findings;
        let found: Vec<_> = found
            .into_iter()
            .map(|problem| problem.stops(&name))
            .collect();
        let not_run = found.first().cloned();
        problems.extend(found);
        problems.extend(warnings);
        Operation {
            pointer: self.place.pointer(),
            method,
            path,
            not_run,
            security,
            validation,
            parameters,
            models,
            examples,
            integration,
            responses,
        }
    }

    fn integration(
        &self,
        responses: &BTreeMap<u16, MethodResponse>,
        findings: &mut Findings,
    ) -> Integration {
        let place = self.place.get(INTEGRATION);
        let place = place.map(|place| {
            if self.is_http_api {
                place.resolved()
            } else {
                Ok(place)
            }
        });
        match findings.keep(place.transpose()) {
            Some(at) if self.is_http_api && at.value.is_object() => {
                http_api_integration::read(&at, findings)
            }
            Some(at) if at.value.is_object() => {
                let integration = integration::read(&at, &self.seen.borrow().compiled, findings);
                check_headers(&at, &integration, responses, findings);
                integration
            }
            Some(at) => {
                findings.push(at.problem("this must be an object"));
                Integration::missing(self.place)
            }
            None => {
                findings.push(self.place.problem(format!("`{INTEGRATION}` is missing")));
                Integration::missing(self.place)
            }
        }
    }

    fn method_responses(&self, findings: &mut Findings) -> BTreeMap<u16, MethodResponse> {
        let mut responses = BTreeMap::new();
        let declared = self.place.get("responses");
        let members = declared.as_ref().map(Cursor::members).transpose();
        let members = match members {
            Ok(members) => members,
            Err(problem) => {
                findings.push(problem);
                return responses;
            }
        };
        for (status, response) in members.into_iter().flatten() {
            // `default` and `4XX` are not method responses.
            let Ok(code) = status.parse() else {
                continue;
            };
            let response = self.method_response(&response);
            responses.insert(code, findings.keep(response));
        }
        responses
    }

    fn method_response(&self, response: &Cursor<'_>) -> Result<MethodResponse, DocumentProblem> {
        let response = response.resolved()?;
        let headers = match response.get("headers") {
            None => BTreeSet::new(),
            Some(headers) => headers
                .object()?
                .keys()
                .map(|name| name.to_ascii_lowercase())
                .collect(),
        };
        let dialect = self.dialect;
        let content = dialect.response_content(self.root, self.place, &response)?;
        Ok(MethodResponse { headers, content })
    }

    fn validation(&self) -> Result<Validation, DocumentProblem> {
        const NAME: &str = "x-amazon-apigateway-request-validator";
        if self.is_http_api {
            return Ok(Validation::default());
        }
        let Some(name) = self.place.get(NAME).or_else(|| self.root.get(NAME)) else {
            return Ok(Validation::default());
        };
        let validator = self
            .root
            .get("x-amazon-apigateway-request-validators")
            .and_then(|validators| validators.get(name.text().unwrap_or_default()))
            .ok_or_else(|| name.problem("there is no such request validator"))?;
        Ok(Validation {
            body: validator.flag("validateRequestBody")?,
            parameters: validator.flag("validateRequestParameters")?,
        })
    }

    fn models(&self, validation: Validation, findings: &mut Findings) -> BTreeMap<String, Value> {
        let Self {
            dialect,
            root,
            path_item,
            place,
            ..
        } = self;
        if validation.body {
            for at in dialect.request_schemas(path_item, place) {
                let checked = schema::check(&at, &mut self.seen.borrow_mut());
                findings.keep_as_warning(checked);
            }
        }
        dialect.request_content(root, path_item, place, findings)
    }
}

/// A mapped header must be declared, once its status is.
fn check_headers(
    at: &Cursor<'_>,
    integration: &Integration,
    declared: &BTreeMap<u16, MethodResponse>,
    findings: &mut Findings,
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
                findings.push(at.problem(format!(
                    "Invalid mapping expression parameter specified: {}: the response {} does not declare this header",
                    mapping.target, response.status
                )));
            }
        }
    }
}

/// The parameters, but for those of the body. One of the operation stands for one of its path; it is required if one of them is.
fn parameters(places: &[&Cursor<'_>], findings: &mut Findings) -> Vec<Parameter> {
    let mut known: BTreeMap<(Location, String), Parameter> = BTreeMap::new();
    for place in dialect::parameters(places, findings) {
        let location = [
            ("header", Location::Header),
            ("query", Location::Query),
            ("path", Location::Path),
        ]
        .into_iter()
        .find(|(name, _)| dialect::is_in(&place, name));
        let Some((_, location)) = location else {
            continue;
        };
        let read = parameter(location, &place).map(Some);
        let Some(mut parameter) = findings.keep_as_warning(read) else {
            continue;
        };
        let key = (location, parameter.name.clone());
        parameter.required |= known.get(&key).is_some_and(|former| former.required);
        known.insert(key, parameter);
    }
    known.into_values().collect()
}

fn parameter(location: Location, place: &Cursor<'_>) -> Result<Parameter, DocumentProblem> {
    let (schema, example) = dialect::schema_and_example(place);
    Ok(Parameter {
        location,
        required: place.flag("required")?,
        name: place.required("name")?.text()?.to_owned(),
        schema,
        example,
    })
}
