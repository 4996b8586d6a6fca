//! The events of mapping templates that are not this library's, and the request in them.
//!
//! Such an event names its operation by the gateway's resource path and the method, and holds one value of each parameter and header.

use super::{
    EventContext, Incoming, Unreadable,
    context::Authorizer,
    custom::has_members,
    headers,
    request_context::AnyContext,
    text::{JsonText, Lists, Texts},
    uri,
};
use crate::{ApiService, EventKind, Operation, builtin};
use axum::body::Body;
use http::{HeaderMap, HeaderValue, Method, Request, header};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// What the events of all these templates say, each under names of its own.
#[derive(Debug)]
pub(super) struct MappedEvent<'a> {
    pub(super) kind: EventKind,
    pub(super) method: Method,
    /// The path with its parameters in braces, as the gateway knows it.
    pub(super) resource: Cow<'a, str>,
    pub(super) path: Texts<'a>,
    pub(super) query: Lists<'a>,
    pub(super) headers: Lists<'a>,
    pub(super) body: &'a RawValue,
    /// The request context, as JSON.
    pub(super) context: Cow<'a, str>,
    /// The authorizer's values, as JSON.
    pub(super) authorizer: Option<String>,
    pub(super) stage_variables: Option<JsonText<'a>>,
}

impl MappedEvent<'_> {
    /// The event as a request to the operation at its resource path and method.
    pub(super) fn into_request(
        self,
        service: &ApiService,
        request_id: &str,
    ) -> Result<Incoming, Unreadable> {
        let (method, resource) = (self.method, &*self.resource);
        let operation = service
            .operations()
            .iter()
            .find(|operation| is_at(operation, &method, resource));
        if operation.is_none() && has_parameter(resource) {
            return Err(Unreadable {
                declared: &builtin::ROUTE_NOT_FOUND,
                ..Unreadable::new(format!("there is no operation at `{method} {resource}`"))
            });
        }
        let mut headers = headers::all(&self.headers)?;
        let body = body(self.body, &mut headers);
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = method;
        *request.uri_mut() = uri::of_template(resource, &self.path, self.query)?;
        *request.headers_mut() = headers;
        let gateway = serde_json::from_str::<AnyContext<'_>>(&self.context).ok();
        let gateway_request_id = gateway.and_then(|context| context.request_id);
        if service.reads_event() {
            request.extensions_mut().insert(EventContext::new(
                self.kind,
                request_id,
                Some(JsonText(&self.context)),
                Authorizer::Apart(self.authorizer.as_deref().map(JsonText)),
                self.stage_variables.filter(has_members),
            ));
        }
        Ok(Incoming {
            kind: self.kind,
            operation: operation.map(Operation::name),
            gateway_request_id: gateway_request_id.map(Cow::into_owned),
            request,
        })
    }
}

/// The body that the client sent, as far as JSON can say it. Without a `Content-Type` it is JSON.
fn body(json: &RawValue, headers: &mut HeaderMap) -> String {
    let kind = headers
        .entry(header::CONTENT_TYPE)
        .or_insert(HeaderValue::from_static("application/json"));
    let is = |media_type: &str| kind.as_bytes().starts_with(media_type.as_bytes());
    let text = || serde_json::from_str::<String>(json.get()).ok();
    let fields = || serde_json::from_str::<Lists<'_>>(json.get()).ok();
    let body = if is("application/json") {
        None
    } else if is("application/x-www-form-urlencoded") {
        text().or_else(|| Some(uri::query(&fields()?, uri::COMPONENT)))
    } else {
        text()
    };
    body.unwrap_or_else(|| json.get().to_owned())
}

/// Whether one segment of the resource path `resource` is the caller's, who then could choose an operation that the
/// gateway knows as another resource. A proxy resource, `{proxy+}`, leaves that choice to the caller.
fn has_parameter(resource: &str) -> bool {
    resource
        .split('/')
        .any(|segment| segment.starts_with('{') && !segment.ends_with("+}"))
}

/// Whether `operation` is at `method` and the resource path `resource`. The names of parameters may differ.
fn is_at(operation: &Operation, method: &Method, resource: &str) -> bool {
    let Some(route) = operation.route() else {
        return false;
    };
    let shape = |path: &str| -> Vec<String> {
        let segments = path
            .split('/')
            .map(|segment| match segment.strip_prefix('{') {
                None => segment.to_owned(),
                Some(name) if name.starts_with('*') || name.ends_with("+}") => "{*}".to_owned(),
                Some(_) => "{}".to_owned(),
            });
        segments.collect()
    };
    route.method() == *method && shape(route.path()) == shape(resource)
}
