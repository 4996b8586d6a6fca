//! A request as the event of a proxy integration.

use crate::engine::{ClientRequest, Deployment, MethodRequest, context, headers, media, route};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Map, Value, json};

/// The headers that the gateway writes itself, instead of the client's.
const FORWARDED: &[&str] = &[
    "x-amzn-trace-id",
    "x-forwarded-for",
    "x-forwarded-port",
    "x-forwarded-proto",
];

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
    let (headers, all_headers) = single_and_multiple(sent_headers(request).into_iter());
    let mut queries: Vec<(String, Vec<String>)> = Vec::new();
    for (name, _) in &request.query {
        if !queries.iter().any(|(known, _)| known == name) {
            queries.push((name.clone(), request.queries(name)));
        }
    }
    let (query, all_queries) = single_and_multiple(queries.into_iter());
    let mut path: Map<_, _> = request
        .path_parameters
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    if let Some((name, rest)) = route::greedy(&operation.path, &request.path) {
        path.insert(name.to_owned(), json!(rest));
    }
    let variables = &deployment.stage_variables;
    json!({
        "resource": operation.path.text,
        "path": format!("/{}", request.path.trim_start_matches('/')),
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

/// The headers that reach the function, and those that the gateway adds to them.
///
/// Names are spelled as clients of HTTP/1.1 usually do; AWS passes them on as they were sent. The address, port and protocol
/// are those of this machine, where AWS has the client's address, 443 and `https`.
fn sent_headers(request: &ClientRequest) -> Vec<(String, Vec<String>)> {
    let mut headers: Vec<_> = request
        .headers
        .keys()
        .map(http::HeaderName::as_str)
        .filter(|name| !headers::DROPPED_FROM_REQUESTS.contains(name) && !FORWARDED.contains(name))
        .map(|name| (media::train_case(name), request.header(name)))
        .collect();
    let mut forwarded_for = request.header("x-forwarded-for");
    forwarded_for.push(context::SOURCE_IP.to_owned());
    let host = request.header("host").pop().unwrap_or_default();
    let port = host
        .rsplit_once(':')
        .map(|(_, port)| port)
        .filter(|port| port.parse::<u16>().is_ok());
    for (name, value) in [
        ("X-Amzn-Trace-Id", request.stamp.trace_id()),
        ("X-Forwarded-For", forwarded_for.join(", ")),
        ("X-Forwarded-Port", port.unwrap_or("80").to_owned()),
        ("X-Forwarded-Proto", "http".to_owned()),
    ] {
        headers.push((name.to_owned(), vec![value]));
    }
    headers
}

/// `$context` without the members that only templates see. A member that does not apply to the client is null, as recorded on AWS.
fn request_context(request: &ClientRequest) -> Value {
    let mut context = request.context.clone();
    if let Some(identity) = context["identity"].as_object_mut() {
        for member in identity.values_mut().filter(|member| *member == "") {
            *member = Value::Null;
        }
    }
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
