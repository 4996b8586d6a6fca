//! The answer of a proxy integration's function as a response.

use crate::{
    engine::{
        Failure, headers,
        json_member::{Key, TextMember},
    },
    trace::Trace,
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Response, StatusCode,
    header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING},
};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Map, Value};
use std::{borrow::Cow, fmt};

/// The members of an answer.
#[derive(Default)]
struct Members<'a> {
    status: Option<Value>,
    is_encoded: Option<Value>,
    body: TextMember<'a>,
    headers: Option<Value>,
    multi_value_headers: Option<Value>,
    /// The first member that an answer may not have.
    unknown: Option<String>,
}

impl<'a> Deserialize<'a> for Members<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OfAnswer)
    }
}

struct OfAnswer;

impl<'a> Visitor<'a> for OfAnswer {
    type Value = Members<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer of a proxy integration's function")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut answer: A) -> Result<Members<'a>, A::Error> {
        let mut members = Members::default();
        while let Some(Key(name)) = answer.next_key()? {
            match &*name {
                "body" => members.body = answer.next_value()?,
                "headers" => members.headers = answer.next_value()?,
                "isBase64Encoded" => members.is_encoded = answer.next_value()?,
                "multiValueHeaders" => members.multi_value_headers = answer.next_value()?,
                "statusCode" => members.status = answer.next_value()?,
                unknown => {
                    members.unknown.get_or_insert_with(|| unknown.to_owned());
                    answer.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(members)
    }
}

/// Reads an answer. A body in base64 is decoded only for a client that accepts a binary media type first.
pub(in crate::engine) fn response(
    payload: &str,
    accepts_binary: bool,
    trace: &mut Trace,
) -> Result<Response<Bytes>, Failure> {
    let malformed = |reason: &str| {
        Failure::integration(502, format!("Malformed Lambda proxy response: {reason}"))
    };
    let members: Members<'_> = serde_json::from_str(payload).map_err(|_| {
        let is_json = serde_json::from_str::<IgnoredAny>(payload).is_ok();
        malformed(if is_json {
            "it is not an object"
        } else {
            "no JSON"
        })
    })?;
    if let Some(unknown) = members.unknown {
        return Err(malformed(&format!("it has a member `{unknown}`")));
    }
    let status = match &members.status {
        None => {
            trace.unverified("a proxy response without a `statusCode` is a 200");
            Some(StatusCode::OK)
        }
        Some(stated) => status(stated),
    };
    let status = status.ok_or_else(|| malformed("its `statusCode` is not a status"))?;
    let is_encoded = members.is_encoded == Some(Value::Bool(true));
    let body = match members.body {
        TextMember::Absent => Vec::new(),
        TextMember::Text(text) if is_encoded && accepts_binary => decode(&text)?,
        TextMember::Text(text) => {
            if is_encoded {
                trace.note("the body stays base64: the first media type that the client accepts is not a binary one");
            }
            text.into_owned().into_bytes()
        }
        TextMember::Other => return Err(malformed("its `body` is not a string")),
    };
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    let (multiple, single) = (&members.multi_value_headers, &members.headers);
    let headers = headers_of(multiple.as_ref(), single.as_ref());
    let headers = headers.map_err(|reason| malformed(&reason))?;
    if !headers.values().all(|value| value.as_bytes().is_ascii()) {
        trace.unverified(headers::NOT_ASCII);
    }
    *response.headers_mut() = headers;
    Ok(response)
}

/// A status, as a number or a text.
pub(in crate::engine) fn status(stated: &Value) -> Option<StatusCode> {
    let status: Option<u16> = match stated {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64().and_then(|status| u16::try_from(status).ok()),
    };
    let status = status.filter(|status| (100..600).contains(status))?;
    StatusCode::from_u16(status).ok()
}

/// Text that is not base64 is a 500, as AWS was recorded (`LocalStack`'s AWS-validated test
/// `test_aws_proxy_binary_response`).
pub(in crate::engine) fn decode(text: &str) -> Result<Vec<u8>, Failure> {
    BASE64
        .decode(text)
        .map_err(|error| Failure::configuration(format!("the body is not base64: {error}")))
}

/// The headers of an answer: those of `multiValueHeaders`, then those of `headers` that are not there with the same value.
///
/// [Output format](https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format):
/// the two are merged into one list, and a pair in both counts once. The order, and that the case of names does not count, is
/// recorded (`LocalStack`'s AWS-validated tests of `multiValueHeaders`).
pub(super) fn headers_of(
    multiple: Option<&Value>,
    single: Option<&Value>,
) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    for (name, values) in object(multiple, "multiValueHeaders")? {
        let values = values
            .as_array()
            .ok_or_else(|| format!("the header `{name}` has no list"))?;
        for value in values {
            let (name, value) = header(name, value)?;
            headers::append(&mut headers, name, value);
        }
    }
    for (name, value) in object(single, "headers")? {
        let (name, value) = header(name, value)?;
        if !headers.get_all(&name).iter().any(|known| known == value) {
            headers::append(&mut headers, name, value);
        }
    }
    remove_framing(&mut headers);
    Ok(headers)
}

/// The members of an object in an answer, which may be left out.
pub(in crate::engine) fn map_of<'a>(
    members: &'a Map<String, Value>,
    key: &str,
) -> Result<Vec<(&'a String, &'a Value)>, String> {
    object(members.get(key), key)
}

fn object<'a>(
    member: Option<&'a Value>,
    key: &str,
) -> Result<Vec<(&'a String, &'a Value)>, String> {
    match member {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Object(map)) => Ok(map.iter().collect()),
        Some(_) => Err(format!("its `{key}` is not an object")),
    }
}

/// Removes what the server says of the connection by itself.
pub(in crate::engine) fn remove_framing(headers: &mut HeaderMap) {
    for name in [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING] {
        headers.remove(name);
    }
}

pub(in crate::engine) fn header(
    name: &str,
    value: &Value,
) -> Result<(HeaderName, HeaderValue), String> {
    let text = match value {
        Value::String(text) => Cow::Borrowed(text.as_str()),
        Value::Number(_) | Value::Bool(_) => value.to_string().into(),
        _ => return Err(format!("the header `{name}` is not a string")),
    };
    let parsed = (
        HeaderName::from_bytes(name.as_bytes()),
        HeaderValue::from_bytes(text.as_bytes()),
    );
    match parsed {
        (Ok(name), Ok(value)) => Ok((name, value)),
        _ => Err(format!("the header `{name}` is not one that HTTP allows")),
    }
}
