//! A request as the event of a proxy integration of a REST API, which HTTP APIs have as their payload format 1.0.

use crate::{
    document::Operation,
    engine::{
        ClientRequest, Deployment, MethodRequest,
        context::{self, Context, EventContext},
        headers,
        json_object::{Object, write_string},
        media, route,
    },
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use std::{borrow::Cow, collections::BTreeMap};

/// The room that an event without its body has at first, in bytes.
const USUAL_LENGTH: usize = 2048;

/// Names with values: sorted by name, and the values of one name in their order.
struct Values<'a>(Vec<Pair<'a>>);

type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

impl<'a> Values<'a> {
    fn new(mut pairs: Vec<Pair<'a>>) -> Self {
        pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
        Self(pairs)
    }

    fn names(&self) -> impl Iterator<Item = &[Pair<'a>]> {
        self.0.chunk_by(|(one, _), (other, _)| one == other)
    }

    /// Writes the last value of each name, or null if there is none.
    fn write_last(&self, out: &mut String) {
        self.write(out, |values, out| {
            if let Some((_, value)) = values.last() {
                write_string(out, value);
            }
        });
    }

    /// Writes all values of each name, or null if there is none.
    fn write_all(&self, out: &mut String) {
        self.write(out, |values, out| {
            for (index, (_, value)) in values.iter().enumerate() {
                out.push(if index == 0 { '[' } else { ',' });
                write_string(out, value);
            }
            out.push(']');
        });
    }

    fn write(&self, out: &mut String, of_name: fn(&[Pair<'_>], &mut String)) {
        if self.0.is_empty() {
            out.push_str("null");
            return;
        }
        let mut members = Object::begin(out);
        for values in self.names() {
            of_name(values, members.member(&values[0].0));
        }
        members.end();
    }
}

/// The body of an event.
pub(in crate::engine) struct Payload<'a> {
    /// The text, or what it is in base64; `None` if the request has none.
    pub(in crate::engine) text: Option<Cow<'a, str>>,
    /// Whether it is in base64.
    pub(in crate::engine) is_encoded: bool,
}

/// The parts in which the events of REST APIs and HTTP APIs differ.
struct Parts<'a> {
    version: Option<&'static str>,
    payload: Payload<'a>,
    headers: Values<'a>,
    path: String,
    path_parameters: BTreeMap<&'a str, &'a str>,
}

/// The event of a request to a REST API, with the members of the
/// [input format](https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format).
pub(in crate::engine) fn event(deployment: &Deployment, request: &MethodRequest) -> String {
    let MethodRequest { operation, request } = request;
    let binary = &deployment.document.binary_media_types;
    let text = std::str::from_utf8(&request.body).ok();
    let is_encoded = media::is_binary(binary, &request.content_type()) || text.is_none();
    let body = match text {
        _ if request.body.is_empty() => None,
        Some(text) if !is_encoded => Some(Cow::Borrowed(text)),
        _ => Some(BASE64.encode(&request.body).into()),
    };
    let mut path_parameters = path_parameters(request);
    path_parameters.extend(route::greedy(&operation.path, &request.path));
    let parts = Parts {
        version: None,
        payload: Payload {
            text: body,
            is_encoded: is_encoded && !request.body.is_empty(),
        },
        headers: Values::new(sent_headers(request, headers::DROPPED_FROM_REQUESTS)),
        path: format!("/{}", request.path.trim_start_matches('/')),
        path_parameters,
    };
    write(deployment, operation, request, parts)
}

/// The event of a request to an HTTP API, in the payload format 1.0.
pub(in crate::engine) fn of_http_api(
    deployment: &Deployment,
    request: &MethodRequest,
    payload: Payload<'_>,
) -> String {
    let MethodRequest { operation, request } = request;
    let mut headers = sent_headers(request, headers::HOP_BY_HOP);
    let length = request.body.len().to_string();
    headers.retain(|(name, _)| name != "Content-Length");
    headers.push(("Content-Length".into(), length.into()));
    let parts = Parts {
        version: Some("1.0"),
        payload,
        headers: Values::new(headers),
        path: request.sent_path(deployment),
        path_parameters: path_parameters(request),
    };
    write(deployment, operation, request, parts)
}

