//! Resources of `AWS::ApiGatewayV2` → the document of one HTTP API.
//!
//! [Amazon API Gateway V2 resource type
//! reference](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGatewayV2.html).

use super::{
    Resource,
    method::{INTEGRATION, renamed},
    openapi::OpenApi,
    resource::scalar,
};
use serde_json::{Map, Value, json};

pub(super) const API: &str = "AWS::ApiGatewayV2::Api";
pub(super) const ROUTE: &str = "AWS::ApiGatewayV2::Route";
pub(super) const STAGE: &str = "AWS::ApiGatewayV2::Stage";
pub(super) const INTEGRATIONS: &str = "AWS::ApiGatewayV2::Integration";
pub(super) const AUTHORIZER: &str = "AWS::ApiGatewayV2::Authorizer";

/// The members of an integration, and what `OpenAPI` calls them.
const MEMBERS: [(&str, &str); 11] = [
    ("IntegrationType", "type"),
    ("IntegrationUri", "uri"),
    ("IntegrationMethod", "httpMethod"),
    ("IntegrationSubtype", "integrationSubtype"),
    ("PayloadFormatVersion", "payloadFormatVersion"),
    ("TimeoutInMillis", "timeoutInMillis"),
    ("RequestParameters", "requestParameters"),
    ("ResponseParameters", "responseParameters"),
    ("CredentialsArn", "credentials"),
    ("ConnectionType", "connectionType"),
    ("ConnectionId", "connectionId"),
];

const CORS_MEMBERS: [(&str, &str); 6] = [
    ("AllowOrigins", "allowOrigins"),
    ("AllowMethods", "allowMethods"),
    ("AllowHeaders", "allowHeaders"),
    ("ExposeHeaders", "exposeHeaders"),
    ("AllowCredentials", "allowCredentials"),
    ("MaxAge", "maxAge"),
];

/// Puts what belongs to the API with this id into its document.
pub(super) fn assemble(openapi: &mut OpenApi, id: &str, resources: &[Resource]) {
    let of_api = resources.iter().filter(|it| it.text("ApiId") == Some(id));
    let of_api: Vec<_> = of_api.collect();
    let api = resources.iter().find(|it| it.kind == API && it.id == id);
    if let Some(api) = api {
        let cors = api.get("CorsConfiguration");
        if cors.is_object() {
            let value = renamed(cors, &CORS_MEMBERS);
            let origin = api.origin("/CorsConfiguration");
            openapi.insert(&["x-amazon-apigateway-cors"], value.into(), &origin);
        }
        quick_create(openapi, api);
    }
    for authorizer in of_api.iter().filter(|it| it.kind == AUTHORIZER) {
        let mut place = openapi.security_schemes().to_vec();
        place.push(&authorizer.id);
        openapi.insert(&place, scheme(authorizer), &authorizer.at);
        place.push("x-amazon-apigateway-authorizer");
        openapi.note(&place, &authorizer.at);
    }
    for route in of_api.iter().filter(|it| it.kind == ROUTE) {
        self::route(openapi, route, &of_api);
    }
}

/// The one route of an API with a `Target`.
fn quick_create(openapi: &mut OpenApi, api: &Resource) {
    let Some(target) = scalar(api.get("Target")) else {
        return;
    };
    let integration = if target.starts_with("http") {
        json!({"type": "http_proxy", "httpMethod": "ANY", "uri": target, "payloadFormatVersion": "1.0"})
    } else {
        json!({"type": "aws_proxy", "httpMethod": "POST", "uri": target, "payloadFormatVersion": "2.0"})
    };
    let key = api.text("RouteKey").unwrap_or("$default");
    let Some((path, method)) = place(key) else {
        let reason = format!("`{key}` is not a key of a route, such as `GET /carts` or `$default`");
        openapi.find(&api.origin("/RouteKey"), reason);
        return;
    };
    let place = ["paths", &path, &method, INTEGRATION];
    openapi.insert(&place, integration, &api.origin("/Target"));
}

/// The path and the key of the method in `paths` for a route's key.
pub(super) fn place(key: &str) -> Option<(String, String)> {
    let any = "x-amazon-apigateway-any-method";
    if key == "$default" {
        return Some(("/$default".to_owned(), any.to_owned()));
    }
    let (method, path) = key.split_once(' ')?;
    let method = match method {
        "ANY" => any.to_owned(),
        method => method.to_ascii_lowercase(),
    };
    path.starts_with('/').then(|| (path.to_owned(), method))
}

