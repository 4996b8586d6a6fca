//! Proxy integrations: REST APIs, HTTP APIs, load balancers and function URLs. `lambda_http` reads their events.

use super::{
    EventContext, Incoming, Unreadable,
    custom::{Values, header_map},
    uri,
};
use crate::{EventKind, callback::Undeliverable, json, log};
use axum::body::Body;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use http::{HeaderValue, Request, header::SET_COOKIE, response::Parts};
use lambda_http::{RequestExt, request::LambdaRequest};
use lambda_runtime::Context;
use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};
use std::{borrow::Cow, collections::BTreeMap, panic::catch_unwind};

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

/// The answer that REST APIs, HTTP APIs, load balancers and function URLs take.
///
/// It is not that of `lambda_http`, which sends one value of a repeated header to an HTTP API, an empty text for a cookie
/// that is not ASCII, and replaces what is not UTF-8 in a text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    status_code: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_description: Option<String>,
    headers: BTreeMap<&'a str, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    multi_value_headers: BTreeMap<&'a str, Vec<&'a str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cookies: Vec<&'a str>,
    body: Cow<'a, str>,
    is_base64_encoded: bool,
}

/// The payload with which an event of `kind` is answered.
pub(crate) fn payload(
    kind: EventKind,
    parts: &Parts,
    body: &[u8],
) -> Result<Box<RawValue>, Undeliverable> {
    let mut values = BTreeMap::<_, Vec<_>>::new();
    for (name, value) in &parts.headers {
        let value = str::from_utf8(value.as_bytes())
            .map_err(|_| Undeliverable::HeaderText(name.clone()))?;
        values.entry(name.as_str()).or_default().push(value);
    }
    let text = str::from_utf8(body);
    let mut answer = Answer {
        status_code: parts.status.as_u16(),
        status_description: None,
        headers: BTreeMap::new(),
        multi_value_headers: BTreeMap::new(),
        cookies: Vec::new(),
        is_base64_encoded: text.is_err(),
        body: text.map_or_else(|_| BASE64.encode(body).into(), Cow::Borrowed),
    };
    match kind {
        EventKind::RestProxy => {
            let (one, several) = values
                .into_iter()
                .partition(|(_, values)| values.len() == 1);
            answer.headers = joined(&one);
            answer.multi_value_headers = several;
        }
        EventKind::Alb => {
            // Which of the two it reads is a setting of the target group.
            answer.status_description = Some(parts.status.to_string());
            answer.headers = joined(&values);
            answer.multi_value_headers = values;
        }
        _ => {
            answer.cookies = values.remove(SET_COOKIE.as_str()).unwrap_or_default();
            answer.headers = joined(&values);
        }
    }
    json::to_raw(&answer).map_err(|_| Undeliverable::Body)
}

/// The values of each header in one, as [RFC 9110, section 5.3](https://www.rfc-editor.org/rfc/rfc9110#section-5.3) has it.
fn joined<'a>(values: &BTreeMap<&'a str, Vec<&str>>) -> BTreeMap<&'a str, String> {
    let values = values.iter();
    values
        .map(|(name, values)| (*name, values.join(", ")))
        .collect()
}