fn path_parameters(request: &ClientRequest) -> BTreeMap<&str, &str> {
    let parameters = request.path_parameters.iter();
    parameters
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

fn write(
    deployment: &Deployment,
    operation: &Operation,
    request: &ClientRequest,
    parts: Parts<'_>,
) -> String {
    let Parts {
        version,
        payload,
        headers,
        path,
        path_parameters,
    } = parts;
    let queries = request.query.iter();
    let queries = queries.map(|(name, value)| (name.into(), value.into()));
    let queries = Values::new(queries.collect());
    let context = Context {
        request,
        deployment,
    };
    let length = payload.text.as_ref().map_or(0, |text| text.len());
    let mut out = String::with_capacity(USUAL_LENGTH + length);
    let mut event = Object::begin(&mut out);
    if let Some(version) = version {
        event.string("version", version);
    }
    event.optional("body", payload.text.as_deref());
    headers.write_last(event.member("headers"));
    event.string("httpMethod", request.method.as_str());
    let is_encoded = if payload.is_encoded { "true" } else { "false" };
    event.raw("isBase64Encoded", is_encoded);
    headers.write_all(event.member("multiValueHeaders"));
    queries.write_all(event.member("multiValueQueryStringParameters"));
    event.string("path", &path);
    write_map(event.member("pathParameters"), &path_parameters);
    queries.write_last(event.member("queryStringParameters"));
    EventContext(context).write(event.member("requestContext"));
    event.string("resource", &operation.path.text);
    let variables = event.member("stageVariables");
    write_map(variables, &deployment.stage_variables);
    event.end();
    out
}

/// Writes the object of these members, or null if there is none.
fn write_map(out: &mut String, map: &BTreeMap<impl AsRef<str>, impl AsRef<str>>) {
    if map.is_empty() {
        out.push_str("null");
        return;
    }
    let mut members = Object::begin(out);
    for (name, value) in map {
        members.string(name.as_ref(), value.as_ref());
    }
    members.end();
}

/// The headers that reach the function, and those that the gateway adds to them.
///
/// Names are spelled as clients of HTTP/1.1 usually do; AWS passes them on as they were sent.
fn sent_headers<'a>(request: &'a ClientRequest, dropped: &[&str]) -> Vec<Pair<'a>> {
    let added = forwarded(request);
    let is_sent = |name: &str| {
        let replaced = added.iter().any(|(other, _)| *other == name);
        !replaced && !dropped.contains(&name)
    };
    let mut sent = Vec::with_capacity(request.headers.len() + added.len() + 1);
    for (name, value) in &request.headers {
        if is_sent(name.as_str()) {
            let value = String::from_utf8_lossy(value.as_bytes());
            sent.push((media::train_case(name.as_str()).into(), value));
        }
    }
    let added = added.into_iter();
    sent.extend(added.map(|(name, value)| (media::train_case(name).into(), value)));
    sent
}

/// The headers that the gateway writes itself, instead of the client's. The address, port and protocol are those of this machine,
/// where AWS has the client's address, 443 and `https`.
pub(in crate::engine) fn forwarded(request: &ClientRequest) -> [(&'static str, Cow<'_, str>); 4] {
    let mut forwarded_for = String::new();
    for address in request.header("x-forwarded-for") {
        forwarded_for.push_str(&address);
        forwarded_for.push_str(", ");
    }
    forwarded_for.push_str(context::SOURCE_IP);
    let host = request.header("host").next_back().unwrap_or_default();
    let port = host
        .rsplit_once(':')
        .map(|(_, port)| port)
        .filter(|port| port.parse::<u16>().is_ok());
    [
        ("x-amzn-trace-id", request.stamp.trace_id().into()),
        ("x-forwarded-for", forwarded_for.into()),
        ("x-forwarded-port", port.unwrap_or("80").to_owned().into()),
        ("x-forwarded-proto", "http".into()),
    ]
}
