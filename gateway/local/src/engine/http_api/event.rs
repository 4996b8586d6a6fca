//! A request as the event of a Lambda integration, in both payload formats.
//!
//! [Payload format structure](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html);
//! that paths and parameters are decoded, and the query as it was sent, was recorded.

use crate::{
    document::{Operation, PayloadFormat, Requirement},
    engine::{
        ClientRequest, Deployment, Failure, MethodRequest, context, dates, headers,
        proxy::{self, Payload},
    },
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::Serialize;
use serde_json::{Value, json};
use std::{borrow::Cow, collections::BTreeMap};

/// The event of payload format 2.0. What does not apply is left out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    version: &'static str,
    route_key: String,
    raw_path: String,
    raw_query_string: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cookies: Vec<String>,
    headers: BTreeMap<&'a str, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    query_string_parameters: BTreeMap<&'a str, String>,
    request_context: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    path_parameters: BTreeMap<&'a str, &'a str>,
    is_base64_encoded: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    stage_variables: &'a BTreeMap<String, String>,
}

/// The event of a request.
pub(in crate::engine) fn event(
    deployment: &Deployment,
    request: &MethodRequest,
    format: PayloadFormat,
) -> Result<String, Failure> {
    let payload = payload(&request.request);
    if format == PayloadFormat::V1 {
        return Ok(proxy::of_http_api(deployment, request, payload));
    }
    let MethodRequest { operation, request } = request;
    let raw_path = request.sent_path(deployment);
    let mut queries: BTreeMap<&str, String> = BTreeMap::new();
    for (name, value) in &request.query {
        joined(queries.entry(name).or_default(), value);
    }
    let parameters = request.path_parameters.iter();
    let event = Event {
        version: "2.0",
        route_key: operation.route_key(),
        raw_query_string: &request.raw_query,
        cookies: cookies(request.header("cookie")),
        headers: sent_headers(request),
        query_string_parameters: queries,
        request_context: request_context(deployment, operation, request, &raw_path),
        raw_path,
        body: payload.text,
        path_parameters: parameters
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect(),
        is_base64_encoded: payload.is_encoded,
        stage_variables: &deployment.stage_variables,
    };
    serde_json::to_string(&event)
        .map_err(|error| Failure::configuration(format!("the event cannot be written: {error}")))
}

/// The body of an event.
///
/// The media types that stay text were measured on AWS by `ministackorg/ministack` 766: `text/*`, and JSON, XML and JavaScript by
/// their plain names. Forms and bodies without a type are in base64.
fn payload(request: &ClientRequest) -> Payload<'_> {
    const TEXTS: &[&str] = &[
        "application/json",
        "application/javascript",
        "application/xml",
    ];
    let media_type = request.stated_content_type();
    let is_text = media_type
        .is_some_and(|media_type| media_type.starts_with("text/") || TEXTS.contains(&&*media_type));
    let text = match std::str::from_utf8(&request.body) {
        _ if request.body.is_empty() => None,
        Ok(text) if is_text => Some(text.into()),
        _ => {
            return Payload {
                text: Some(BASE64.encode(&request.body).into()),
                is_encoded: true,
            };
        }
    };
    Payload {
        text,
        is_encoded: false,
    }
}

/// Each cookie by itself.
fn cookies<'a>(headers: impl Iterator<Item = Cow<'a, str>>) -> Vec<String> {
    let mut cookies = Vec::new();
    for header in headers {
        let parts = header.split(';').map(str::trim);
        cookies.extend(parts.filter(|part| !part.is_empty()).map(str::to_owned));
    }
    cookies
}

/// The headers with their values joined by commas, in lower case, and what the gateway adds to them. Cookies have a list of their own.
fn sent_headers(request: &ClientRequest) -> BTreeMap<&str, String> {
    let mut sent: BTreeMap<&str, String> = BTreeMap::new();
    for name in request.headers.keys().map(http::HeaderName::as_str) {
        if name == "cookie" || headers::HOP_BY_HOP.contains(&name) {
            continue;
        }
        let values = sent.entry(name).or_default();
        for value in request.header(name) {
            joined(values, &value);
        }
    }
    sent.insert("content-length", request.body.len().to_string());
    let added = proxy::forwarded(request);
    sent.extend(added.map(|(name, value)| (name, value.into_owned())));
    sent
}

fn joined(values: &mut String, value: &str) {
    if !values.is_empty() {
        values.push(',');
    }
    values.push_str(value);
}

fn request_context(
    deployment: &Deployment,
    operation: &Operation,
    request: &ClientRequest,
    path: &str,
) -> Value {
    let since = request.stamp.since_epoch();
    let user_agent = request.header("user-agent").next_back().unwrap_or_default();
    let mut context = json!({
        "accountId": context::ACCOUNT,
        "apiId": context::API,
        "domainName": context::DOMAIN,
        "domainPrefix": context::DOMAIN,
        "http": {
            "method": request.method.as_str(),
            "path": path,
            "protocol": "HTTP/1.1",
            "sourceIp": context::SOURCE_IP,
            "userAgent": user_agent,
        },
        "requestId": request.stamp.id,
        "routeKey": operation.route_key(),
        "stage": deployment.stage,
        "time": dates::clf(since),
        "timeEpoch": u64::try_from(since.as_millis()).unwrap_or_default(),
    });
    if let Some(authorizer) = authorizer(operation, &request.context.authorizer) {
        context["authorizer"] = authorizer;
    }
    context
}

/// What the authorizer said: the claims of a token, or the context of a function.
fn authorizer(operation: &Operation, said: &Value) -> Option<Value> {
    if said.as_object().is_none_or(serde_json::Map::is_empty) {
        return None;
    }
    let mut requirements = operation.security.iter().flatten();
    requirements.find_map(|requirement| match requirement {
        Requirement::Authorizer { authorizer, .. } if authorizer.type_name == "jwt" => {
            let scopes = match authorizer.scopes.as_slice() {
                [] => Value::Null,
                scopes => json!(scopes),
            };
            Some(json!({"jwt": {"claims": said["claims"], "scopes": scopes}}))
        }
        Requirement::Authorizer { .. } => Some(json!({"lambda": said})),
        _ => None,
    })
}
