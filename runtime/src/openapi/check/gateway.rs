//! A document → what of it decides how the gateway answers. What export spells in another way than import is one here.

use super::{
    access::{self, Access, Schemes, Validation},
    cursor::Cursor,
    error::CheckError,
    schema::{self, Content, Models},
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// More than import takes (6 MB), so that exports with documentation in them fit.
const SIZE_LIMIT: usize = 16 << 20;
const ANY_METHOD: &str = "x-amazon-apigateway-any-method";
const METHODS: [&str; 8] = [
    "delete", "get", "head", "options", "patch", "post", "put", "trace",
];

#[derive(Debug, Default)]
pub(super) struct Gateway {
    pub(super) operations: BTreeMap<Place, Operation>,
    pub(super) responses: BTreeMap<String, Response>,
    pub(super) models: Models,
}

/// Path, then method in capitals.
pub(super) type Place = (String, String);

#[derive(Debug)]
pub(super) struct Operation {
    pub(super) method_responses: BTreeMap<u16, MethodResponse>,
    pub(super) integration: Option<Integration>,
    pub(super) access: Access,
    pub(super) validation: Validation,
    pub(super) required_parameters: BTreeSet<String>,
    pub(super) request_content: Content,
}

#[derive(Debug)]
pub(super) struct MethodResponse {
    pub(super) headers: BTreeSet<String>,
    pub(super) content: Content,
}

#[derive(Debug)]
pub(super) struct Integration {
    pub(super) kind: String,
    pub(super) method: Option<String>,
    pub(super) passthrough: String,
    pub(super) request_templates: BTreeMap<String, String>,
    pub(super) default: Option<Response>,
    /// The integration responses that a pattern selects.
    pub(super) selected: Vec<(String, Response)>,
}

#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: Option<u16>,
    /// What header mappings say, by names in lower case.
    pub(super) headers: BTreeMap<String, String>,
    pub(super) templates: BTreeMap<String, String>,
}

impl Gateway {
    pub(super) fn parse(text: &str) -> Result<Self, CheckError> {
        if text.len() > SIZE_LIMIT {
            return Err(CheckError::TooLarge { limit: SIZE_LIMIT });
        }
        let value = apigw_local::read_value(text).map_err(CheckError::Unreadable)?;
        Self::read(&value)
    }

    pub(super) fn read(value: &Value) -> Result<Self, CheckError> {
        let root = Cursor::root(value);
        let version = root.member_text("openapi")?.unwrap_or_default();
        if !version.starts_with("3.0") {
            return Err(root.shape(
                "is no OpenAPI 3.0 document: export it with `aws apigateway get-export --export-type oas30 --parameters extensions=apigateway`",
            ));
        }
        let Some(paths) = root.get("paths")? else {
            return Err(root.shape("has no `paths`"));
        };
        let schemes = Schemes::read(&root)?;
        let mut operations = BTreeMap::new();
        for (path, item) in paths.members()? {
            for (name, operation) in item.members()? {
                let method = match name {
                    ANY_METHOD => "ANY".to_owned(),
                    name if METHODS.contains(&name) => name.to_ascii_uppercase(),
                    _ => continue,
                };
                operations.insert(
                    (path.to_owned(), method),
                    Operation::read(&operation, &schemes)?,
                );
            }
        }
        let responses = root
            .members_of("x-amazon-apigateway-gateway-responses")?
            .into_iter()
            .map(|(kind, response)| {
                let response = Response::read(&response, "gatewayresponse.header.")?;
                Ok((kind.to_owned(), response))
            })
            .collect::<Result<_, CheckError>>()?;
        let components = root.get("components")?;
        let models = components
            .map(|components| components.get("schemas"))
            .transpose()?
            .flatten();
        Ok(Self {
            operations,
            responses,
            models: models
                .and_then(|models| models.value().as_object().cloned())
                .unwrap_or_default(),
        })
    }
}

impl Operation {
    fn read(operation: &Cursor<'_>, schemes: &Schemes) -> Result<Self, CheckError> {
        let mut method_responses = BTreeMap::new();
        for (status, response) in operation.members_of("responses")? {
            // `default` and `4XX` are no method responses.
            if let Ok(status) = status.parse() {
                method_responses.insert(status, MethodResponse::read(&response)?);
            }
        }
        Ok(Self {
            method_responses,
            integration: operation
                .get("x-amazon-apigateway-integration")?
                .map(|integration| Integration::read(&integration))
                .transpose()?,
            access: schemes.access(operation)?,
            validation: schemes.validation(operation)?,
            required_parameters: access::required_parameters(operation)?,
            request_content: operation
                .get("requestBody")?
                .map_or(Ok(Content::new()), |body| schema::content(&body))?,
        })
    }
}

impl MethodResponse {
    fn read(response: &Cursor<'_>) -> Result<Self, CheckError> {
        let headers = response.members_of("headers")?.into_iter();
        Ok(Self {
            headers: headers.map(|(name, _)| name.to_ascii_lowercase()).collect(),
            content: schema::content(response)?,
        })
    }
}

impl Integration {
    fn read(integration: &Cursor<'_>) -> Result<Self, CheckError> {
        let Some(kind) = integration.member_text("type")? else {
            return Err(integration.shape("has no `type`"));
        };
        let mut default = None;
        let mut selected = Vec::new();
        for (pattern, response) in integration.members_of("responses")? {
            if response.get("statusCode")?.is_none() {
                return Err(response.shape("has no `statusCode`"));
            }
            let response = Response::read(&response, "method.response.header.")?;
            if pattern == "default" || pattern.is_empty() {
                default = Some(response);
            } else {
                selected.push((pattern.to_owned(), response));
            }
        }
        let method = integration.member_text("httpMethod")?;
        let passthrough = integration.member_text("passthroughBehavior")?;
        Ok(Self {
            kind: kind.to_ascii_lowercase(),
            method: method.map(str::to_ascii_uppercase),
            passthrough: passthrough.unwrap_or("when_no_match").to_ascii_lowercase(),
            request_templates: templates(integration, "requestTemplates")?,
            default,
            selected,
        })
    }
}

impl Response {
    fn read(response: &Cursor<'_>, start: &str) -> Result<Self, CheckError> {
        let mut headers = BTreeMap::new();
        for (name, value) in response.members_of("responseParameters")? {
            if let Some(name) = name.strip_prefix(start) {
                headers.insert(name.to_ascii_lowercase(), value.text()?.to_owned());
            }
        }
        let status = response.get("statusCode")?;
        Ok(Self {
            status: status.map(|status| status.status()).transpose()?,
            headers,
            templates: templates(response, "responseTemplates")?,
        })
    }
}

/// Templates by media type. One that is null is stored as none, which passes the body on.
fn templates(of: &Cursor<'_>, name: &str) -> Result<BTreeMap<String, String>, CheckError> {
    let mut templates = BTreeMap::new();
    for (media_type, template) in of.members_of(name)? {
        templates.insert(media_type.to_owned(), template.text_or_null()?.to_owned());
    }
    templates.retain(|_, template| !template.is_empty());
    Ok(templates)
}
