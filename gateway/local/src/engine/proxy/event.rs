//! A request as the event of a proxy integration.

use crate::engine::{
    ClientRequest, Deployment, Failure, MethodRequest,
    context::{self, Context, Member},
    headers, media, route,
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::{Serialize, Serializer};
use std::{borrow::Cow, collections::BTreeMap};

/// The headers that the gateway writes itself, instead of the client's.
const FORWARDED: &[&str] = &[
    "x-amzn-trace-id",
    "x-forwarded-for",
    "x-forwarded-port",
    "x-forwarded-proto",
];

/// The event, with the members of the
/// [input format](https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
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

/// The event of a request.
pub(in crate::engine) fn event(
    deployment: &Deployment,
    request: &MethodRequest,
) -> Result<String, Failure> {
    let MethodRequest { operation, request } = request;
    let binary = &deployment.document.binary_media_types;
    let text = std::str::from_utf8(&request.body).ok();
    let encoded = media::is_binary(binary, &request.content_type()) || text.is_none();
    let body = match text {
        _ if request.body.is_empty() => None,
        Some(text) if !encoded => Some(Cow::Borrowed(text)),
        _ => Some(BASE64.encode(&request.body).into()),
    };
    let headers = sent_headers(request);
    let mut queries = Values::new();
    for (name, value) in &request.query {
        let values = queries.entry(Cow::Borrowed(name)).or_default();
        values.push(value.into());
    }
    let parameters = request.path_parameters.iter();
    let mut path: BTreeMap<_, _> = parameters
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    path.extend(route::greedy(&operation.path, &request.path));
    let variables = &deployment.stage_variables;
    let context = Context {
        request,
        deployment,
    };
    let event = Event {
        body,
        headers: single(&headers),
        http_method: request.method.as_str(),
        is_base64_encoded: encoded && !request.body.is_empty(),
        multi_value_headers: (!headers.is_empty()).then_some(&headers),
        multi_value_query_string_parameters: (!queries.is_empty()).then_some(&queries),
        path: format!("/{}", request.path.trim_start_matches('/')),
        path_parameters: (!path.is_empty()).then_some(path),
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
/// Names are spelled as clients of HTTP/1.1 usually do; AWS passes them on as they were sent. The address, port and protocol
/// are those of this machine, where AWS has the client's address, 443 and `https`.
fn sent_headers(request: &ClientRequest) -> Values<'_> {
    let names = request.headers.keys().map(http::HeaderName::as_str);
    let sent = names
        .filter(|name| !headers::DROPPED_FROM_REQUESTS.contains(name) && !FORWARDED.contains(name));
    let mut sent: Values<'_> = sent
        .map(|name| {
            (
                media::train_case(name).into(),
                request.header(name).collect(),
            )
        })
        .collect();
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
    for (name, value) in [
        ("X-Amzn-Trace-Id", request.stamp.trace_id().into()),
        ("X-Forwarded-For", forwarded_for.into()),
        ("X-Forwarded-Port", port.unwrap_or("80").to_owned().into()),
        ("X-Forwarded-Proto", Cow::Borrowed("http")),
    ] {
        sent.insert(name.into(), vec![value]);
    }
    sent
}
