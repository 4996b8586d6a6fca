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
//! Which of these an event is stands in `requestContext`, or in the names of the event's own members: no caller writes either. What a client can write, a method, a
//! path, headers, cookies and a body, makes a request or an [`Unreadable`] event, never a panic.

use super::{
    EventContext, Incoming, Unreadable, append,
    proxy_context::{self, Extensions},
    uri,
};
use crate::EventKind;
use axum::body::Body;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use http::{HeaderMap, HeaderValue, Method, Request, header::COOKIE};
use lambda_runtime::Context;
use serde::Deserialize;
use serde_json::{Value, value::RawValue};
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

/// The members of these events that a request is made of. One struct for them, so that one pass reads the payload.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members<'a> {
    #[serde(default)]
    request_context: Value,
    #[serde(borrow)]
    http_method: Option<Text<'a>>,
    #[serde(borrow)]
    method: Option<Text<'a>>,
    #[serde(borrow)]
    path: Option<Text<'a>>,
    #[serde(borrow)]
    raw_path: Option<Text<'a>>,
    #[serde(borrow, rename = "raw_path")]
    lattice_v1_path: Option<Text<'a>>,
    #[serde(borrow)]
    raw_query_string: Option<Text<'a>>,
    #[serde(borrow, alias = "query_string_parameters")]
    query_string_parameters: Option<Lists<'a>>,
    #[serde(borrow)]
    multi_value_query_string_parameters: Option<Lists<'a>>,
    #[serde(borrow)]
    headers: Option<Lists<'a>>,
    #[serde(borrow)]
    multi_value_headers: Option<Lists<'a>>,
    #[serde(borrow)]
    cookies: Option<Vec<Text<'a>>>,
    path_parameters: Option<HashMap<String, String>>,
    #[serde(default)]
    stage_variables: Value,
    #[serde(borrow)]
    body: Option<Text<'a>>,
    #[serde(alias = "is_base64_encoded")]
    is_base64_encoded: Option<bool>,
}

type Lists<'a> = BTreeMap<Text<'a>, Texts<'a>>;

/// A part of the payload, unless that has an escape in it.
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// One value or several of one name.
#[derive(Deserialize)]
#[serde(untagged)]
enum Texts<'a> {
    One(#[serde(borrow)] Text<'a>),
    Many(#[serde(borrow)] Vec<Text<'a>>),
}

/// The text, or none of it.
fn text<'a>(text: Option<&'a Text<'_>>) -> &'a str {
    text.map_or("", |text| &text.0)
}

impl Texts<'_> {
    fn iter(&self) -> impl Iterator<Item = &str> {
        let texts = match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(texts) => texts,
        };
        texts.iter().map(|text| &*text.0)
    }
}

/// All pairs of a name and a value.
fn pairs<'a>(lists: &'a Lists<'_>) -> impl Iterator<Item = (&'a str, &'a str)> {
    lists
        .iter()
        .flat_map(|(name, texts)| texts.iter().map(|text| (&*name.0, text)))
}

/// An event of one of these kinds.
pub(super) struct ProxyEvent<'a> {
    kind: EventKind,
    members: Members<'a>,
}

impl<'a> ProxyEvent<'a> {
    pub(super) fn read(payload: &'a RawValue) -> Option<Self> {
        let members: Members<'_> = serde_json::from_str(payload.get()).ok()?;
        let context = &members.request_context;
        let kind = if members.http_method.is_some() && context["httpMethod"].is_string() {
            EventKind::RestProxy
        } else if context["http"]["method"].is_string() {
            // Function URLs send the same shape as HTTP APIs, and have another domain.
            let domain = context["domainName"].as_str();
            if domain.is_some_and(|domain| domain.contains(".lambda-url.")) {
                EventKind::FunctionUrl
            } else {
                EventKind::HttpProxy
            }
        } else if members.http_method.is_some() && context["elb"].is_object() {
            EventKind::Alb
        } else if members.is_of_lattice() {
            EventKind::VpcLattice
        } else {
            return None;
        };
        Some(Self { kind, members })
    }

    pub(super) fn kind(&self) -> EventKind {
        self.kind
    }

