//! Proxy integrations: REST APIs, HTTP APIs, load balancers and function URLs, read and written by `lambda_http`.

use super::{
    EventContext, EventKind, Incoming, Unreadable,
    custom::{Values, header_map},
    uri,
};
use crate::log;
use axum::{
    body::{Body, Bytes},
    response::Response,
};
use http::{HeaderMap, HeaderValue, Request, header, response::Parts};
use lambda_http::{
    Adapter, RequestExt,
    aws_lambda_events::{
        alb::AlbTargetGroupRequest,
        apigw::{ApiGatewayProxyRequest, ApiGatewayV2httpRequest},
    },
    request::LambdaRequest,
};
use lambda_runtime::{Context, LambdaEvent};
use serde::Deserialize;
use serde_json::{Value, value::RawValue};
use std::{collections::BTreeMap, convert::Infallible, future::ready, panic::catch_unwind};
use tower::{Service, service_fn};

pub(super) struct ProxyEvent {
    request: LambdaRequest,
    kind: EventKind,
    outer: Outer,
}

/// What is read from the event beside `lambda_http`, which keeps of a repeated header the last value only, and mixes
/// the query with what follows a `?` in the decoded path.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Outer {
    request_context: Value,
    stage_variables: Value,
    raw_query_string: Option<String>,
    query_string_parameters: Option<BTreeMap<String, Values>>,
    multi_value_query_string_parameters: Option<BTreeMap<String, Values>>,
    multi_value_headers: Option<BTreeMap<String, Values>>,
}

impl Outer {
    /// The query, encoded.
    fn query(&self, kind: EventKind) -> String {
        let lists = self.multi_value_query_string_parameters.as_ref();
        let parameters = lists
            .filter(|lists| !lists.is_empty())
            .or(self.query_string_parameters.as_ref());
        let joined = |encode| {
            parameters.map_or_else(String::new, |parameters| uri::query(parameters, encode))
        };
        match kind {
            EventKind::Alb => joined(uri::ENCODED),
            EventKind::RestProxy => joined(uri::COMPONENT),
            _ => self.raw_query_string.clone().unwrap_or_default(),
        }
    }
}

impl ProxyEvent {
    pub(super) fn read(payload: &RawValue) -> Option<Self> {
        let request = serde_json::from_str(payload.get()).ok()?;
        let outer: Outer = serde_json::from_str(payload.get()).ok()?;
        let kind = match &request {
            LambdaRequest::ApiGatewayV1(_) => EventKind::RestProxy,
            LambdaRequest::ApiGatewayV2(_) if is_function_url(&outer.request_context) => {
                EventKind::FunctionUrl
            }
            LambdaRequest::ApiGatewayV2(_) => EventKind::HttpProxy,
            LambdaRequest::Alb(_) => EventKind::Alb,
            _ => return None,
        };
        Some(Self {
            request,
            kind,
            outer,
        })
    }

    pub(super) fn kind(&self) -> EventKind {
        self.kind
    }

