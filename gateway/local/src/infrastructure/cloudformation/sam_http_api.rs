//! `AWS::Serverless::HttpApi` and `HttpApi` events → the resources that SAM makes of them.
//!
//! [AWS::Serverless::HttpApi](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html),
//! [HttpApi](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapi.html).

use super::{Reader, merged};
use crate::infrastructure::{
    Resource, escaped,
    function::{function_arn, function_uri},
    http_api,
    resource::is_true,
};
use serde_json::{Map, Value, json};

/// The logical id of the API of all events that name none.
const IMPLICIT: &str = "ServerlessHttpApi";

impl Reader<'_> {
    /// The API that stands for events without one.
    pub(super) fn add_implicit_http_api(&mut self) {
        let is_used = |it: &Resource| it.text("ApiId") == Some(IMPLICIT);
        // A template that SAM has rendered has the API already.
        if self.scope.resource(IMPLICIT).is_none() && self.resources.iter().any(is_used) {
            self.http_api(IMPLICIT, &json!({}), "/Globals/HttpApi");
        }
    }

    pub(super) fn http_api(&mut self, id: &str, properties: &Value, at: &str) {
        let general = self.globals.get("HttpApi").unwrap_or(&Value::Null);
        let properties = merged(general, properties);
        let properties = self.scope.resolve(&properties, at).unwrap_or_default();
        let cors = match &properties["CorsConfiguration"] {
            cors if is_true(cors) => json!({"AllowOrigins": ["*"]}),
            cors => cors.clone(),
        };
        let api = json!({
            "Name": properties["Name"],
            "Body": properties["DefinitionBody"],
            "DefinitionUri": properties["DefinitionUri"],
            "CorsConfiguration": cors,
        });
        self.push(id, http_api::API, api, at);
        if let Some(resource) = self.resources.last_mut() {
            let place = format!("{at}/DefinitionBody");
            resource.elsewhere.insert("/Body".to_owned(), place);
        }
        let stage = json!({
            "ApiId": id,
            "StageName": properties["StageName"].as_str().unwrap_or("$default"),
            "StageVariables": properties["StageVariables"],
        });
        self.push(&format!("{id}Stage"), http_api::STAGE, stage, at);
        let authorizers = properties["Auth"]["Authorizers"].as_object();
        for (name, authorizer) in authorizers.into_iter().flatten() {
            let place = format!("{at}/Auth/Authorizers/{}", escaped(name));
            let value = authorizer_of(id, authorizer);
            self.push(name, http_api::AUTHORIZER, value, &place);
        }
    }

    /// Makes a route and its integration; an event without a path stands for `$default`.
    pub(super) fn http_api_event(&mut self, id: &str, function: &str, event: &Value, at: &str) {
        let api = event["ApiId"].as_str().unwrap_or(IMPLICIT);
        let method = event["Method"]
            .as_str()
            .unwrap_or("ANY")
            .to_ascii_uppercase();
        let method = match method.as_str() {
            "X-AMAZON-APIGATEWAY-ANY-METHOD" | "*" => "ANY",
            method => method,
        };
        let key = match event["Path"].as_str() {
            None | Some("$default") => "$default".to_owned(),
            Some(path) => format!("{method} {path}"),
        };
        let format = match &event["PayloadFormatVersion"] {
            Value::Null => json!("2.0"),
            version => version.clone(),
        };
        let integration = json!({
            "ApiId": api,
            "IntegrationType": "AWS_PROXY",
            "IntegrationMethod": "POST",
            "IntegrationUri": function_uri(&function_arn(function)),
            "PayloadFormatVersion": format,
            "TimeoutInMillis": event["TimeoutInMillis"],
        });
        let target = format!("{id}Integration");
        self.push(&target, http_api::INTEGRATIONS, integration, at);
        let auth = merged(&self.api_auth("HttpApi", api), &event["Auth"]);
        let mut route = Map::new();
        route.insert("ApiId".to_owned(), json!(api));
        route.insert("RouteKey".to_owned(), json!(key));
        route.insert("Target".to_owned(), json!(format!("integrations/{target}")));
        let name = auth["Authorizer"].as_str();
        match name.or(auth["DefaultAuthorizer"].as_str()) {
            None | Some("NONE") => {}
            Some("AWS_IAM") => {
                route.insert("AuthorizationType".to_owned(), json!("AWS_IAM"));
            }
            Some(name) => {
                let own = &auth["AuthorizationScopes"];
                let scopes = if own.is_null() {
                    &auth["Authorizers"][name]["AuthorizationScopes"]
                } else {
                    own
                };
                route.insert("AuthorizationType".to_owned(), json!("CUSTOM"));
                route.insert("AuthorizerId".to_owned(), json!(name));
                route.insert("AuthorizationScopes".to_owned(), scopes.clone());
            }
        }
        self.push(id, http_api::ROUTE, route.into(), at);
    }
}

/// [HttpApiAuth](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-httpapiauth.html):
/// an authorizer by tokens has `JwtConfiguration`, one by a function `FunctionArn`.
fn authorizer_of(api: &str, authorizer: &Value) -> Value {
    let jwt = &authorizer["JwtConfiguration"];
    if jwt.is_object() {
        let member = |name: &str, other: &str| match &jwt[name] {
            Value::Null => jwt[other].clone(),
            value => value.clone(),
        };
        return json!({
            "ApiId": api,
            "AuthorizerType": "JWT",
            "IdentitySource": [authorizer["IdentitySource"]],
            "JwtConfiguration": {
                "Issuer": member("issuer", "Issuer"),
                "Audience": member("audience", "Audience"),
            },
        });
    }
    let identity = &authorizer["Identity"];
    let mut sources = Vec::new();
    for (member, prefix) in [
        ("Headers", "$request.header"),
        ("QueryStrings", "$request.querystring"),
        ("Context", "$context"),
        ("StageVariables", "$stageVariables"),
    ] {
        let names = identity[member].as_array().into_iter().flatten();
        let names = names.filter_map(Value::as_str);
        sources.extend(names.map(|name| format!("{prefix}.{name}")));
    }
    json!({
        "ApiId": api,
        "AuthorizerType": "REQUEST",
        "AuthorizerUri": authorizer["FunctionArn"].as_str().map(function_uri),
        "IdentitySource": sources,
        "AuthorizerPayloadFormatVersion": authorizer["AuthorizerPayloadFormatVersion"],
        "EnableSimpleResponses": authorizer["EnableSimpleResponses"],
        "AuthorizerResultTtlInSeconds": identity["ReauthorizeEvery"],
    })
}
