//! Proxy integrations: REST APIs, HTTP APIs, load balancers and function URLs, read and written by `lambda_http`.

use super::{EventContext, EventKind, Incoming, Unreadable, uri};
use crate::log;
use axum::{body::Body, response::Response};
use http::{HeaderValue, Request};
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
use std::{convert::Infallible, future::ready, panic::catch_unwind};
use tower::{Service, service_fn};

pub(super) struct ProxyEvent {
    request: LambdaRequest,
    kind: EventKind,
    outer: Outer,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outer {
    #[serde(default)]
    request_context: Value,
    #[serde(default)]
    stage_variables: Value,
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
            request,
            kind,
            outer:
                Outer {
                    mut request_context,
                    stage_variables,
                },
        } = self;
        let request = catch_unwind(|| http::Request::<lambda_http::Body>::from(request)).map_err(
            |panic| {
                Unreadable::new(format!(
                    "the event makes no HTTP request: {}",
                    log::Panic::new(&*panic)
                ))
            },
        )?;
        let path = without_stage(kind, request.raw_http_path(), &request_context);
        let uri = uri::of_raw(path, request.uri().query())?;
        let (mut parts, body) = request.into_parts();
        parts.uri = uri;
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
    response: Response,
) -> serde_json::Result<Box<RawValue>> {
    let origin = match kind {
        EventKind::Alb => LambdaRequest::Alb(AlbTargetGroupRequest::default()),
        EventKind::RestProxy => LambdaRequest::ApiGatewayV1(ApiGatewayProxyRequest::default()),
        _ => LambdaRequest::ApiGatewayV2(ApiGatewayV2httpRequest::default()),
    };
    let mut response = Some(response);
    let answer =
        service_fn(move |_| ready(Ok::<_, Infallible>(response.take().unwrap_or_default())));
    let payload = Adapter::from(answer).call(LambdaEvent::new(origin, Context::default()));
    match payload.await {
        Ok(payload) => serde_json::value::to_raw_value(&payload),
        Err(never) => match never {},
    }
}
