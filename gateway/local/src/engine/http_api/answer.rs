//! The answer of a Lambda integration's function as a response, in both payload formats.

use crate::{
    document::PayloadFormat,
    engine::{Failure, headers, proxy},
    trace::Trace,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, header};
use serde_json::{Map, Value};

/// Reads an answer.
///
/// That an answer of the format 2.0 without a `statusCode` is the body of a 200, be it JSON or not, and a JSON text the text in it, was
/// recorded; so was that a `statusCode` which is not a whole number is a 500, as an answer of the format 1.0 without one is.
pub(in crate::engine) fn response(
    payload: &str,
    format: PayloadFormat,
    trace: &mut Trace,
) -> Result<Response<Bytes>, Failure> {
    let answer = serde_json::from_str::<Value>(payload).ok();
    let members = match (&answer, format) {
        (Some(Value::Object(members)), _) if members.contains_key("statusCode") => members,
        (Some(Value::Object(_)), PayloadFormat::V1) => {
            return Err(malformed("it has no `statusCode`"));
        }
        (_, PayloadFormat::V1) => return Err(malformed("it is not an object")),
        (_, PayloadFormat::V2) => return Ok(simple(payload, answer.as_ref(), trace)),
    };
    let status = proxy::status(&members["statusCode"]);
    let status = status.ok_or_else(|| malformed("its `statusCode` is not a status"))?;
    let encoded = members.get("isBase64Encoded") == Some(&Value::Bool(true));
    let body = match members.get("body") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::String(text)) if encoded => proxy::decode(text)?,
        Some(Value::String(text)) => text.clone().into_bytes(),
        Some(_) => return Err(malformed("its `body` is not a string")),
    };
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    let mut headers = headers_of(members, format).map_err(|reason| malformed(&reason))?;
    if !headers.values().all(|value| value.as_bytes().is_ascii()) {
        trace.unverified(headers::NOT_ASCII);
    }
    // The type of a body without one was recorded, in both formats.
    headers
        .entry(header::CONTENT_TYPE)
        .or_insert(HeaderValue::from_static("text/plain; charset=utf-8"));
    *response.headers_mut() = headers;
    Ok(response)
}

fn malformed(reason: &str) -> Failure {
    Failure::integration(500, format!("Malformed Lambda proxy response: {reason}"))
}

/// An answer that is the body alone.
fn simple(payload: &str, answer: Option<&Value>, trace: &mut Trace) -> Response<Bytes> {
    trace.note("an answer without `statusCode` is the body of a 200");
    let body = match answer {
        Some(Value::String(text)) => text.clone(),
        _ => payload.to_owned(),
    };
    let mut response = Response::new(Bytes::from(body));
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    response
}

/// The headers of an answer: in the format 1.0 those of `headers` in front of those of `multiValueHeaders`, as recorded, and in the
/// format 2.0 a `set-cookie` for each of `cookies`.
fn headers_of(members: &Map<String, Value>, format: PayloadFormat) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    for (name, value) in proxy::map_of(members, "headers")? {
        let (name, value) = proxy::header(name, value)?;
        headers::append(&mut headers, name, value);
    }
    let lists = match format {
        PayloadFormat::V1 => proxy::map_of(members, "multiValueHeaders")?,
        PayloadFormat::V2 => Vec::new(),
    };
    for (name, values) in lists {
        let values = values.as_array();
        for value in values.ok_or_else(|| format!("the header `{name}` has no list"))? {
            let (name, value) = proxy::header(name, value)?;
            headers::append(&mut headers, name, value);
        }
    }
    let cookies = match (format, members.get("cookies")) {
        (PayloadFormat::V1, _) | (_, None | Some(Value::Null)) => &Vec::new(),
        (_, Some(Value::Array(cookies))) => cookies,
        (_, Some(_)) => return Err("its `cookies` is not a list".to_owned()),
    };
    for cookie in cookies {
        let (name, value) = proxy::header("set-cookie", cookie)?;
        headers::append(&mut headers, name, value);
    }
    proxy::remove_framing(&mut headers);
    Ok(headers)
}
