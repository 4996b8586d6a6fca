//! The events of proxy integrations: REST APIs, HTTP APIs, load balancers, function URLs and VPC Lattice.
//!
//! Sources:
//! [REST APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html),
//! [HTTP APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html),
//! [load balancers](https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html),
//! [function URLs](https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html),
//! [VPC Lattice](https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html).
//!
//! An HTTP API has decoded the path, and `%2F` in it stands for these three characters: AWS does not say so, and was seen to do so
//! (<https://github.com/fastify/aws-lambda-fastify/issues/169>, <https://github.com/hotsock/voker/pull/8>). The others pass the path
//! on as it was sent.
//!
//! VPC Lattice has two versions of its event. `V2` has its own `requestContext`; `V1` has none, and names with underscores. Assumed, since
//! AWS's page does not say: both pass the query's parameters on encoded, as a load balancer does and as `lambda_http` 1.3 reads them; and where
//! the path has a `?`, the query as it was sent is behind it (hono's adapter takes the query from there alone:
//! <https://github.com/honojs/hono/blob/main/src/adapter/aws-lambda/handler.ts>).
//!
//! What a client can write, a method, a path, headers, cookies and a body, makes a request or an [`Unreadable`] event, never a
//! panic.

use super::{
    EventContext, Incoming, Unreadable,
    context::Authorizer,
    headers,
    proxy_context::{self, Extensions, Query},
    request_context::{self, RequestContext},
    text::{JsonText, Lists, Text, Texts},
    uri,
};
use crate::{ApiService, EventKind};
use axum::body::Body;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use lambda_runtime::Context;
use std::borrow::Cow;

/// The event of a REST API.
#[derive(Debug)]
pub(super) struct RestEvent<'a> {
    pub(super) request_context: RequestContext<'a>,
    pub(super) method: Cow<'a, str>,
    pub(super) path: Cow<'a, str>,
    /// Decoded.
    pub(super) query: Lists<'a>,
    pub(super) headers: Lists<'a>,
    pub(super) multi_value_headers: Lists<'a>,
    pub(super) path_parameters: Texts<'a>,
    pub(super) stage_variables: Option<JsonText<'a>>,
    pub(super) body: EventBody<'a>,
}

/// The event of an HTTP API, version 2.0, and of a function URL.
#[derive(Debug)]
pub(super) struct HttpEvent<'a> {
    pub(super) request_context: RequestContext<'a>,
    /// Decoded by an HTTP API, with the stage in front of it; as it was sent by a function URL.
    pub(super) raw_path: Cow<'a, str>,
    pub(super) raw_query: Cow<'a, str>,
    pub(super) headers: Lists<'a>,
    pub(super) cookies: Vec<Text<'a>>,
    pub(super) path_parameters: Texts<'a>,
    pub(super) stage_variables: Option<JsonText<'a>>,
    pub(super) body: EventBody<'a>,
}

/// The event of a load balancer.
#[derive(Debug)]
pub(super) struct AlbEvent<'a> {
    pub(super) request_context: RequestContext<'a>,
    pub(super) method: Cow<'a, str>,
    pub(super) path: Cow<'a, str>,
    /// As it was sent.
    pub(super) query: Lists<'a>,
    pub(super) headers: Lists<'a>,
    pub(super) multi_value_headers: Lists<'a>,
    pub(super) body: EventBody<'a>,
}

/// The event of VPC Lattice, in either version.
#[derive(Debug)]
pub(super) struct LatticeEvent<'a> {
    /// `None` in version 1.
    pub(super) request_context: Option<RequestContext<'a>>,
    pub(super) method: Cow<'a, str>,
    /// As it was sent, with the query if it has one.
    pub(super) path: Cow<'a, str>,
    /// As it was sent.
    pub(super) query: Lists<'a>,
    pub(super) headers: Lists<'a>,
    pub(super) body: EventBody<'a>,
}

/// The body of an event.
#[derive(Debug)]
pub(super) struct EventBody<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) is_base64: bool,
}

impl RestEvent<'_> {
    pub(super) fn into_request(
        self,
        service: &ApiService,
        payload: &str,
        context: &Context,
    ) -> Result<Incoming, Unreadable> {
        let query = self.query.sorted();
        let encoded = uri::query(&query, uri::COMPONENT);
        let parts = RequestParts {
            method: &self.method,
            uri: uri::of_raw(&self.path, &encoded)?,
            headers: headers::merged(&self.headers, &self.multi_value_headers)?,
            body: self.body,
            gateway_request_id: self.request_context.request_id(),
            extensions: Extensions {
                kind: EventKind::RestProxy,
                raw_path: &self.path,
                query: Query::Decoded(&query),
                path_parameters: &self.path_parameters,
                stage_variables: self.stage_variables,
            },
        };
        parts.into_incoming(service, payload, context)
    }
}

