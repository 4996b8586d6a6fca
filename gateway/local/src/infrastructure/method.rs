//! `AWS::ApiGateway::Method` → an operation of the document.

use super::{
    assembly::{Assembly, model_name},
    openapi::OpenApi,
    resource::{Resource, is_true, scalar},
};
use serde_json::{Map, Value, json};

/// The methods that an operation of a REST API can have.
pub(crate) const METHODS: [&str; 7] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

pub(super) const INTEGRATION: &str = "x-amazon-apigateway-integration";

/// The security scheme of API keys.
const API_KEY: &str = "api_key";

/// Puts the operation of `method` in place.
pub(super) fn write(assembly: &mut Assembly<'_>, method: &Resource, path: &str, key: &str) {
    let mut operation = Map::new();
    let parameters = parameters(method);
    if !parameters.is_empty() {
        operation.insert("parameters".to_owned(), parameters.into());
    }
    request_models(assembly, method, &mut operation);
    if let Some(validator) = method.text("RequestValidatorId") {
        let name = "x-amazon-apigateway-request-validator";
        operation.insert(name.to_owned(), validator.into());
    }
    security(assembly, method, &mut operation);
    operation.insert("responses".to_owned(), json!({}));
    let place = ["paths", path, key];
    if assembly
        .openapi
        .insert(&place, operation.into(), &method.at)
    {
        let reason = format!("there is another method {key} at {path}, which this one replaces");
        assembly.openapi.find(&method.at, reason);
    }
    method_responses(assembly, method, &place);
    integration(assembly, method, &place);
}

/// `method.request.path.id: true` of `RequestParameters`.
fn parameters(method: &Resource) -> Vec<Value> {
    let declared = method.get("RequestParameters").as_object();
    let declared = declared.into_iter().flatten();
    let parameters = declared.filter_map(|(source, required)| {
        let (location, name) = source.strip_prefix("method.request.")?.split_once('.')?;
        let location = match location {
            "querystring" | "multivaluequerystring" => "query",
            "header" | "multivalueheader" => "header",
            other => other,
        };
        // SAM says the same with more words.
        let required = is_true(required) || is_true(&required["Required"]);
        Some(json!({
            "name": name,
            "in": location,
            "required": required,
            "schema": {"type": "string"},
            "type": "string",
        }))
    });
    parameters.collect()
}

/// A reference to the model of this name or logical id.
fn schema_of(assembly: &mut Assembly<'_>, model: &Value, origin: &str) -> Value {
    let name = model.as_str().unwrap_or_default();
    if let Some(model) = assembly.model(name) {
        let models = assembly.openapi.models().join("/");
        return json!({"$ref": format!("#/{models}/{}", model_name(model))});
    }
    // Every API has these two: https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
    if !matches!(name, "Empty" | "Error") {
        let reason =
            format!("there is no model `{name}` in this file, so bodies are not validated");
        assembly.openapi.find(origin, reason);
    }
    json!({})
}

fn request_models(
    assembly: &mut Assembly<'_>,
    method: &Resource,
    operation: &mut Map<String, Value>,
) {
    let Some(models) = method.get("RequestModels").as_object() else {
        return;
    };
    let origin = method.origin("/RequestModels");
    let mut content = Map::new();
    for (media_type, model) in models {
        let schema = schema_of(assembly, model, &origin);
        content.insert(media_type.clone(), json!({"schema": schema}));
    }
    if assembly.openapi.is_swagger() {
        let Some((media_type, entry)) = content.into_iter().next() else {
            return;
        };
        let body = json!({"name": "body", "in": "body", "schema": entry["schema"]});
        operation.insert("consumes".to_owned(), json!([media_type]));
        if let Value::Array(parameters) = operation.entry("parameters").or_insert(json!([])) {
            parameters.push(body);
        }
    } else {
        operation.insert("requestBody".to_owned(), json!({"content": content}));
    }
}

fn security(assembly: &mut Assembly<'_>, method: &Resource, operation: &mut Map<String, Value>) {
    let mut requirements = Map::new();
    match method.text("AuthorizationType") {
        Some("AWS_IAM") => {
            let auth = json!({"type": "AWS_IAM"});
            operation.insert("x-amazon-apigateway-auth".to_owned(), auth);
        }
        Some("CUSTOM" | "COGNITO_USER_POOLS") => {
            let scopes = match method.get("AuthorizationScopes") {
                Value::Null => json!([]),
                scopes => scopes.clone(),
            };
            match method.text("AuthorizerId") {
                Some(authorizer) => {
                    requirements.insert(authorizer.to_owned(), scopes);
                }
                None => assembly.openapi.find(
                    &method.at,
                    "`AuthorizerId` is missing, so no authorizer protects this method here",
                ),
            }
        }
        _ => {}
    }
    if method.flag("ApiKeyRequired") {
        add_api_key(&mut assembly.openapi, &method.at);
        requirements.insert(API_KEY.to_owned(), json!([]));
    }
    // Without the member, the security of the whole document would count.
    let alternatives = if requirements.is_empty() {
        json!([])
    } else {
        json!([requirements])
    };
    operation.insert("security".to_owned(), alternatives);
}

