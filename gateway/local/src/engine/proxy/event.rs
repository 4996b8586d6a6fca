//! A request as the event of a proxy integration.

use crate::engine::{ClientRequest, Deployment, MethodRequest, media};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Map, Value, json};

/// The event of a request.
pub(in crate::engine) fn event(deployment: &Deployment, request: &MethodRequest) -> Value {
    let MethodRequest { operation, request } = request;
    let binary = &deployment.document.binary_media_types;
    let text = std::str::from_utf8(&request.body).ok();
    let encoded = media::is_binary(binary, &request.content_type()) || text.is_none();
    let body = match text {
        _ if request.body.is_empty() => Value::Null,
        Some(text) if !encoded => json!(text),
        _ => json!(BASE64.encode(&request.body)),
    };
    let headers = request.headers.keys().map(|name| {
        let name = name.as_str();
        (media::train_case(name), request.header(name))
    });
    let (headers, all_headers) = single_and_multiple(headers);
    let mut queries: Vec<(String, Vec<String>)> = Vec::new();
    for (name, _) in &request.query {
        if !queries.iter().any(|(known, _)| known == name) {
            queries.push((name.clone(), request.queries(name)));
        }
    }
    let (query, all_queries) = single_and_multiple(queries.into_iter());
    let path = request
        .path_parameters
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    let variables = &deployment.stage_variables;
    json!({
        "resource": operation.path.text,
        "path": request.path,
        "httpMethod": request.method.as_str(),
        "headers": headers,
        "multiValueHeaders": all_headers,
        "queryStringParameters": query,
        "multiValueQueryStringParameters": all_queries,
        "pathParameters": or_null(path),
        "stageVariables": if variables.is_empty() { Value::Null } else { json!(variables) },
        "requestContext": request_context(request),
        "body": body,
        "isBase64Encoded": encoded && !request.body.is_empty(),
    })
}

/// `$context` without what only templates see.
fn request_context(request: &ClientRequest) -> Value {
    let mut context = request.context.clone();
    if let Some(members) = context.as_object_mut() {
        members.remove("requestOverride");
        members.remove("responseOverride");
        if members.get("authorizer") == Some(&json!({})) {
            members.remove("authorizer");
        }
    }
    context
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
