//! Proxy integrations: the request as an event of REST APIs, the answer as the function wrote it.

use super::{Exchange, failure::Failure, headers, media};
use crate::{document::Operation, function::Outcome, template::train_case};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde_json::{Map, Value, json};

/// What an answer may hold; anything else is malformed.
const MEMBERS: &[&str] = &[
    "body",
    "headers",
    "isBase64Encoded",
    "multiValueHeaders",
    "statusCode",
];

impl Exchange<'_> {
    pub(super) async fn run_proxy(
        &mut self,
        operation: &Operation,
        function: &str,
    ) -> Result<Response<Bytes>, Failure> {
        let function = self.function_name(function)?;
        let event = self.proxy_event(operation).to_string();
        match self.invoke(operation, function, event).await? {
            Outcome::Payload(payload) => self.proxy_response(&payload),
            _ => Err(Failure::integration(
                502,
                "Lambda execution failed with status 200 due to customer function error",
            )),
        }
    }

    fn proxy_event(&self, operation: &Operation) -> Value {
        let incoming = &self.incoming;
        let binary = &self.gateway.document.binary_media_types;
        let text = std::str::from_utf8(&incoming.body).ok();
        let encoded = media::is_binary(binary, &incoming.content_type()) || text.is_none();
        let body = match text {
            _ if incoming.body.is_empty() => Value::Null,
            Some(text) if !encoded => json!(text),
            _ => json!(BASE64.encode(&incoming.body)),
        };
        let headers = incoming.headers.keys().map(|name| {
            let name = name.as_str();
            (train_case(name), incoming.header(name))
        });
        let (headers, all_headers) = single_and_multiple(headers);
        let mut queries: Vec<(String, Vec<String>)> = Vec::new();
        for (name, _) in &incoming.query {
            if !queries.iter().any(|(known, _)| known == name) {
                queries.push((name.clone(), incoming.queries(name)));
            }
        }
        let (query, all_queries) = single_and_multiple(queries.into_iter());
        let path = incoming
            .path_parameters
            .iter()
            .map(|(name, value)| (name.clone(), json!(value)))
            .collect();
        let variables = &self.gateway.stage_variables;
        json!({
            "resource": operation.path.text,
            "path": incoming.path,
            "httpMethod": incoming.method.as_str(),
            "headers": headers,
            "multiValueHeaders": all_headers,
            "queryStringParameters": query,
            "multiValueQueryStringParameters": all_queries,
            "pathParameters": or_null(path),
            "stageVariables": if variables.is_empty() { Value::Null } else { json!(variables) },
            "requestContext": self.request_context(),
            "body": body,
            "isBase64Encoded": encoded && !incoming.body.is_empty(),
        })
    }

    /// `$context` without what only templates see.
    fn request_context(&self) -> Value {
        let mut context = self.context.clone();
        if let Some(members) = context.as_object_mut() {
            members.remove("requestOverride");
            members.remove("responseOverride");
            if members.get("authorizer") == Some(&json!({})) {
                members.remove("authorizer");
            }
        }
        context
    }

    fn proxy_response(&mut self, payload: &str) -> Result<Response<Bytes>, Failure> {
        let malformed = |reason: &str| {
            Failure::integration(502, format!("Malformed Lambda proxy response: {reason}"))
        };
        let answer: Value = serde_json::from_str(payload).map_err(|_| malformed("no JSON"))?;
        let members = answer
            .as_object()
            .ok_or_else(|| malformed("it is no object"))?;
        if let Some(unknown) = members.keys().find(|key| !MEMBERS.contains(&key.as_str())) {
            return Err(malformed(&format!("it has a member `{unknown}`")));
        }
        let status = match members.get("statusCode") {
            None | Some(Value::Null) => {
                self.trace
                    .unverified("a proxy response without a `statusCode` is a 200");
                Some(200)
            }
            Some(Value::String(text)) => text.parse().ok(),
            Some(other) => other.as_u64().and_then(|status| u16::try_from(status).ok()),
        };
        let status = status
            .filter(|status| (100..600).contains(status))
            .and_then(|status| StatusCode::from_u16(status).ok())
            .ok_or_else(|| malformed("its `statusCode` is none"))?;
        let encoded = members.get("isBase64Encoded") == Some(&Value::Bool(true));
        let body = match members.get("body") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::String(text)) if encoded => {
                BASE64.decode(text).map_err(|_| malformed("no base64"))?
            }
            Some(Value::String(text)) => text.clone().into_bytes(),
            Some(_) => return Err(malformed("its `body` is no string")),
        };
        let mut response = Response::new(Bytes::from(body));
        *response.status_mut() = status;
        let headers = headers_of(members).map_err(|reason| malformed(&reason))?;
        if !headers.values().all(|value| value.as_bytes().is_ascii()) {
            self.trace.unverified(headers::NOT_ASCII);
        }
        *response.headers_mut() = headers;
        Ok(response)
    }
}

fn or_null(map: Map<String, Value>) -> Value {
    if map.is_empty() {
        Value::Null
    } else {
        Value::Object(map)
    }
}

/// The last value of each name, and all of them.
fn single_and_multiple(values: impl Iterator<Item = (String, Vec<String>)>) -> (Value, Value) {
    let (mut single, mut multiple) = (Map::new(), Map::new());
    for (name, values) in values {
        single.insert(name.clone(), json!(values.last()));
        multiple.insert(name, json!(values));
    }
    (or_null(single), or_null(multiple))
}

/// The headers of an answer: what has several values goes before what has one.
fn headers_of(members: &Map<String, Value>) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    let maps = |key: &str| match members.get(key) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Object(map)) => Ok(map.iter().collect()),
        Some(_) => Err(format!("its `{key}` is no object")),
    };
    for (name, values) in maps("multiValueHeaders")? {
        let values = values
            .as_array()
            .ok_or_else(|| format!("the header `{name}` has no list"))?;
        for value in values {
            let (name, value) = header(name, value)?;
            headers.append(name, value);
        }
    }
    for (name, value) in maps("headers")? {
        let (name, value) = header(name, value)?;
        if !headers.contains_key(&name) {
            headers.insert(name, value);
        }
    }
    for name in ["connection", "content-length", "transfer-encoding"] {
        headers.remove(name);
    }
    Ok(headers)
}

fn header(name: &str, value: &Value) -> Result<(HeaderName, HeaderValue), String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => return Err(format!("the header `{name}` is no string")),
    };
    let parsed = (
        HeaderName::from_bytes(name.as_bytes()),
        HeaderValue::from_bytes(text.as_bytes()),
    );
    match parsed {
        (Ok(name), Ok(value)) => Ok((name, value)),
        _ => Err(format!("the header `{name}` is none that HTTP allows")),
    }
}