/// Adds the security scheme of API keys, and gives its name.
pub(super) fn add_api_key(openapi: &mut OpenApi, origin: &str) -> &'static str {
    let scheme = json!({"type": "apiKey", "name": "x-api-key", "in": "header"});
    let mut place = openapi.security_schemes().to_vec();
    place.push(API_KEY);
    openapi.insert(&place, scheme, origin);
    API_KEY
}

fn method_responses(assembly: &mut Assembly<'_>, method: &Resource, place: &[&str; 3]) {
    let responses = method.get("MethodResponses").as_array();
    for (index, response) in responses.into_iter().flatten().enumerate() {
        let origin = method.origin(&format!("/MethodResponses/{index}"));
        let Some(status) = scalar(&response["StatusCode"]) else {
            let reason = "`StatusCode` is missing, so this method response is left out";
            assembly.openapi.find(&origin, reason);
            continue;
        };
        let headers = response["ResponseParameters"].as_object();
        let headers = headers.into_iter().flatten().filter_map(|(target, _)| {
            let name = target.strip_prefix("method.response.header.")?;
            Some((name.to_owned(), json!({"schema": {"type": "string"}})))
        });
        let headers: Map<_, _> = headers.collect();
        let mut value = json!({"description": status, "headers": headers});
        let models = response["ResponseModels"].as_object();
        let mut content = Map::new();
        for (media_type, model) in models.into_iter().flatten() {
            let schema = schema_of(assembly, model, &origin);
            content.insert(media_type.clone(), json!({"schema": schema}));
        }
        if assembly.openapi.is_swagger() {
            if let Some((_, entry)) = content.into_iter().next() {
                value["schema"] = entry["schema"].clone();
            }
        } else {
            value["content"] = content.into();
        }
        let [paths, path, key] = place;
        let place = [*paths, path, key, "responses", &status];
        assembly.openapi.insert(&place, value, &origin);
    }
}

/// The members of an integration, and what `OpenAPI` calls them.
const MEMBERS: [(&str, &str); 12] = [
    ("Type", "type"),
    ("Uri", "uri"),
    ("IntegrationHttpMethod", "httpMethod"),
    ("RequestTemplates", "requestTemplates"),
    ("RequestParameters", "requestParameters"),
    ("PassthroughBehavior", "passthroughBehavior"),
    ("ContentHandling", "contentHandling"),
    ("Credentials", "credentials"),
    ("ConnectionType", "connectionType"),
    ("ConnectionId", "connectionId"),
    ("TimeoutInMillis", "timeoutInMillis"),
    ("ResponseTransferMode", "responseTransferMode"),
];

/// The members that are there, under their other names.
pub(super) fn renamed(from: &Value, members: &[(&str, &str)]) -> Map<String, Value> {
    let members = members.iter().filter_map(|(name, member)| {
        let value = from.get(*name).filter(|value| !value.is_null())?;
        Some(((*member).to_owned(), value.clone()))
    });
    members.collect()
}

fn integration(assembly: &mut Assembly<'_>, method: &Resource, place: &[&str; 3]) {
    let [paths, path, key] = place;
    let from = method.get("Integration");
    if from.is_null() {
        return;
    }
    let at = [*paths, path, key, INTEGRATION];
    let origin = method.origin("/Integration");
    if !from.is_object() {
        // It says itself why it cannot be read.
        assembly.openapi.insert(&at, from.clone(), &origin);
        return;
    }
    let value = renamed(from, &MEMBERS);
    assembly.openapi.insert(&at, value.into(), &origin);
    for (name, member) in MEMBERS {
        let place = [*paths, path, key, INTEGRATION, member];
        let origin = method.origin(&format!("/Integration/{name}"));
        if !assembly.openapi.get(&place).is_null() {
            assembly.openapi.note(&place, &origin);
        }
    }
    let responses = from["IntegrationResponses"].as_array();
    for (index, response) in responses.into_iter().flatten().enumerate() {
        let origin = method.origin(&format!("/Integration/IntegrationResponses/{index}"));
        let pattern = response["SelectionPattern"].as_str();
        let pattern = pattern.filter(|it| !it.is_empty()).unwrap_or("default");
        let value = renamed(
            response,
            &[
                ("StatusCode", "statusCode"),
                ("ResponseTemplates", "responseTemplates"),
                ("ResponseParameters", "responseParameters"),
                ("ContentHandling", "contentHandling"),
            ],
        );
        let place = [*paths, path, key, INTEGRATION, "responses", pattern];
        if !assembly.openapi.get(&place).is_null() {
            let reason = match pattern {
                "default" => "another integration response has no pattern either".to_owned(),
                pattern => format!("another integration response has the pattern `{pattern}` too"),
            };
            assembly.openapi.find(
                &origin,
                format!("{reason}: which one AWS chooses is not known, and this one is left out"),
            );
            continue;
        }
        assembly.openapi.insert(&place, value.into(), &origin);
    }
}
