//! The preflight methods that SAM adds for `Cors`.
//!
//! [CorsConfiguration](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html);
//! which methods it makes is read from SAM's own translator, `swagger/swagger.py`.

use super::sam_event::authorization;
use crate::infrastructure::{
    method::{self, METHODS},
    openapi::OpenApi,
    resource::Resource,
    resource::is_true,
};
use serde_json::{Map, Value, json};

const ANY: &str = "x-amazon-apigateway-any-method";

/// Adds an `OPTIONS` mock to each path without one, if the API of SAM has `Cors`.
pub(crate) fn add_preflights(openapi: &mut OpenApi, api: &Resource) {
    let cors = match api.get("Cors") {
        Value::Null => return,
        Value::Object(cors) => cors.clone(),
        origin => Map::from_iter([("AllowOrigin".to_owned(), origin.clone())]),
    };
    let paths = openapi.get(&["paths"]).as_object().cloned();
    for (path, item) in paths.into_iter().flatten() {
        let Some(item) = item.as_object() else {
            continue;
        };
        if item.contains_key("options") {
            continue;
        }
        let operation = preflight(openapi, api, &cors, item);
        let place = ["paths", &path, "options"];
        openapi.insert(&place, operation, &api.origin("/Cors"));
    }
}

fn preflight(
    openapi: &mut OpenApi,
    api: &Resource,
    cors: &Map<String, Value>,
    item: &Map<String, Value>,
) -> Value {
    let mut methods: Vec<_> = if item.contains_key(ANY) {
        METHODS.map(str::to_owned).to_vec()
    } else {
        let methods = item.keys().map(|key| key.to_ascii_uppercase());
        let methods = methods.filter(|method| METHODS.contains(&method.as_str()));
        methods.chain(["OPTIONS".to_owned()]).collect()
    };
    methods.sort_unstable();
    let text = |name: &str| cors.get(name).and_then(Value::as_str).map(str::to_owned);
    let credentials = cors.get("AllowCredentials").is_some_and(is_true);
    let methods = text("AllowMethods").unwrap_or_else(|| format!("'{}'", methods.join(",")));
    let max_age = cors.get("MaxAge").filter(|age| !age.is_null());
    let max_age = max_age.map(|age| match age {
        Value::String(age) => age.clone(),
        age => format!("'{age}'"),
    });
    let headers = [
        ("Allow-Origin", text("AllowOrigin")),
        ("Allow-Headers", text("AllowHeaders")),
        ("Allow-Methods", Some(methods)),
        ("Max-Age", max_age),
        (
            "Allow-Credentials",
            credentials.then(|| "'true'".to_owned()),
        ),
    ];
    let headers = headers
        .into_iter()
        .filter_map(|(name, value)| Some((format!("Access-Control-{name}"), value?)));
    let (mut parameters, mut declared) = (Map::new(), Map::new());
    for (name, value) in headers {
        let header = if openapi.is_swagger() {
            json!({"type": "string"})
        } else {
            json!({"schema": {"type": "string"}})
        };
        parameters.insert(format!("method.response.header.{name}"), value.into());
        declared.insert(name, header);
    }
    let mut operation = json!({
        "responses": {"200": {"description": "Default response for CORS method", "headers": declared}},
        "x-amazon-apigateway-integration": {
            "type": "mock",
            "requestTemplates": {"application/json": "{\n  \"statusCode\" : 200\n}\n"},
            "responses": {"default": {
                "statusCode": "200",
                "responseParameters": parameters,
                "responseTemplates": {"application/json": "{}\n"},
            }},
        },
    });
    operation["security"] = security(openapi, api);
    operation
}

/// What protects a preflight method: the default authorizer and the API key of the API, unless `Auth` excepts it.
fn security(openapi: &mut OpenApi, api: &Resource) -> Value {
    let auth = api.get("Auth");
    let concerns = |exception: &str| auth[exception].is_null() || is_true(&auth[exception]);
    let mut requirements = Map::new();
    let members = authorization(&json!({"DefaultAuthorizer": auth["DefaultAuthorizer"]}));
    let authorizer = members.iter().find(|(name, _)| *name == "AuthorizerId");
    if let Some((_, Value::String(name))) = authorizer
        && concerns("AddDefaultAuthorizerToCorsPreflight")
    {
        requirements.insert(name.clone(), json!([]));
    }
    if is_true(&auth["ApiKeyRequired"]) && concerns("AddApiKeyRequiredToCorsPreflight") {
        let scheme = method::add_api_key(openapi, &api.origin("/Auth"));
        requirements.insert(scheme.to_owned(), json!([]));
    }
    if requirements.is_empty() {
        json!([])
    } else {
        json!([requirements])
    }
}
