//! The request that an HTTP integration sends.
//!
//! Of a custom one, headers, query and path come from mappings and overrides alone, and the body from the template. A proxy
//! gets what the client sent, and what mappings add.

use super::{Deployment, Failure, MethodRequest, TemplateContext, headers, parameters};
use crate::{
    document::{Integration, REQUEST_HEADER, REQUEST_PATH, REQUEST_QUERY, foreign_host},
    lossy,
    trace::Trace,
    uri::{COMPONENT, IN_PATH},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri, header};
use percent_encoding::{AsciiSet, utf8_percent_encode};
use std::borrow::Cow;

/// A whole path: what is encoded in it stays so.
const PATH: AsciiSet = percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// The parts of a request that have names.
#[derive(Debug, Default)]
struct Parts {
    headers: Vec<(String, String)>,
    path: Vec<(String, String)>,
    query: Vec<(String, String)>,
}

/// The request of a custom integration, with the body that its template made.
pub(super) fn custom(
    deployment: &Deployment,
    request: &MethodRequest,
    uri: &str,
    body: String,
    templates: &TemplateContext,
    trace: &mut Trace,
) -> Result<Request<Bytes>, Failure> {
    let mut parts = mapped(deployment, request, trace);
    let overrides = &templates.overrides;
    replace(&mut parts.headers, &overrides.request_headers);
    replace(&mut parts.path, &overrides.path);
    replace(&mut parts.query, &overrides.querystring);
    let mut headers = HeaderMap::new();
    let json = HeaderValue::from_static("application/json");
    headers.insert(header::CONTENT_TYPE, json.clone());
    headers.insert(header::ACCEPT, json);
    let body = match method(request)? {
        Method::GET | Method::HEAD => Bytes::new(),
        _ => Bytes::from(body),
    };
    build(deployment, request, uri, &parts, headers, body)
}

/// The request of a proxy.
pub(super) fn proxy(
    deployment: &Deployment,
    request: &MethodRequest,
    uri: &str,
    trace: &mut Trace,
) -> Result<Request<Bytes>, Failure> {
    let mut parts = mapped(deployment, request, trace);
    let client = &request.request;
    let of_http_api = request.operation.integration.http_api.is_some();
    let mut uri = Cow::Borrowed(uri);
    if of_http_api {
        // A route's parameters stand for themselves in the address, and `$default` passes the whole path on:
        // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html
        parts.path.clone_from(&client.path_parameters);
        if let Some(path) = &client.mapped_path {
            uri = with_path(&uri, path).into();
        } else if request.operation.path.is_default() {
            uri = format!("{}{}", uri.trim_end_matches('/'), client.path).into();
        }
    }
    let mapped = std::mem::take(&mut parts.query);
    parts.query.clone_from(&client.query);
    replace(&mut parts.query, &mapped);
    let mut headers = client.headers.clone();
    headers.remove(header::HOST);
    let dropped = if of_http_api {
        headers::HOP_BY_HOP
    } else {
        headers::DROPPED_FROM_REQUESTS
    };
    for name in dropped {
        headers.remove(*name);
    }
    headers.remove(header::CONTENT_LENGTH);
    build(
        deployment,
        request,
        &uri,
        &parts,
        headers,
        client.body.clone(),
    )
}

/// The address with another path, and the query that it has.
fn with_path(uri: &str, path: &str) -> String {
    let start = uri.find("://").map_or(0, |at| at + "://".len());
    let authority = uri[start..]
        .find(['/', '?'])
        .map_or(uri.len(), |at| start + at);
    let query = uri[authority..].find('?').map(|at| authority + at);
    let query = query.map_or("", |at| &uri[at..]);
    let path = utf8_percent_encode(path, &PATH);
    format!("{}{path}{query}", &uri[..authority])
}

/// What the mappings of the integration make.
fn mapped(deployment: &Deployment, request: &MethodRequest, trace: &mut Trace) -> Parts {
    let MethodRequest { operation, request } = request;
    let mut parts = Parts::default();
    for mapping in &operation.integration.request_parameters {
        let value = parameters::mapped(mapping, deployment, request, None, trace);
        let Some(value) = value else { continue };
        for (prefix, list) in [
            (REQUEST_HEADER, &mut parts.headers),
            (REQUEST_PATH, &mut parts.path),
            (REQUEST_QUERY, &mut parts.query),
        ] {
            if mapping.target.starts_with(prefix) {
                list.push((mapping.name().to_owned(), value.clone()));
            }
        }
    }
    parts
}

