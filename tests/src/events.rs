//! Lambda events for one and the same request, and what their outcomes mean for a client.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use lambda_api_errors::{
    CustomEvent, EventKind, Operation, StatusCode,
    callback::{self, Answer},
    http::HeaderMap,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Every kind that a gateway, a load balancer or a program can send to an API with routes.
pub const KINDS: [EventKind; 7] = [
    EventKind::Custom,
    EventKind::RestProxy,
    EventKind::HttpProxy,
    EventKind::Alb,
    EventKind::FunctionUrl,
    EventKind::VpcLattice,
    EventKind::Passthrough,
];

/// A request to an operation.
#[derive(Debug, Clone)]
pub struct Call {
    /// The operation's name.
    pub operation: &'static str,
    /// The path parameter `cart`, if the path has one.
    pub cart: Option<String>,
    /// One query parameter.
    pub query: Option<(&'static str, &'static str)>,
    /// The media type of the body.
    pub media_type: &'static str,
    /// The body.
    pub body: String,
}

impl Call {
    /// The payload of an event of `kind` that stands for this call to `operation`.
    ///
    /// # Panics
    ///
    /// When `operation` has no route, or for kinds that know none.
    #[must_use]
    pub fn event(&self, kind: EventKind, operation: &Operation) -> String {
        let route = operation.route().expect("an operation with a route");
        let (method, template) = (route.method(), route.path());
        let path = self.cart.iter().fold(template.to_owned(), |path, cart| {
            path.replace("{cart}", cart)
        });
        let parameters: BTreeMap<_, _> = self.cart.iter().map(|cart| ("cart", cart)).collect();
        let query: BTreeMap<_, _> = self.query.iter().copied().collect();
        let raw_query = self
            .query
            .map_or(String::new(), |(name, value)| format!("{name}={value}"));
        let headers = json!({ "content-type": self.media_type, "host": "carts.example.com" });
        let event = match kind {
            EventKind::Custom => {
                let mut event = CustomEvent::new(self.operation)
                    .header("Content-Type", self.media_type)
                    .body(&self.body);
                event = self
                    .cart
                    .iter()
                    .fold(event, |event, cart| event.path("cart", cart));
                event = self
                    .query
                    .iter()
                    .fold(event, |event, (name, value)| event.query(*name, *value));
                json!(event)
            }
            EventKind::RestProxy => json!({
                "resource": template, "path": path, "httpMethod": method.as_str(),
                "headers": headers, "multiValueHeaders": null,
                "queryStringParameters": query, "multiValueQueryStringParameters": null,
                "pathParameters": parameters, "stageVariables": null,
                "requestContext": { "httpMethod": method.as_str(), "resourcePath": template, "stage": "prod", "identity": { "sourceIp": "203.0.113.9" } },
                "body": BASE64.encode(&self.body), "isBase64Encoded": true,
            }),
            EventKind::HttpProxy | EventKind::FunctionUrl => {
                let domain = if kind == EventKind::HttpProxy {
                    "api.example.com"
                } else {
                    "abc.lambda-url.eu-west-1.on.aws"
                };
                json!({
                    "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": raw_query, "headers": headers,
                    "requestContext": { "domainName": domain, "stage": "$default", "http": { "method": method.as_str(), "path": path, "sourceIp": "203.0.113.9" } },
                    "body": self.body, "isBase64Encoded": false,
                })
            }
            EventKind::Alb => json!({
                "requestContext": { "elb": { "targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/carts/1" } },
                "httpMethod": method.as_str(), "path": path, "queryStringParameters": query, "headers": headers,
                "body": self.body, "isBase64Encoded": false,
            }),
            EventKind::VpcLattice => json!({
                "version": "2.0", "path": path, "method": method.as_str(), "headers": headers, "queryStringParameters": query,
                "body": self.body, "isBase64Encoded": false,
                "requestContext": { "serviceNetworkArn": "arn:aws:vpc-lattice:eu-west-1:123456789012:servicenetwork/sn-1", "identity": { "type": "AWS_IAM" } },
            }),
            EventKind::Passthrough => json!({
                "body-json": serde_json::from_str::<Value>(&self.body).unwrap_or_else(|_| json!(self.body)),
                "params": { "path": parameters, "querystring": query, "header": { "Content-Type": self.media_type } },
                "stage-variables": {},
                "context": { "http-method": method.as_str(), "resource-path": template, "authorizer-principal-id": "" },
            }),
            other => panic!("an event of kind {other:?} knows no routes"),
        };
        event.to_string()
    }
}

/// What a client gets of the outcome of an event of `kind`, but for the `Content-Length`, which the gateway sets itself.
///
/// # Panics
///
/// When `operation` cannot have this outcome.
#[must_use]
pub fn answer(kind: EventKind, operation: &Operation, outcome: Result<&str, &str>) -> Answer {
    match (kind, outcome) {
        (EventKind::Custom | EventKind::Passthrough, Err(message)) => operation
            .decode(message)
            .unwrap_or_else(|error| panic!("{error}: {message}")),
        (EventKind::Custom, Ok(payload)) => {
            callback::open(payload).unwrap_or_else(|error| panic!("{error}: {payload}"))
        }
        (EventKind::Passthrough, Ok(payload)) => {
            let body = if payload == "null" { "" } else { payload };
            Answer::new(
                operation.success_status(),
                HeaderMap::new(),
                body.to_owned(),
            )
        }
        (_, Ok(payload)) => proxy_answer(payload),
        (_, Err(message)) => panic!("a proxy integration got a failed invocation: {message}"),
    }
}

fn proxy_answer(payload: &str) -> Answer {
    let payload: Value = serde_json::from_str(payload).expect("JSON");
    let status = payload["statusCode"]
        .as_u64()
        .and_then(|status| u16::try_from(status).ok());
    let status = status
        .and_then(|status| StatusCode::from_u16(status).ok())
        .expect("a status");
    let mut headers = HeaderMap::new();
    let single = payload["headers"].as_object().cloned().unwrap_or_default();
    let multiple = payload["multiValueHeaders"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    for (name, value) in flat(single).chain(flat(multiple)) {
        headers.insert(
            name.parse::<lambda_api_errors::http::HeaderName>()
                .expect("a name"),
            value.parse().expect("a value"),
        );
    }
    Answer::new(
        status,
        headers,
        payload["body"].as_str().unwrap_or_default().to_owned(),
    )
}

fn flat(headers: Map<String, Value>) -> impl Iterator<Item = (String, String)> {
    headers.into_iter().filter_map(|(name, value)| {
        let value = value
            .as_str()
            .or_else(|| value.get(0)?.as_str())?
            .to_owned();
        (name != "content-length").then_some((name, value))
    })
}
