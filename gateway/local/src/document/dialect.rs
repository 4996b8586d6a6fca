//! Which kind of document this is, and where each of the two that can be imported keeps its parts.
//!
//! API Gateway imports Swagger 2.0 and `OpenAPI` 3.0 as a REST API, and `OpenAPI` 3.0 as an HTTP API:
//! [Important notes](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html).

use super::{DocumentProblem, Findings, cursor::Cursor};
use serde_json::Value;
use std::collections::BTreeMap;

/// The two spellings of one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Swagger2,
    OpenApi3,
}

/// Media types, each with its schema; null for one without a schema.
pub(super) type Content = BTreeMap<String, Value>;

/// What other documents are recognised by: members of the root, and what to say of them.
const OTHERS: &[(&[&str], &str)] = &[
    (
        &["service", "provider"],
        "this is a configuration of the Serverless Framework: give the template that `osls package` or `serverless package` writes, `.serverless/cloudformation-template-update-stack.json`",
    ),
    (
        &["asyncapi"],
        "this is an AsyncAPI document, which describes no HTTP API: give an OpenAPI document",
    ),
    (
        &["restApiId"],
        "this is what the AWS CLI prints of an API: give an OpenAPI document, as `aws apigateway get-export --export-type oas30 --parameters extensions=integrations` writes it",
    ),
    (
        &["swaggerVersion"],
        "this is a Swagger 1 document: API Gateway imports Swagger 2.0 and OpenAPI 3.0",
    ),
    (
        &["info", "item"],
        "this is a collection of Postman: give an OpenAPI document",
    ),
];

impl Dialect {
    /// Recognises the document.
    ///
    /// # Errors
    ///
    /// When API Gateway does not import it. The error names the kind of document, and the document to use instead.
    pub(super) fn of(root: &Cursor<'_>) -> Result<Self, DocumentProblem> {
        root.object()?;
        version(root)
    }

    pub(super) fn security_scheme<'a>(self, root: &Cursor<'a>, name: &str) -> Option<Cursor<'a>> {
        let schemes = match self {
            Self::Swagger2 => root.get("securityDefinitions"),
            Self::OpenApi3 => root.get("components")?.get("securitySchemes"),
        };
        schemes?.get(name)
    }

    /// The models, by the first segments of the references to them.
    pub(super) fn schemas(self, root: &Cursor<'_>) -> (&'static str, Option<Value>) {
        let (pointer, at) = match self {
            Self::Swagger2 => ("#/definitions", "/definitions"),
            Self::OpenApi3 => ("#/components/schemas", "/components/schemas"),
        };
        (pointer, root.at(at).map(|place| place.value.clone()))
    }

    /// The models of an operation's request body.
    pub(super) fn request_content(
        self,
        root: &Cursor<'_>,
        path_item: &Cursor<'_>,
        operation: &Cursor<'_>,
        findings: &mut Findings,
    ) -> Content {
        match self {
            Self::OpenApi3 => operation
                .get("requestBody")
                .map(|body| body.resolved().and_then(|body| content(&body)))
                .map_or_else(Content::new, |read| findings.keep_as_warning(read)),
            Self::Swagger2 => body_parameter(path_item, operation)
                .map_or_else(Content::new, |body| {
                    of_all("consumes", root, operation, &body)
                }),
        }
    }

    /// The examples of request bodies, by media type. In Swagger 2.0 only schemas have some.
    pub(super) fn request_examples(self, operation: &Cursor<'_>) -> Content {
        let body = operation.get("requestBody");
        let body = body.filter(|_| self == Self::OpenApi3);
        let content = body.and_then(|body| body.resolved().ok()?.get("content"));
        let entries = content.as_ref().and_then(|content| content.members().ok());
        let entries = entries.into_iter().flatten();
        entries
            .filter_map(|(media_type, entry)| {
                Some((media_type.to_owned(), stated_example(&entry)?))
            })
            .collect()
    }

    /// The places of those models.
    pub(super) fn request_schemas<'a>(
        self,
        path_item: &Cursor<'a>,
        operation: &Cursor<'a>,
    ) -> Vec<Cursor<'a>> {
        match self {
            Self::OpenApi3 => {
                let body = operation.get("requestBody");
                let body = body.and_then(|body| body.resolved().ok());
                let content = body.and_then(|body| body.get("content"));
                let entries = content.as_ref().and_then(|content| content.members().ok());
                entries
                    .into_iter()
                    .flatten()
                    .filter_map(|(_, entry)| entry.get("schema"))
                    .collect()
            }
            Self::Swagger2 => body_parameter(path_item, operation)
                .and_then(|body| body.get("schema"))
                .into_iter()
                .collect(),
        }
    }

    /// The models of a response's body.
    pub(super) fn response_content(
        self,
        root: &Cursor<'_>,
        operation: &Cursor<'_>,
        response: &Cursor<'_>,
    ) -> Result<Content, DocumentProblem> {
        match self {
            Self::OpenApi3 => content(response),
            Self::Swagger2 if response.get("schema").is_some() => {
                Ok(of_all("produces", root, operation, response))
            }
            Self::Swagger2 => Ok(Content::new()),
        }
    }

    /// What of the document has no effect here.
    pub(super) fn warn(self, root: &Cursor<'_>, findings: &mut Findings) {
        let base_path = root.get("basePath");
        let base_path =
            base_path.filter(|path| path.value.as_str().is_some_and(|path| path != "/"));
        if let (Self::Swagger2, Some(base_path)) = (self, base_path) {
            findings.warn(base_path.problem(
                "the base path is not part of the paths here, nor are they in an import that does not set `basepath`",
            ));
        }
    }
}