/// Sets the values of `others`, in place of those with the same names.
fn replace(values: &mut Vec<(String, String)>, others: &[(String, String)]) {
    values.retain(|(name, _)| !others.iter().any(|(other, _)| other == name));
    values.extend(others.iter().cloned());
}

fn build(
    deployment: &Deployment,
    request: &MethodRequest,
    uri: &str,
    parts: &Parts,
    mut headers: HeaderMap,
    body: Bytes,
) -> Result<Request<Bytes>, Failure> {
    let refuse = |reason: String| Failure::configuration(reason);
    for (name, value) in &parts.headers {
        let parsed = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_bytes(value.as_bytes()),
        );
        let (Ok(name), Ok(value)) = parsed else {
            return Err(refuse(format!("the header `{name}` cannot hold {value:?}")));
        };
        if headers::FORBIDDEN_OVER_HTTP.contains(&name.as_str()) {
            return Err(refuse(format!("the request header `{name}` cannot be set")));
        }
        headers::insert(&mut headers, name, value);
    }
    if let Ok(trace_id) = HeaderValue::try_from(request.request.stamp.trace_id()) {
        headers.insert(headers::TRACE_ID, trace_id);
    }
    let address = address(deployment, uri, parts)?;
    if let Some(reason) = foreign_host(&address) {
        return Err(Failure::not_run(reason));
    }
    let address: Uri = address
        .parse()
        .map_err(|error| refuse(format!("`{address}`: {error}")))?;
    let mut built = Request::new(body);
    *built.method_mut() = method(request)?;
    *built.uri_mut() = address;
    *built.headers_mut() = headers;
    Ok(built)
}

/// The address with stage variables, path parameters and query in place.
fn address(deployment: &Deployment, uri: &str, parts: &Parts) -> Result<String, Failure> {
    let mut address = deployment
        .with_stage_variables(uri)
        .map_err(|missing| Failure::configuration(missing.to_string()))?;
    for (name, value) in &parts.path {
        let value = utf8_percent_encode(value, IN_PATH).to_string();
        address = address.replace(&format!("{{{name}}}"), &value);
    }
    if let Some((_, rest)) = address.split_once('{') {
        let name = rest.split('}').next().unwrap_or(rest);
        return Err(Failure::configuration(format!(
            "no mapping sets the path parameter `{name}` of `{uri}`"
        )));
    }
    if !parts.query.is_empty() {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(&encoded_query(&parts.query));
    }
    Ok(address)
}

/// Query parameters as they stand in an address.
pub(super) fn encoded_query(query: &[(String, String)]) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, COMPONENT).to_string();
    let pairs = query.iter();
    let pairs: Vec<_> = pairs
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    pairs.join("&")
}

/// The method of the call; without one, or with `ANY`, that of the client.
fn method(request: &MethodRequest) -> Result<Method, Failure> {
    let MethodRequest { operation, request } = request;
    let Integration { http_method, .. } = &operation.integration;
    match http_method.as_deref() {
        None | Some("ANY") => Ok(request.method.clone()),
        Some(name) => Method::from_bytes(name.as_bytes())
            .map_err(|_| Failure::configuration(format!("`{name}` is not a method of HTTP"))),
    }
}

/// The text of a request, for the trace.
pub(super) fn described(request: &Request<Bytes>) -> String {
    let body = lossy::text(request.body());
    format!("{} {} {body}", request.method(), request.uri())
}

#[cfg(test)]
mod tests {
    use super::{replace, with_path};

    #[test]
    fn a_mapped_path_takes_the_place_of_that_of_the_address() {
        for (uri, expected) in [
            ("http://localhost:1", "http://localhost:1/a%20b"),
            ("http://localhost:1/c/{id}", "http://localhost:1/a%20b"),
            ("http://localhost:1/c?d=/e", "http://localhost:1/a%20b?d=/e"),
            ("http://localhost:1?d", "http://localhost:1/a%20b?d"),
        ] {
            assert_eq!(with_path(uri, "/a b"), expected);
        }
    }

    #[test]
    fn an_override_takes_the_place_of_a_mapping() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut values = vec![pair("a", "1"), pair("a", "2"), pair("b", "3")];
        replace(&mut values, &[pair("a", "4")]);
        assert_eq!(values, [pair("b", "3"), pair("a", "4")]);
    }
}
