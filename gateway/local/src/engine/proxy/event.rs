//! A request as the event of a proxy integration of a REST API, which HTTP APIs have as their payload format 1.0.

use crate::{
    document::Operation,
    engine::{
        ClientRequest, Deployment, Failure, MethodRequest,
        context::{self, Context, EventContext},
        headers, media, route,
    },
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::{borrow::Cow, collections::BTreeMap};

/// The room that an event without its body has at first, in bytes.
const USUAL_LENGTH: usize = 2048;

/// The event, with the members of the
/// [input format](https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    /// The payload format version of an HTTP API.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'static str>,
    body: Option<Cow<'a, str>>,
    headers: Option<Single<'a>>,
    http_method: &'a str,
    is_base64_encoded: bool,
    multi_value_headers: Option<All<'a>>,
    multi_value_query_string_parameters: Option<All<'a>>,
    path: String,
    path_parameters: Option<BTreeMap<&'a str, &'a str>>,
    query_string_parameters: Option<Single<'a>>,
    request_context: EventContext<'a>,
    resource: &'a str,
    stage_variables: Option<&'a BTreeMap<String, String>>,
}

/// Names with values: sorted by name, and the values of one name in their order.
struct Values<'a>(Vec<Pair<'a>>);

type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The last value of each name.
struct Single<'a>(&'a Values<'a>);

/// All values of each name.
struct All<'a>(&'a Values<'a>);

/// The values of one name.
struct OfName<'a>(&'a [Pair<'a>]);

impl<'a> Values<'a> {
    fn new(mut pairs: Vec<Pair<'a>>) -> Self {
        pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
        Self(pairs)
    }

    fn names(&self) -> impl Iterator<Item = &[Pair<'a>]> {
        self.0.chunk_by(|(one, _), (other, _)| one == other)
    }

    fn single(&self) -> Option<Single<'_>> {
        (!self.0.is_empty()).then_some(Single(self))
    }

    fn all(&self) -> Option<All<'_>> {
        (!self.0.is_empty()).then_some(All(self))
    }
}

impl Serialize for Single<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        for (name, value) in self.0.names().filter_map(<[_]>::last) {
            members.serialize_entry(name, value)?;
        }
        members.end()
    }
}

impl Serialize for All<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        for pairs in self.0.names() {
            members.serialize_entry(&pairs[0].0, &OfName(pairs))?;
        }
        members.end()
    }
}

impl Serialize for OfName<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|(_, value)| value))
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

/// The event of a request to a REST API.
pub(in crate::engine) fn event(
    deployment: &Deployment,
    request: &MethodRequest,
) -> Result<String, Failure> {
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
) -> Result<String, Failure> {
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
) -> Result<String, Failure> {
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
    let variables = &deployment.stage_variables;
    let context = Context {
        request,
        deployment,
    };
    let length = payload.text.as_ref().map_or(0, |text| text.len());
    let event = Event {
        version,
        body: payload.text,
        headers: headers.single(),
        http_method: request.method.as_str(),
        is_base64_encoded: payload.is_encoded,
        multi_value_headers: headers.all(),
        multi_value_query_string_parameters: queries.all(),
        path,
        path_parameters: (!path_parameters.is_empty()).then_some(path_parameters),
        query_string_parameters: queries.single(),
        request_context: EventContext(context),
        resource: &operation.path.text,
        stage_variables: (!variables.is_empty()).then_some(variables),
    };
    let mut written = Vec::with_capacity(USUAL_LENGTH + length);
    let cannot = |error: &dyn std::fmt::Display| {
        Failure::configuration(format!("the event cannot be written: {error}"))
    };
    serde_json::to_writer(&mut written, &event).map_err(|error| cannot(&error))?;
    String::from_utf8(written).map_err(|error| cannot(&error))
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
    sent.extend(added.map(|(name, value)| (media::train_case(name).into(), value.into())));
    sent
}

/// The headers that the gateway writes itself, instead of the client's. The address, port and protocol are those of this machine,
/// where AWS has the client's address, 443 and `https`.
pub(in crate::engine) fn forwarded(request: &ClientRequest) -> [(&'static str, String); 4] {
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
        ("x-amzn-trace-id", request.stamp.trace_id()),
        ("x-forwarded-for", forwarded_for),
        ("x-forwarded-port", port.unwrap_or("80").to_owned()),
        ("x-forwarded-proto", "http".to_owned()),
    ]
}
