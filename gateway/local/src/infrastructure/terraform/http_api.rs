//! Terraform's resources of HTTP APIs → those of `AWS::ApiGatewayV2`.

use super::{
    arguments::{CORS_MEMBERS, HTTP_API_MEMBERS, JWT_MEMBERS, Members},
    plan::Instance,
    resources::{HTTP_API, Reader},
};
use crate::infrastructure::{WEBSOCKET_API, http_api, method::renamed, resource::scalar};
use serde_json::{Value, json};

const INTEGRATION: &str = "aws_apigatewayv2_integration";
const AUTHORIZER: &str = "aws_apigatewayv2_authorizer";

impl<'a> Reader<'_, 'a> {
    pub(super) fn http_api(&mut self, instance: &Instance<'a>) {
        if instance.values["protocol_type"] == "WEBSOCKET" {
            let reason = format!("`{}` is {WEBSOCKET_API}", instance.address);
            self.find(&instance.at, reason);
            return;
        }
        let mut properties = self.renamed(instance, HTTP_API_MEMBERS);
        self.body(instance, &mut properties);
        if let Some(target) = self.uri(instance, "target") {
            properties.insert("Target".to_owned(), target);
        }
        // A block of Terraform is a list of one.
        let mut cors = renamed(&instance.values["cors_configuration"][0], CORS_MEMBERS);
        cors.retain(|_, value| *value != json!([]));
        if !cors.is_empty() {
            properties.insert("CorsConfiguration".to_owned(), cors.into());
        }
        self.push(instance, http_api::API, properties);
    }

    /// A part of an HTTP API.
    pub(super) fn of_http_api(&mut self, instance: &Instance<'a>, kind: &str, members: Members) {
        let mut properties = self.renamed(instance, members);
        self.link(&mut properties, "ApiId", instance, "api_id", &[HTTP_API]);
        match kind {
            http_api::ROUTE => {
                let target = self.target(instance);
                properties.extend(target.map(|it| ("Target".to_owned(), it.into())));
                let authorizer = &[AUTHORIZER];
                self.link(
                    &mut properties,
                    "AuthorizerId",
                    instance,
                    "authorizer_id",
                    authorizer,
                );
            }
            http_api::INTEGRATIONS => {
                let uri = self.uri(instance, "integration_uri");
                properties.extend(uri.map(|it| ("IntegrationUri".to_owned(), it)));
                if let Some(Value::Array(blocks)) = properties.get("ResponseParameters") {
                    let mappings = blocks.iter().filter_map(|block| {
                        Some((scalar(&block["status_code"])?, block["mappings"].clone()))
                    });
                    let mappings = Value::Object(mappings.collect());
                    properties.insert("ResponseParameters".to_owned(), mappings);
                }
                // An integration has both blocks as empty ones.
                for name in ["RequestParameters", "ResponseParameters"] {
                    let is_empty = |it: &Value| *it == json!({}) || *it == json!([]);
                    if properties.get(name).is_some_and(is_empty) {
                        properties.remove(name);
                    }
                }
            }
            http_api::AUTHORIZER => {
                let uri = self.uri(instance, "authorizer_uri");
                properties.extend(uri.map(|it| ("AuthorizerUri".to_owned(), it)));
                let jwt = renamed(&instance.values["jwt_configuration"][0], JWT_MEMBERS);
                if !jwt.is_empty() {
                    properties.insert("JwtConfiguration".to_owned(), jwt.into());
                }
            }
            _ => {}
        }
        self.push(instance, kind, properties);
    }

    /// `integrations/ID`, with the address of the integration in place of its id.
    fn target(&self, route: &Instance<'a>) -> Option<String> {
        if let Some(target) = route.values["target"].as_str() {
            let id = target.strip_prefix("integrations/").unwrap_or(target);
            return Some(self.known_or(INTEGRATION, id));
        }
        self.linked(route, "target", &[INTEGRATION])
    }
}
