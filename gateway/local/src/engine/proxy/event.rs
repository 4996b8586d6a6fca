//! A request as the event of a proxy integration of a REST API, which HTTP APIs have as their payload format 1.0.

use crate::{
    document::Operation,
    engine::{
        ClientRequest, Deployment, Failure, MethodRequest,
        context::{self, Context, Member},
        headers, media, route,
    },
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::{Serialize, Serializer};
use std::{borrow::Cow, collections::BTreeMap};

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
    multi_value_headers: Option<&'a Values<'a>>,
    multi_value_query_string_parameters: Option<&'a Values<'a>>,
    path: String,
    path_parameters: Option<BTreeMap<&'a str, &'a str>>,
    query_string_parameters: Option<Single<'a>>,
    request_context: Member<'a>,
    resource: &'a str,
    stage_variables: Option<&'a BTreeMap<String, String>>,
}

/// All values of each name.
type Values<'a> = BTreeMap<Cow<'a, str>, Vec<Cow<'a, str>>>;

/// The last value of each name.
struct Single<'a>(&'a Values<'a>);

impl Serialize for Single<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members = self.0.iter();
        serializer.collect_map(members.map(|(name, values)| (name, values.last())))
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
        headers: sent_headers(request, headers::DROPPED_FROM_REQUESTS),
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
    headers.insert("Content-Length".into(), vec![length.into()]);
    let parts = Parts {
        version: Some("1.0"),
        payload,
        headers,
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
    let mut queries = Values::new();
    for (name, value) in &request.query {
        let values = queries.entry(Cow::Borrowed(name)).or_default();
        values.push(value.into());
    }
    let variables = &deployment.stage_variables;
    let context = Context {
        request,
        deployment,
    };
    let event = Event {
        version,
        body: payload.text,
        headers: single(&headers),
        http_method: request.method.as_str(),
        is_base64_encoded: payload.is_encoded,
        multi_value_headers: (!headers.is_empty()).then_some(&headers),
        multi_value_query_string_parameters: (!queries.is_empty()).then_some(&queries),
        path,
        path_parameters: (!path_parameters.is_empty()).then_some(path_parameters),
        query_string_parameters: single(&queries),
        request_context: context.of_event(),
        resource: &operation.path.text,
        stage_variables: (!variables.is_empty()).then_some(variables),
    };
    serde_json::to_string(&event)
        .map_err(|error| Failure::configuration(format!("the event cannot be written: {error}")))
}

fn single<'a>(values: &'a Values<'a>) -> Option<Single<'a>> {
    (!values.is_empty()).then_some(Single(values))
}

/// The headers that reach the function, and those that the gateway adds to them.
///
/// Names are spelled as clients of HTTP/1.1 usually do; AWS passes them on as they were sent.
fn sent_headers<'a>(request: &'a ClientRequest, dropped: &[&str]) -> Values<'a> {
    let names = request.headers.keys().map(http::HeaderName::as_str);
    let sent = names.filter(|name| !dropped.contains(name));
    let mut sent: Values<'_> = sent
        .map(|name| {
            (
                media::train_case(name).into(),
                request.header(name).collect(),
            )
        })
        .collect();
    for (name, value) in forwarded(request) {
        sent.insert(media::train_case(name).into(), vec![value.into()]);
    }
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
