//! The payload of an invocation → a request; the answer → the payload of the answer.

use super::INVOCATION_ID;
use crate::{
    EventContext, EventKind,
    lambda::{Incoming, Outcome, Unreadable, context::Authorizer, headers, text::JsonText, uri},
};
use axum::body::Body;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use http::{HeaderMap, Method, Request, header};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The binding whose value is the function's result.
const RETURN: &str = "$return";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Payload {
    /// The inputs by the names of their bindings.
    data: BTreeMap<String, Value>,
    #[serde(default)]
    metadata: Value,
}

/// The input of an HTTP trigger. `Query` and `Params` are parts of the URL, and repeated parameters are lost in them.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct HttpTrigger {
    /// The whole URL, encoded.
    url: String,
    method: String,
    #[serde(default)]
    headers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    body: Value,
    /// The identities that the host knows of, as JSON text.
    #[serde(default)]
    identities: Value,
}

/// The payload of an invocation as a request.
pub(super) fn read(payload: &[u8], function: &str, id: &str) -> Result<Incoming, Unreadable> {
    request(payload, function, id).map_err(|unreadable| unreadable.of(EventKind::AzureFunctions))
}

fn request(payload: &[u8], function: &str, id: &str) -> Result<Incoming, Unreadable> {
    let Payload { data, metadata } = serde_json::from_slice(payload).map_err(|error| {
        Unreadable::new(format!(
            "this is not a payload of a host that forwards no HTTP requests, as `host.json` says it is: {error}"
        ))
    })?;
    let mut triggers = data.into_values();
    let trigger = triggers.find_map(|input| HttpTrigger::deserialize(input).ok());
    let HttpTrigger {
        url,
        method,
        headers: sent,
        body,
        identities,
    } = trigger.ok_or_else(|| {
        Unreadable::new(
            "the payload has no request: the function has no trigger of the type `httpTrigger`",
        )
    })?;
    let mut map = HeaderMap::new();
    for (name, values) in &sent {
        for value in values {
            headers::append(&mut map, name, value)?;
        }
    }
    // The host part is a header of the client's, which need not be the host of a URI.
    let target = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let target = target.find('/').map_or("/", |start| &target[start..]);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let uri = uri::of_raw(path, query)?;
    let mut request = Request::new(self::body(body, &map)?);
    *request.method_mut() = Method::from_bytes(method.as_bytes())
        .map_err(|_| Unreadable::new("the payload names no HTTP method"))?;
    *request.uri_mut() = uri;
    *request.headers_mut() = map;
    let identities = match &identities {
        Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
        _ => identities,
    };
    let facts = json!({ "function": function, "identity": identities, "metadata": metadata });
    let facts = facts.to_string();
    let context = EventContext::new(
        EventKind::AzureFunctions,
        id,
        Some(JsonText(&facts)),
        Authorizer::Apart(None),
        None,
    );
    request.extensions_mut().insert(context);
    Ok(Incoming {
        kind: EventKind::AzureFunctions,
        operation: None,
        gateway_request_id: None,
        request,
    })
}

/// The body. Of these media types the host writes the bytes, as .NET writes bytes in JSON; of the others the text.
fn body(body: Value, headers: &HeaderMap) -> Result<Body, Unreadable> {
    let text = match body {
        Value::Null => return Ok(Body::empty()),
        Value::String(text) => text,
        other => other.to_string(),
    };
    let media_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let media_type = media_type.unwrap_or_default().to_ascii_lowercase();
    let is_binary =
        media_type.starts_with("application/octet-stream") || media_type.starts_with("multipart/");
    if !is_binary {
        return Ok(Body::from(text));
    }
    let bytes = BASE64.decode(text);
    bytes
        .map(Body::from)
        .map_err(|_| Unreadable::new("the `Body` is not base64"))
}

/// The answer as the host takes it, under the name of its binding; `None` if there is none.
pub(super) fn written(outcome: Outcome, output: &str, id: &str) -> Option<Vec<u8>> {
    let mut answer: Map<String, Value> = serde_json::from_str(outcome.ok()?.get()).ok()?;
    if let Some(headers) = answer.get_mut("headers").and_then(Value::as_object_mut) {
        headers.insert(INVOCATION_ID.as_str().to_owned(), id.into());
    }
    let (outputs, result) = if output == RETURN {
        (Map::new(), Value::Object(answer))
    } else {
        (
            Map::from_iter([(output.to_owned(), answer.into())]),
            Value::Null,
        )
    };
    serde_json::to_vec(&json!({ "Outputs": outputs, "Logs": [], "ReturnValue": result })).ok()
}