    /// The request that the event stands for.
    ///
    /// `lambda_http` panics on some headers and bodies that a client can send.
    pub(super) fn into_request(self, context: &Context) -> Result<Incoming, Unreadable> {
        let Self {
            mut request,
            kind,
            outer,
        } = self;
        if let LambdaRequest::ApiGatewayV2(event) = &mut request {
            // It is in `outer`; `lambda_http` panics where a client left something in it unencoded.
            event.raw_query_string = None;
        }
        let request = catch_unwind(|| http::Request::<lambda_http::Body>::from(request)).map_err(
            |panic| {
                Unreadable::new(format!(
                    "the event makes no HTTP request: {}",
                    log::Panic::new(&*panic)
                ))
            },
        )?;
        let query = outer.query(kind);
        let Outer {
            mut request_context,
            stage_variables,
            multi_value_headers,
            ..
        } = outer;
        let path = without_stage(kind, request.raw_http_path(), &request_context);
        let uri = uri::of_raw(path, &query)?;
        let (mut parts, body) = request.into_parts();
        parts.uri = uri;
        parts
            .headers
            .extend(header_map(&multi_value_headers.unwrap_or_default())?);
        if let Some(Ok(trace)) = context.xray_trace_id.as_deref().map(HeaderValue::from_str) {
            parts.headers.insert("x-amzn-trace-id", trace);
        }
        let body = match body {
            lambda_http::Body::Text(text) => Body::from(text),
            lambda_http::Body::Binary(bytes) => Body::from(bytes),
            _ => Body::empty(),
        };
        let authorizer = request_context
            .get_mut("authorizer")
            .map(|authorizer| authorizer.clone())
            .unwrap_or_default();
        let context = EventContext::new(kind, context.request_id.clone()).with(
            request_context,
            authorizer,
            stage_variables,
        );
        Ok(Incoming {
            operation: None,
            context,
            request: Request::from_parts(parts, body),
        })
    }
}

/// Function URLs send what HTTP APIs send; their domain tells.
fn is_function_url(request_context: &Value) -> bool {
    request_context["domainName"]
        .as_str()
        .is_some_and(|domain| domain.contains(".lambda-url."))
}

/// An HTTP API with a named stage puts it in front of the path; a REST API does not.
fn without_stage<'a>(kind: EventKind, path: &'a str, request_context: &Value) -> &'a str {
    let stage = request_context["stage"]
        .as_str()
        .filter(|_| kind == EventKind::HttpProxy);
    let rest = stage.and_then(|stage| path.strip_prefix('/')?.strip_prefix(stage));
    match rest {
        Some("") => "/",
        Some(rest) if rest.starts_with('/') => rest,
        _ => path,
    }
}

/// The payload with which an event of `kind` is answered.
pub(super) async fn payload(
    kind: EventKind,
    mut parts: Parts,
    body: Bytes,
) -> serde_json::Result<Box<RawValue>> {
    let origin = match kind {
        EventKind::Alb => LambdaRequest::Alb(Default::default()),
        EventKind::RestProxy => LambdaRequest::ApiGatewayV1(Default::default()),
        _ => {
            parts.headers = joined(&parts.headers)?;
            LambdaRequest::ApiGatewayV2(Default::default())
        }
    };
    if str::from_utf8(&body).is_err() {
        // `lambda_http` sends what is encoded as base64, and mends what it takes for text.
        parts
            .headers
            .entry(header::CONTENT_ENCODING)
            .or_insert(HeaderValue::from_static("identity"));
    }
    let mut response = Some(Response::from_parts(parts, Body::from(body)));
    let answer =
        service_fn(move |_| ready(Ok::<_, Infallible>(response.take().unwrap_or_default())));
    let payload = Adapter::from(answer).call(LambdaEvent::new(origin, Context::default()));
    match payload.await {
        Ok(payload) => serde_json::value::to_raw_value(&payload),
        Err(never) => match never {},
    }
}

/// The values of each header in one, since HTTP APIs and function URLs take one; they take several cookies.
///
/// `lambda_http` would send the first value of a header, and an empty text for a cookie that is not ASCII.
fn joined(headers: &HeaderMap) -> serde_json::Result<HeaderMap> {
    let mut joined = HeaderMap::with_capacity(headers.keys_len());
    for name in headers.keys() {
        let values = headers.get_all(name).iter();
        if name == header::SET_COOKIE {
            for value in values {
                value.to_str().map_err(serde::ser::Error::custom)?;
                joined.append(name, value.clone());
            }
            continue;
        }
        let values: Vec<_> = values.map(HeaderValue::as_bytes).collect();
        let value = HeaderValue::from_bytes(&values.join(&b", "[..]));
        joined.insert(name, value.map_err(serde::ser::Error::custom)?);
    }
    Ok(joined)
}