/// The parameters of a path and of an operation, resolved.
pub(super) fn parameters<'a>(places: &[&Cursor<'a>], findings: &mut Findings) -> Vec<Cursor<'a>> {
    let mut parameters = Vec::new();
    for list in places.iter().filter_map(|place| place.get("parameters")) {
        let items = match list.items() {
            Ok(items) => items,
            Err(problem) => {
                findings.warn(problem);
                continue;
            }
        };
        for item in items {
            match item.resolved() {
                Ok(parameter) => parameters.push(parameter),
                Err(problem) => findings.warn(problem),
            }
        }
    }
    parameters
}

/// The parameter that stands for the body in Swagger 2.0; one of a form has no model.
fn body_parameter<'a>(path_item: &Cursor<'a>, operation: &Cursor<'a>) -> Option<Cursor<'a>> {
    // What is wrong with the parameters is found where all of them are read.
    parameters(&[path_item, operation], &mut Findings::default())
        .into_iter()
        .rfind(|parameter| is_in(parameter, "body"))
}

/// What a parameter of Swagger 2.0 says beside its schema.
const OF_PARAMETERS: &[&str] = &[
    "name",
    "in",
    "required",
    "description",
    "collectionFormat",
    "allowEmptyValue",
];

fn without(value: &Value, names: &[&str]) -> Value {
    let members = value.as_object().into_iter().flatten();
    let kept = members.filter(|(name, _)| !names.contains(&name.as_str()));
    kept.map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// What a parameter can be, and its example. Its schema stands in `schema`, in the only member of `content`, or, in Swagger 2.0, in
/// the parameter itself.
pub(super) fn schema_and_example(parameter: &Cursor<'_>) -> (Value, Option<Value>) {
    let content = parameter.get("content");
    let entry = content
        .as_ref()
        .and_then(|content| content.members().ok()?.next());
    let entry = entry.map_or_else(|| parameter.clone(), |(_, entry)| entry);
    let schema = match (entry.get("schema"), parameter.get("type")) {
        (Some(schema), _) => schema.value.clone(),
        (None, Some(_)) => without(parameter.value, OF_PARAMETERS),
        (None, None) => Value::Null,
    };
    (schema, stated_example(&entry))
}

/// The `example`, or the first of the `examples`.
fn stated_example(place: &Cursor<'_>) -> Option<Value> {
    let first = || {
        let examples = place.get("examples")?;
        let (_, first) = examples.members().ok()?.next()?;
        first.resolved().ok()?.get("value")
    };
    let example = place.get("example").or_else(first)?;
    Some(example.value.clone())
}

pub(super) fn is_in(parameter: &Cursor<'_>, location: &str) -> bool {
    let place = parameter.get("in");
    place.is_some_and(|place| place.value.as_str() == Some(location))
}

fn content(place: &Cursor<'_>) -> Result<Content, DocumentProblem> {
    let Some(media_types) = place.get("content") else {
        return Ok(Content::new());
    };
    let media_types = media_types.members()?.map(|(media_type, entry)| {
        let schema = entry.get("schema").map(|schema| schema.value.clone());
        (media_type.to_owned(), schema.unwrap_or_default())
    });
    Ok(media_types.collect())
}

/// The schema of `place` for each media type that the operation, or else the document, lists under `key`.
fn of_all(key: &str, root: &Cursor<'_>, operation: &Cursor<'_>, place: &Cursor<'_>) -> Content {
    let listed = operation.get(key).or_else(|| root.get(key));
    let media_types = listed.and_then(|list| list.texts().ok());
    let media_types = media_types.filter(|list| !list.is_empty());
    let schema = place.get("schema").map(|schema| schema.value.clone());
    let schema = schema.unwrap_or_default();
    media_types
        .unwrap_or_else(|| vec!["application/json".to_owned()])
        .into_iter()
        .map(|media_type| (media_type, schema.clone()))
        .collect()
}

fn version(root: &Cursor<'_>) -> Result<Dialect, DocumentProblem> {
    let stated = |key: &str| {
        root.get(key).map(|place| match place.value {
            Value::String(text) => (text.clone(), place),
            other => (other.to_string(), place),
        })
    };
    match (stated("openapi"), stated("swagger")) {
        (Some((version, _)), _) if version.starts_with("3.0") => Ok(Dialect::OpenApi3),
        (Some((version, place)), _) if is_for_clients(root, &version) => Err(place.problem(format!(
            "this is OpenAPI {version} without integrations, a document for clients: give the document for the gateway, such as `openapi --for gateway` writes"
        ))),
        (Some((version, place)), _) => Err(place.problem(format!(
            "this is OpenAPI {version}: API Gateway imports OpenAPI 3.0, such as \"3.0.1\", and Swagger 2.0"
        ))),
        (None, Some((version, _))) if version == "2.0" => Ok(Dialect::Swagger2),
        (None, Some((version, place))) => Err(place.problem(format!(
            "this is Swagger {version}: API Gateway imports Swagger \"2.0\" and OpenAPI 3.0"
        ))),
        (None, None) => Err(root.problem(other_kind(root))),
    }
}

/// Whether the document is of a version that only clients read, and says nothing to API Gateway.
fn is_for_clients(root: &Cursor<'_>, version: &str) -> bool {
    version.starts_with("3.1")
        && root.get("paths").is_some()
        && !root.value.to_string().contains("\"x-amazon-apigateway-")
}

fn other_kind(root: &Cursor<'_>) -> String {
    let other = OTHERS
        .iter()
        .find(|(members, _)| members.iter().all(|member| root.get(member).is_some()));
    other.map_or_else(
        || {
            "this is not an OpenAPI document: `openapi` must be there, as a string such as \"3.0.1\", or `swagger: \"2.0\"`"
                .to_owned()
        },
        |(_, reason)| (*reason).to_owned(),
    )
}
