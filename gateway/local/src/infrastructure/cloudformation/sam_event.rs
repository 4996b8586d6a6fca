//! `Api` events of `AWS::Serverless::Function` → methods; its `HttpApi` events become routes.
//!
//! [Api](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html).

use super::{Reader, merged, sam::IMPLICIT};
use crate::infrastructure::{
    escaped,
    function::{function_arn, function_uri},
    resource::is_true,
};
use serde_json::{Map, Value, json};

impl Reader<'_> {
    /// Makes a method of each `Api` event of a function, and a route of each `HttpApi` event.
    pub(super) fn events(&mut self, function: &str, properties: &Value, at: &str) {
        let events = properties.get("Events").and_then(Value::as_object);
        for (name, event) in events.into_iter().flatten() {
            let at = format!("{at}/Events/{}", escaped(name));
            let kind = event.get("Type").and_then(Value::as_str);
            if let Some("Api" | "HttpApi") = kind {
                let at = format!("{at}/Properties");
                let event = event.get("Properties").unwrap_or(&Value::Null);
                let event = self.scope.resolve(event, &at).unwrap_or_default();
                let id = format!("{function}{name}");
                if kind == Some("Api") {
                    self.event(&id, function, &event, &at);
                } else {
                    self.http_api_event(&id, function, &event, &at);
                }
            }
        }
    }

    fn event(&mut self, id: &str, function: &str, event: &Value, at: &str) {
        let api = event["RestApiId"].as_str().unwrap_or(IMPLICIT);
        if self.has_a_definition(api) {
            // The document of the API says it all, and the event only grants the permission.
            return;
        }
        let (Some(path), Some(verb)) = (event["Path"].as_str(), event["Method"].as_str()) else {
            self.find(
                at,
                "`Path` or `Method` is missing, so this event is left out",
            );
            return;
        };
        let verb = match verb.to_ascii_uppercase() {
            any if any == "X-AMAZON-APIGATEWAY-ANY-METHOD" || any == "*" => "ANY".to_owned(),
            verb => verb,
        };
        let auth = merged(&self.api_auth("Api", api), &event["Auth"]);
        let mut method = Map::new();
        let mut put = |name: &str, value: Value| method.insert(name.to_owned(), value);
        put("RestApiId", api.into());
        put("Path", path.into());
        put("HttpMethod", verb.into());
        put("RequestParameters", request_parameters(event));
        put(
            "Integration",
            json!({
                "Type": "AWS_PROXY",
                "IntegrationHttpMethod": "POST",
                "Uri": function_uri(&function_arn(function)),
                "TimeoutInMillis": event["TimeoutInMillis"],
            }),
        );
        for (name, value) in authorization(&auth) {
            put(name, value);
        }
        let model = &event["RequestModel"];
        if let Some(name) = model["Model"].as_str() {
            put("RequestModels", json!({"application/json": name}));
        }
        let body = is_true(&model["ValidateBody"]);
        let parameters = is_true(&model["ValidateParameters"]);
        let validator = format!("{id}Validator");
        if body || parameters {
            put("RequestValidatorId", json!(validator));
        }
        if body || parameters {
            let value = json!({
                "RestApiId": api,
                "ValidateRequestBody": body,
                "ValidateRequestParameters": parameters,
            });
            self.push(&validator, "AWS::ApiGateway::RequestValidator", value, at);
        }
        self.push(id, "AWS::ApiGateway::Method", method.into(), at);
    }

    /// Whether the API has a document of its own, into which SAM puts no events.
    fn has_a_definition(&self, api: &str) -> bool {
        let Some(api) = self.scope.resource(api) else {
            return false;
        };
        let properties = api.get("Properties").unwrap_or(&Value::Null);
        let is_there = |name: &str| properties.get(name).is_some_and(|it| !it.is_null());
        (is_there("DefinitionBody") || is_there("DefinitionUri"))
            && !properties.get("MergeDefinitions").is_some_and(is_true)
    }

    /// The `Auth` of an API, and of all APIs of its kind.
    pub(super) fn api_auth(&self, kind: &str, api: &str) -> Value {
        let general = self.globals.get(kind).and_then(|api| api.get("Auth"));
        let own = self
            .scope
            .resource(api)
            .map(|api| &api["Properties"]["Auth"]);
        let auth = match (general, own) {
            (Some(general), Some(own)) if !own.is_null() => merged(general, own),
            (_, Some(own)) if !own.is_null() => own.clone(),
            (Some(general), _) => general.clone(),
            _ => return Value::Null,
        };
        let at = format!("/Resources/{}/Properties/Auth", escaped(api));
        self.scope.resolve(&auth, &at).unwrap_or_default()
    }
}

/// What a method has of the merged `Auth` of an API and an event.
pub(super) fn authorization(auth: &Value) -> Vec<(&'static str, Value)> {
    let mut members = Vec::new();
    let name = auth["Authorizer"]
        .as_str()
        .or(auth["DefaultAuthorizer"].as_str());
    match name {
        None | Some("NONE") => {}
        Some("AWS_IAM") => members.push(("AuthorizationType", json!("AWS_IAM"))),
        Some(name) => {
            members.push(("AuthorizationType", json!("CUSTOM")));
            members.push(("AuthorizerId", json!(name)));
            let own = &auth["AuthorizationScopes"];
            let scopes = if own.is_null() {
                &auth["Authorizers"][name]["AuthorizationScopes"]
            } else {
                own
            };
            members.push(("AuthorizationScopes", scopes.clone()));
        }
    }
    members.push(("ApiKeyRequired", auth["ApiKeyRequired"].clone()));
    members
}

/// SAM's list of names, and of objects with a name and `Required`.
fn request_parameters(event: &Value) -> Value {
    let mut parameters = Map::new();
    for parameter in event["RequestParameters"].as_array().into_iter().flatten() {
        match parameter {
            Value::String(name) => {
                parameters.insert(name.clone(), json!(false));
            }
            Value::Object(members) => parameters.extend(members.clone()),
            _ => {}
        }
    }
    parameters.into()
}
