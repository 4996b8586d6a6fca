//! `AWS::Serverless::Api` → the resources that SAM makes of it.
//!
//! [AWS::Serverless::Api](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html).

use super::{Reader, merged};
use crate::infrastructure::{Resource, function::function_uri};
use serde_json::{Map, Value, json};

/// The logical id of the API of all events that name none.
pub(super) const IMPLICIT: &str = "ServerlessRestApi";

impl Reader<'_> {
    /// The API that stands for events without one.
    pub(super) fn add_implicit_api(&mut self) {
        let is_used = |it: &Resource| it.text("RestApiId") == Some(IMPLICIT);
        // A template that SAM has rendered has the API already.
        if self.scope.resource(IMPLICIT).is_none() && self.resources.iter().any(is_used) {
            self.api(IMPLICIT, &json!({"StageName": "Prod"}), "/Globals/Api");
        }
    }

    pub(super) fn api(&mut self, id: &str, properties: &Value, at: &str) {
        let general = self.globals.get("Api").unwrap_or(&Value::Null);
        let properties = merged(general, properties);
        let properties = self.scope.resolve(&properties, at).unwrap_or_default();
        let member = |name: &str| properties.get(name).cloned().unwrap_or_default();
        let mut api = Map::new();
        for (name, from) in [
            ("Name", "Name"),
            ("BinaryMediaTypes", "BinaryMediaTypes"),
            ("ApiKeySourceType", "ApiKeySourceType"),
            ("DefinitionUri", "DefinitionUri"),
            ("Body", "DefinitionBody"),
            ("Cors", "Cors"),
            ("Auth", "Auth"),
            ("MergeDefinitions", "MergeDefinitions"),
        ] {
            api.insert(name.to_owned(), member(from));
        }
        self.push(id, "AWS::ApiGateway::RestApi", api.into(), at);
        if let Some(resource) = self.resources.last_mut() {
            let place = format!("{at}/DefinitionBody");
            resource.elsewhere.insert("/Body".to_owned(), place);
        }
        let stage = json!({
            "RestApiId": id,
            "StageName": member("StageName"),
            "Variables": member("Variables"),
        });
        self.push(&format!("{id}Stage"), "AWS::ApiGateway::Stage", stage, at);
        for (name, schema) in properties["Models"].as_object().into_iter().flatten() {
            let model = json!({"RestApiId": id, "Name": name, "Schema": schema});
            self.push(
                name,
                "AWS::ApiGateway::Model",
                model,
                &format!("{at}/Models"),
            );
        }
        let responses = properties["GatewayResponses"].as_object();
        for (kind, response) in responses.into_iter().flatten() {
            let place = format!("{at}/GatewayResponses/{kind}");
            let response = gateway_response(id, kind, response);
            self.push(kind, "AWS::ApiGateway::GatewayResponse", response, &place);
        }
        let authorizers = properties["Auth"]["Authorizers"].as_object();
        for (name, authorizer) in authorizers.into_iter().flatten() {
            let place = format!("{at}/Auth/Authorizers/{name}");
            let authorizer = authorizer_of(id, authorizer);
            self.push(name, "AWS::ApiGateway::Authorizer", authorizer, &place);
        }
    }
}

fn gateway_response(api: &str, kind: &str, response: &Value) -> Value {
    let mut parameters = Map::new();
    for (location, prefix) in [
        ("Headers", "header"),
        ("Paths", "path"),
        ("QueryStrings", "querystring"),
    ] {
        let given = response["ResponseParameters"][location].as_object();
        for (name, value) in given.into_iter().flatten() {
            parameters.insert(format!("gatewayresponse.{prefix}.{name}"), value.clone());
        }
    }
    json!({
        "RestApiId": api,
        "ResponseType": kind,
        "StatusCode": response["StatusCode"],
        "ResponseParameters": parameters,
        "ResponseTemplates": response["ResponseTemplates"],
    })
}

fn authorizer_of(api: &str, authorizer: &Value) -> Value {
    let identity = &authorizer["Identity"];
    let pools = match &authorizer["UserPoolArn"] {
        Value::Null => None,
        Value::Array(pools) => Some(json!(pools)),
        pool => Some(json!([pool])),
    };
    let kind = match &pools {
        Some(_) => "COGNITO_USER_POOLS",
        None => authorizer["FunctionPayloadType"]
            .as_str()
            .unwrap_or("TOKEN"),
    };
    let mut sources = Vec::new();
    let header = identity["Header"].as_str().unwrap_or("Authorization");
    if kind != "REQUEST" {
        sources.push(format!("method.request.header.{header}"));
    }
    for (member, prefix) in [
        ("Headers", "method.request.header"),
        ("QueryStrings", "method.request.querystring"),
        ("StageVariables", "stageVariables"),
        ("Context", "context"),
    ] {
        let names = identity[member].as_array().into_iter().flatten();
        let names = names.filter_map(Value::as_str);
        sources.extend(names.map(|name| format!("{prefix}.{name}")));
    }
    json!({
        "RestApiId": api,
        "Type": kind,
        "AuthorizerUri": authorizer["FunctionArn"].as_str().map(function_uri),
        "ProviderARNs": pools,
        "IdentitySource": sources.join(", "),
        "IdentityValidationExpression": identity["ValidationExpression"],
        "AuthorizerResultTtlInSeconds": identity["ReauthorizeEvery"],
    })
}
