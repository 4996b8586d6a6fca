//! The event of AWS's "Method Request passthrough" template, which hand-made gateways use.
//!
//! Source: the template that the console generates,
//! [Mapping template reference](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html).

use super::{
    EventContext, Incoming, Unreadable,
    context::Authorizer,
    headers,
    text::{JsonText, Lists, Texts},
    uri,
};
use crate::{ApiService, EventKind, Operation, builtin};
use axum::body::Body;
use http::{HeaderValue, Method, Request, header};
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};

#[derive(Debug)]
pub(super) struct PassthroughEvent<'a> {
    body: &'a RawValue,
    params: Params<'a>,
    stage_variables: Option<JsonText<'a>>,
    context: JsonText<'a>,
}

#[derive(Debug, Deserialize)]
struct Params<'a> {
    #[serde(borrow, default)]
    path: Texts<'a>,
    #[serde(borrow, default)]
    querystring: Lists<'a>,
    #[serde(borrow, default)]
    header: Lists<'a>,
}

impl<'a> PassthroughEvent<'a> {
    /// The event of these members; `None` if they are another's.
    pub(super) fn of(
        body: Option<&'a RawValue>,
        params: Option<&'a RawValue>,
        stage_variables: Option<&'a RawValue>,
        context: Option<&'a RawValue>,
    ) -> Option<Self> {
        let stage_variables = stage_variables.map(|json| serde_json::from_str(json.get()));
        Some(Self {
            body: body?,
            params: serde_json::from_str(params?.get()).ok()?,
            stage_variables: stage_variables.transpose().ok()?,
            context: serde_json::from_str(context?.get()).ok()?,
        })
    }

    /// The event as a request. It names its operation by resource path and method.
    pub(super) fn into_request(
        self,
        service: &ApiService,
        request_id: &str,
    ) -> Result<Incoming, Unreadable> {
        let Self {
            body,
            params,
            stage_variables,
            context,
        } = self;
        let facts: Value = serde_json::from_str(context.0).unwrap_or_default();
        let word = |name: &str| {
            let value = facts[name].as_str();
            value.ok_or_else(|| Unreadable::new(format!("the event lacks `context.{name}`")))
        };
        let (method, resource) = (word("http-method")?, word("resource-path")?);
        let method = Method::from_bytes(method.as_bytes())
            .map_err(|_| Unreadable::new("`context.http-method` is not an HTTP method"))?;
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
        let mut headers = headers::all(&params.header)?;
        let kind = headers
            .entry(header::CONTENT_TYPE)
            .or_insert(HeaderValue::from_static("application/json"));
        let body = match (
            kind.as_bytes().starts_with(b"application/json"),
            serde_json::from_str::<String>(body.get()),
        ) {
            (false, Ok(text)) => text,
            _ => body.get().to_owned(),
        };
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = method;
        *request.uri_mut() = uri::of_template(resource, &params.path, params.querystring)?;
        *request.headers_mut() = headers;
        let authorizer = match &facts["authorizer-principal-id"] {
            Value::String(principal) if !principal.is_empty() => {
                Some(json!({ "principalId": principal }).to_string())
            }
            _ => None,
        };
        let context = EventContext::new(
            EventKind::Passthrough,
            request_id,
            Some(context),
            Authorizer::Apart(authorizer.as_deref().map(JsonText)),
            stage_variables,
        );
        Ok(Incoming {
            operation: operation.map(Operation::name),
            context,
            request,
        })
    }
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