    /// The event as a request.
    pub(super) fn into_request(self, context: &Context) -> Result<Incoming, Unreadable> {
        let Self { kind, members } = self;
        let method = members.method(kind)?;
        let raw_path = members.raw_path(kind);
        let (path, query) = members.path_and_query(kind, raw_path);
        let path = without_stage(kind, path, &members.request_context);
        let uri = match kind {
            EventKind::HttpProxy => uri::of_decoded(path, &query),
            _ => uri::of_raw(path, &query),
        }?;
        let mut headers = members.header_map()?;
        if let Some(Ok(trace)) = context.xray_trace_id.as_deref().map(HeaderValue::from_str) {
            headers.insert("x-amzn-trace-id", trace);
        }
        let body = members.body()?;
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        let raw_path = raw_path.to_owned();
        let Members {
            request_context,
            path_parameters,
            stage_variables,
            ..
        } = members;
        let request = proxy_context::attach(
            request,
            Extensions {
                kind,
                raw_path,
                query: &query,
                path_parameters: path_parameters.unwrap_or_default(),
                stage_variables: &stage_variables,
                request_context: &request_context,
            },
        );
        let authorizer = request_context["authorizer"].clone();
        let context = EventContext::new(kind, context.request_id.clone()).with(
            request_context,
            authorizer,
            stage_variables,
        );
        Ok(Incoming {
            operation: None,
            context,
            request,
        })
    }
}

impl Members<'_> {
    /// Either version of VPC Lattice's event.
    fn is_of_lattice(&self) -> bool {
        let context = &self.request_context;
        let is_v1 = context.is_null() && self.lattice_v1_path.is_some();
        let is_v2 = context["serviceNetworkArn"].is_string() && self.path.is_some();
        self.method.is_some() && (is_v1 || is_v2)
    }

    fn method(&self, kind: EventKind) -> Result<Method, Unreadable> {
        let method = match kind {
            EventKind::RestProxy | EventKind::Alb => text(self.http_method.as_ref()),
            EventKind::VpcLattice => text(self.method.as_ref()),
            _ => self.request_context["http"]["method"]
                .as_str()
                .unwrap_or_default(),
        };
        Method::from_bytes(method.as_bytes())
            .map_err(|_| Unreadable::new("the event names no HTTP method"))
    }

    fn raw_path(&self, kind: EventKind) -> &str {
        match kind {
            EventKind::RestProxy | EventKind::Alb => text(self.path.as_ref()),
            EventKind::VpcLattice => text(self.path.as_ref().or(self.lattice_v1_path.as_ref())),
            _ => text(self.raw_path.as_ref()),
        }
    }

    /// The path, and the query, encoded.
    fn path_and_query<'p>(&self, kind: EventKind, raw_path: &'p str) -> (&'p str, String) {
        let sent = raw_path
            .split_once('?')
            .filter(|_| kind == EventKind::VpcLattice);
        match sent {
            Some((path, query)) => (path, query.to_owned()),
            None => (raw_path, self.query(kind)),
        }
    }

    /// The query, encoded.
    fn query(&self, kind: EventKind) -> String {
        let lists = self.multi_value_query_string_parameters.as_ref();
        let parameters = lists
            .filter(|lists| !lists.is_empty())
            .or(self.query_string_parameters.as_ref());
        let joined = |encode| {
            parameters.map_or_else(String::new, |parameters| {
                uri::query(pairs(parameters), encode)
            })
        };
        match kind {
            EventKind::Alb | EventKind::VpcLattice => joined(uri::ENCODED),
            EventKind::RestProxy => joined(uri::COMPONENT),
            _ => text(self.raw_query_string.as_ref()).to_owned(),
        }
    }

    /// The headers. Where there are lists of values, those count; an HTTP API puts cookies into a list of their own.
    fn header_map(&self) -> Result<HeaderMap, Unreadable> {
        let mut headers = HeaderMap::new();
        for (name, texts) in self.headers.iter().flatten() {
            let mut values = HeaderMap::new();
            for text in texts.iter() {
                append(&mut values, &name.0, text)?;
            }
            headers.extend(values);
        }
        let mut lists = HeaderMap::new();
        for (name, text) in self.multi_value_headers.iter().flat_map(pairs) {
            append(&mut lists, name, text)?;
        }
        if let Some(cookies) = self.cookies.as_ref().filter(|cookies| !cookies.is_empty()) {
            let cookies: Vec<_> = cookies.iter().map(|cookie| &*cookie.0).collect();
            append(&mut lists, COOKIE.as_str(), &cookies.join("; "))?;
        }
        headers.extend(lists);
        Ok(headers)
    }

    fn body(&self) -> Result<Body, Unreadable> {
        let body = text(self.body.as_ref());
        if self.is_base64_encoded != Some(true) {
            return Ok(Body::from(body.to_owned()));
        }
        let bytes = BASE64.decode(body);
        bytes
            .map(Body::from)
            .map_err(|_| Unreadable::new("the `body` is not base64"))
    }
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