fn route(openapi: &mut OpenApi, route: &Resource, of_api: &[&Resource]) {
    let key = scalar(route.get("RouteKey")).unwrap_or_default();
    let Some((path, method)) = place(&key) else {
        let reason = format!(
            "`{key}` is not a key of a route, such as `GET /carts` or `$default`: this route is left out"
        );
        openapi.find(&route.origin("/RouteKey"), reason);
        return;
    };
    let at = ["paths", path.as_str(), method.as_str()];
    if openapi.get(&at).is_null() {
        openapi.insert(&at, json!({}), &route.at);
    }
    security(openapi, route, &at);
    let target = route.text("Target").unwrap_or_default();
    let target = target.strip_prefix("integrations/").unwrap_or(target);
    let mut integrations = of_api.iter().filter(|it| it.kind == INTEGRATIONS);
    let Some(integration) = integrations.find(|it| it.id == target) else {
        let reason =
            format!("the target `{target}` of this route is not an integration of this file");
        openapi.find(&route.origin("/Target"), reason);
        return;
    };
    let [paths, path, method] = at;
    let mut value = renamed(&integration.properties, &MEMBERS);
    if let Some(mappings) = value.get_mut("responseParameters") {
        *mappings = response_parameters(mappings);
    }
    openapi.insert(
        &[paths, path, method, INTEGRATION],
        value.into(),
        &integration.at,
    );
    for (name, member) in MEMBERS {
        let place = [paths, path, method, INTEGRATION, member];
        if !openapi.get(&place).is_null() {
            openapi.note(&place, &integration.origin(&format!("/{name}")));
        }
    }
}

/// The mappings of responses as `OpenAPI` has them: a list of `Destination` and `Source` per status becomes an object.
///
/// [ResponseParameterMap](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigatewayv2-integration-responseparametermap.html).
fn response_parameters(from: &Value) -> Value {
    let Value::Object(statuses) = from else {
        return from.clone();
    };
    let statuses = statuses.iter().map(|(status, mappings)| {
        let Value::Array(list) = &mappings["ResponseParameters"] else {
            return (status.clone(), mappings.clone());
        };
        let mappings = list.iter().map(|mapping| {
            let key = scalar(&mapping["Destination"]).unwrap_or_default();
            let value = scalar(&mapping["Source"]).map(Value::from);
            (key, value.unwrap_or_else(|| mapping["Source"].clone()))
        });
        (status.clone(), mappings.collect::<Map<_, _>>().into())
    });
    Value::Object(statuses.collect())
}

fn security(openapi: &mut OpenApi, route: &Resource, at: &[&str; 3]) {
    let [paths, path, method] = *at;
    let kind = route.text("AuthorizationType").unwrap_or("NONE");
    let origin = route.origin("/AuthorizationType");
    if kind.eq_ignore_ascii_case("AWS_IAM") {
        let place = [paths, path, method, "x-amazon-apigateway-auth"];
        openapi.insert(&place, json!({"type": "AWS_IAM"}), &origin);
    }
    let requirement = match (kind, route.text("AuthorizerId")) {
        ("JWT" | "CUSTOM", Some(authorizer)) => {
            let scopes = match route.get("AuthorizationScopes") {
                Value::Array(scopes) => scopes.clone(),
                _ => Vec::new(),
            };
            json!([{authorizer: scopes}])
        }
        _ => json!([]),
    };
    openapi.insert(&[paths, path, method, "security"], requirement, &origin);
}

/// The security scheme of an authorizer.
fn scheme(authorizer: &Resource) -> Value {
    let mut details = Map::new();
    let kind = authorizer.text("AuthorizerType").unwrap_or("REQUEST");
    details.insert("type".to_owned(), kind.to_ascii_lowercase().into());
    let sources = match authorizer.get("IdentitySource") {
        Value::Array(sources) => {
            let sources: Vec<_> = sources.iter().filter_map(Value::as_str).collect();
            json!(sources.join(", "))
        }
        other => other.clone(),
    };
    if sources.as_str().is_some_and(|text| !text.is_empty()) {
        details.insert("identitySource".to_owned(), sources);
    }
    let jwt = authorizer.get("JwtConfiguration");
    if jwt.is_object() {
        let members = [("Issuer", "issuer"), ("Audience", "audience")];
        let jwt = renamed(jwt, &members);
        details.insert("jwtConfiguration".to_owned(), jwt.into());
    }
    details.extend(renamed(
        &authorizer.properties,
        &[
            ("AuthorizerUri", "authorizerUri"),
            ("AuthorizerCredentialsArn", "authorizerCredentials"),
            (
                "AuthorizerPayloadFormatVersion",
                "authorizerPayloadFormatVersion",
            ),
            (
                "AuthorizerResultTtlInSeconds",
                "authorizerResultTtlInSeconds",
            ),
            ("EnableSimpleResponses", "enableSimpleResponses"),
        ],
    ));
    json!({
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authorizer": details,
    })
}
