//! Resources of `AWS::ApiGateway` → the document of one API.
//!
//! [Amazon API Gateway resource type
//! reference](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGateway.html).

use super::{
    method,
    openapi::OpenApi,
    resource::{Resource, is_true, scalar},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The resources of one API.
pub(super) struct Assembly<'a> {
    pub(super) openapi: OpenApi,
    resources: Vec<&'a Resource>,
    /// The resources with a part of a path, by id.
    parts: BTreeMap<&'a str, &'a Resource>,
    /// The models by name and by id.
    models: BTreeMap<&'a str, &'a Resource>,
    /// The API itself, or what stands for one that is not in the file.
    api: &'a str,
}

/// How many parts a path may have. API Gateway allows 300 resources in an API.
const PARTS: usize = 300;

impl<'a> Assembly<'a> {
    /// The parts of the API with this id, put into `openapi`.
    pub(super) fn new(api: &'a str, openapi: OpenApi, resources: &'a [Resource]) -> Self {
        let of_api = |resource: &&Resource| resource.text("RestApiId") == Some(api);
        let resources: Vec<_> = resources.iter().filter(of_api).collect();
        let of_kind = |kind: &'static str| {
            let resources = resources.iter().copied();
            resources.filter(move |resource| resource.kind == kind)
        };
        let parts = of_kind("AWS::ApiGateway::Resource");
        let parts = parts.map(|resource| (resource.id.as_str(), resource));
        let models = of_kind("AWS::ApiGateway::Model");
        let models =
            models.flat_map(|model| [(model.id.as_str(), model), (model_name(model), model)]);
        Self {
            openapi,
            parts: parts.collect(),
            models: models.collect(),
            resources,
            api,
        }
    }

    /// Puts all parts in place.
    pub(super) fn assemble(mut self) -> OpenApi {
        self.models();
        self.validators();
        self.authorizers();
        self.gateway_responses();
        let methods: Vec<_> = self.of("AWS::ApiGateway::Method").collect();
        for method in methods {
            self.method(method);
        }
        self.openapi
    }

    fn of(&self, kind: &'static str) -> impl Iterator<Item = &'a Resource> + use<'a> {
        let found: Vec<_> = self
            .resources
            .iter()
            .copied()
            .filter(|resource| resource.kind == kind)
            .collect();
        found.into_iter()
    }

    /// The model of this name or logical id.
    pub(super) fn model(&self, name: &str) -> Option<&'a Resource> {
        self.models.get(name).copied()
    }

    fn models(&mut self) {
        for model in self.of("AWS::ApiGateway::Model") {
            let schema = match model.get("Schema") {
                Value::String(text) => match serde_json::from_str(text) {
                    Ok(schema) => schema,
                    Err(error) => {
                        let reason = format!("the schema is not JSON: {error}");
                        self.openapi.find(&model.origin("/Schema"), reason);
                        Value::Null
                    }
                },
                schema => schema.clone(),
            };
            let mut place = self.openapi.models().to_vec();
            let name = model_name(model);
            place.push(name);
            let prefix = format!("#/{}", self.openapi.models().join("/"));
            let schema = self.with_references(schema, &prefix, &format!("{prefix}/{name}"), 100);
            self.openapi
                .insert(&place, schema, &model.origin("/Schema"));
        }
    }

    /// The schema with its references to models and to definitions of its own as references in the document.
    fn with_references(&self, schema: Value, models: &str, own: &str, depth: usize) -> Value {
        let Some(depth) = depth.checked_sub(1) else {
            return schema;
        };
        match schema {
            Value::Object(members) => {
                let members = members.into_iter().map(|(key, value)| {
                    let value = match (key.as_str(), &value) {
                        ("$ref", Value::String(to)) => match to.rsplit_once("/models/") {
                            Some((_, name)) => {
                                let name = self.model(name).map_or(name, model_name);
                                json!(format!("{models}/{name}"))
                            }
                            None => match to.strip_prefix("#/definitions/") {
                                Some(name) => json!(format!("{own}/definitions/{name}")),
                                None => value,
                            },
                        },
                        _ => self.with_references(value, models, own, depth),
                    };
                    (key, value)
                });
                Value::Object(members.collect())
            }
            Value::Array(items) => {
                let items = items.into_iter();
                items
                    .map(|item| self.with_references(item, models, own, depth))
                    .collect()
            }
            other => other,
        }
    }

    fn validators(&mut self) {
        for validator in self.of("AWS::ApiGateway::RequestValidator") {
            let value = json!({
                "validateRequestBody": is_true(validator.get("ValidateRequestBody")),
                "validateRequestParameters": is_true(validator.get("ValidateRequestParameters")),
            });
            let place = ["x-amazon-apigateway-request-validators", &validator.id];
            self.openapi.insert(&place, value, &validator.at);
        }
    }

    fn authorizers(&mut self) {
        for authorizer in self.of("AWS::ApiGateway::Authorizer") {
            let kind = authorizer.text("Type").unwrap_or("TOKEN");
            let source = authorizer.text("IdentitySource");
            let header = source
                .unwrap_or("method.request.header.Authorization")
                .strip_prefix("method.request.header.")
                .unwrap_or("Unused");
            let mut details = Map::new();
            details.insert("type".to_owned(), kind.to_ascii_lowercase().into());
            for (name, member) in [
                ("AuthorizerUri", "authorizerUri"),
                ("AuthorizerCredentials", "authorizerCredentials"),
                (
                    "AuthorizerResultTtlInSeconds",
                    "authorizerResultTtlInSeconds",
                ),
                ("IdentitySource", "identitySource"),
                (
                    "IdentityValidationExpression",
                    "identityValidationExpression",
                ),
                ("ProviderARNs", "providerARNs"),
            ] {
                let value = authorizer.get(name);
                if !value.is_null() && value != "" {
                    details.insert(member.to_owned(), value.clone());
                }
            }
            let scheme = json!({
                "type": "apiKey",
                "name": header,
                "in": "header",
                "x-amazon-apigateway-authtype": match kind {
                    "COGNITO_USER_POOLS" => "cognito_user_pools",
                    _ => "custom",
                },
                "x-amazon-apigateway-authorizer": details,
            });
            let mut place = self.openapi.security_schemes().to_vec();
            place.push(&authorizer.id);
            self.openapi.insert(&place, scheme, &authorizer.at);
            place.push("x-amazon-apigateway-authorizer");
            self.openapi.note(&place, &authorizer.at);
        }
    }

    fn gateway_responses(&mut self) {
        for response in self.of("AWS::ApiGateway::GatewayResponse") {
            let Some(kind) = response.text("ResponseType") else {
                let reason = "`ResponseType` is missing, so this gateway response is left out";
                self.openapi.find(&response.at, reason);
                continue;
            };
            let mut value = Map::new();
            for (name, member) in [
                ("StatusCode", "statusCode"),
                ("ResponseParameters", "responseParameters"),
                ("ResponseTemplates", "responseTemplates"),
            ] {
                if !response.get(name).is_null() {
                    value.insert(member.to_owned(), response.get(name).clone());
                }
            }
            let place = ["x-amazon-apigateway-gateway-responses", kind];
            self.openapi.insert(&place, value.into(), &response.at);
        }
    }

    fn method(&mut self, method: &'a Resource) {
        let Some(verb) = method.text("HttpMethod") else {
            let reason = "`HttpMethod` is missing, so this method is left out";
            self.openapi.find(&method.at, reason);
            return;
        };
        let path = match (method.text("Path"), method.text("ResourceId")) {
            (Some(path), _) => Ok(path.to_owned()),
            (None, Some(resource)) => self.path(resource),
            (None, None) => Err("`ResourceId` is missing, so this method is left out".to_owned()),
        };
        let path = match path {
            Ok(path) => path,
            Err(reason) => {
                self.openapi.find(&method.origin("/ResourceId"), reason);
                return;
            }
        };
        let key = match verb {
            "ANY" => "x-amazon-apigateway-any-method".to_owned(),
            verb => verb.to_ascii_lowercase(),
        };
        method::write(self, method, &path, &key);
    }

    /// The path of a resource, which is made of the parts of its parents.
    fn path(&mut self, id: &str) -> Result<String, String> {
        let (mut parts, mut id) = (Vec::new(), id);
        while let Some(resource) = self.parts.get(id) {
            if parts.len() >= PARTS {
                return Err(format!(
                    "the resource `{id}` is its own parent, or has more than {PARTS}"
                ));
            }
            let part = scalar(resource.get("PathPart"));
            parts.push(part.ok_or_else(|| format!("the resource `{id}` has no `PathPart`"))?);
            id = resource
                .text("ParentId")
                .ok_or_else(|| format!("the resource `{}` has no `ParentId`", resource.id))?;
        }
        if !self.is_root(id) {
            let reason = format!(
                "`{id}` is not a resource of this file: the paths below it are taken to begin at `/`"
            );
            if !self
                .openapi
                .findings
                .iter()
                .any(|known| known.reason == reason)
            {
                self.openapi.find("", reason);
            }
        }
        parts.reverse();
        Ok(format!("/{}", parts.join("/")))
    }

    fn is_root(&self, id: &str) -> bool {
        let inner = id.strip_prefix("${").and_then(|id| id.strip_suffix('}'));
        inner.and_then(|id| id.strip_suffix(".RootResourceId")) == Some(self.api)
    }
}

/// What a model is called in the document.
pub(super) fn model_name(model: &Resource) -> &str {
    model.text("Name").unwrap_or(&model.id)
}