impl HttpEvent<'_> {
    /// Function URLs send the same shape as HTTP APIs, and have another domain.
    pub(super) fn kind(&self) -> EventKind {
        let domain = self.request_context.domain_name();
        if domain.is_some_and(|domain| domain.contains(".lambda-url.")) {
            EventKind::FunctionUrl
        } else {
            EventKind::HttpProxy
        }
    }

    pub(super) fn into_request(
        self,
        service: &ApiService,
        payload: &str,
        context: &Context,
    ) -> Result<Incoming, Unreadable> {
        let kind = self.kind();
        let uri = if kind == EventKind::HttpProxy {
            let path = without_stage(self.request_context.stage(), &self.raw_path);
            uri::of_decoded(path, &self.raw_query)
        } else {
            uri::of_raw(&self.raw_path, &self.raw_query)
        };
        let parts = RequestParts {
            method: self.request_context.method().unwrap_or_default(),
            uri: uri?,
            headers: headers::with_cookies(&self.headers, &self.cookies)?,
            body: self.body,
            gateway_request_id: self.request_context.request_id(),
            extensions: Extensions {
                kind,
                raw_path: &self.raw_path,
                query: Query::Encoded(&self.raw_query),
                path_parameters: &self.path_parameters,
                stage_variables: self.stage_variables,
            },
        };
        parts.into_incoming(service, payload, context)
    }
}

impl AlbEvent<'_> {
    pub(super) fn into_request(
        self,
        service: &ApiService,
        payload: &str,
        context: &Context,
    ) -> Result<Incoming, Unreadable> {
        let query = uri::query(&self.query.sorted(), uri::ENCODED);
        let parts = RequestParts {
            method: &self.method,
            uri: uri::of_raw(&self.path, &query)?,
            headers: headers::merged(&self.headers, &self.multi_value_headers)?,
            body: self.body,
            gateway_request_id: self.request_context.request_id(),
            extensions: Extensions {
                kind: EventKind::Alb,
                raw_path: &self.path,
                query: Query::Encoded(&query),
                path_parameters: &Texts::default(),
                stage_variables: None,
            },
        };
        parts.into_incoming(service, payload, context)
    }
}

impl LatticeEvent<'_> {
    pub(super) fn into_request(
        self,
        service: &ApiService,
        payload: &str,
        context: &Context,
    ) -> Result<Incoming, Unreadable> {
        let (path, query) = if let Some((path, query)) = self.path.split_once('?') {
            (path, Cow::Borrowed(query))
        } else {
            let query = uri::query(&self.query.sorted(), uri::ENCODED);
            (&*self.path, Cow::Owned(query))
        };
        let gateway = self.request_context.as_ref();
        let parts = RequestParts {
            method: &self.method,
            uri: uri::of_raw(path, &query)?,
            headers: headers::latest(&self.headers)?,
            body: self.body,
            gateway_request_id: gateway.and_then(RequestContext::request_id),
            extensions: Extensions {
                kind: EventKind::VpcLattice,
                raw_path: &self.path,
                query: Query::Encoded(&query),
                path_parameters: &Texts::default(),
                stage_variables: None,
            },
        };
        parts.into_incoming(service, payload, context)
    }
}

/// The parts of a request, and what a handler can ask of its event.
struct RequestParts<'a> {
    method: &'a str,
    uri: Uri,
    headers: HeaderMap,
    body: EventBody<'a>,
    gateway_request_id: Option<&'a str>,
    extensions: Extensions<'a>,
}

impl RequestParts<'_> {
    fn into_incoming(
        self,
        service: &ApiService,
        payload: &str,
        context: &Context,
    ) -> Result<Incoming, Unreadable> {
        let Self {
            method,
            uri,
            mut headers,
            body,
            gateway_request_id,
            extensions,
        } = self;
        let kind = extensions.kind;
        let method = Method::from_bytes(method.as_bytes())
            .map_err(|_| Unreadable::new("the event names no HTTP method"))?;
        let gateway_request_id = if kind == EventKind::Alb {
            // A load balancer has no id of a request but the trace header.
            let header = headers.get("x-amzn-trace-id");
            header.and_then(|id| id.to_str().ok()).map(str::to_owned)
        } else {
            gateway_request_id.map(str::to_owned)
        };
        if let Some(Ok(trace)) = context.xray_trace_id.as_deref().map(HeaderValue::from_str) {
            headers.insert("x-amzn-trace-id", trace);
        }
        let mut request = Request::new(body.into_body()?);
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        if service.reads_event() {
            let request_context = request_context::json(payload);
            request.extensions_mut().insert(EventContext::new(
                kind,
                &context.request_id,
                request_context,
                Authorizer::InRequestContext,
                extensions.stage_variables,
            ));
            proxy_context::attach(request.extensions_mut(), extensions, request_context);
        }
        Ok(Incoming {
            kind,
            operation: None,
            gateway_request_id,
            request,
        })
    }
}

impl EventBody<'_> {
    fn into_body(self) -> Result<Body, Unreadable> {
        if !self.is_base64 {
            return Ok(Body::from(self.text.into_owned()));
        }
        let bytes = BASE64.decode(&*self.text);
        bytes
            .map(Body::from)
            .map_err(|_| Unreadable::new("the `body` is not base64"))
    }
}

/// An HTTP API with a named stage puts it in front of the path; a REST API does not.
fn without_stage<'a>(stage: Option<&str>, path: &'a str) -> &'a str {
    let rest = stage.and_then(|stage| path.strip_prefix('/')?.strip_prefix(stage));
    match rest {
        Some("") => "/",
        Some(rest) if rest.starts_with('/') => rest,
        _ => path,
    }
}
