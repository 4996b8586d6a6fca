//! The event of a custom integration: a flat object of our own.

use super::{
    EventContext, Incoming, Unreadable,
    context::Authorizer,
    event::check_json,
    headers,
    request_context::{self, AnyContext},
    text::{JsonText, Lists, Text, Texts},
    uri,
};
use crate::{ApiService, EventKind, Operation, callback::MARKER};
use axum::body::Body;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use http::{HeaderValue, Method, Request, header};
use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};
use std::{borrow::Cow, collections::BTreeMap};

/// The event of a custom integration, and of a program that invokes an operation directly.
///
/// Only the marker and the operation must be there:
/// `{"lambdaApiErrors":1,"operation":"getCart"}`. The rest, as far as there is any:
///
/// | member | meaning |
/// |---|---|
/// | `path` | path parameters by name, decoded |
/// | `query` | query parameters by name, decoded; a string or a list of them |
/// | `headers` | headers by name; a string or a list of them |
/// | `body` | the request body in base64 |
/// | `json` | the request body as JSON, instead of `body` |
/// | `stageVariables`, `authorizer`, `context` | the gateway's facts about the request: [`EventContext`] |
///
/// ```
/// use lambda_api_errors::CustomEvent;
///
/// let event = CustomEvent::new("addItem").path("cart", "c 1").query("dry", "yes").json(&["apple"]).unwrap();
/// assert_eq!(
///     serde_json::to_string(&event).unwrap(),
///     r#"{"lambdaApiErrors":1,"operation":"addItem","path":{"cart":"c 1"},"query":{"dry":"yes"},"json":["apple"]}"#
/// );
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomEvent {
    #[serde(rename = "lambdaApiErrors")]
    marker: u8,
    operation: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    path: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    query: BTreeMap<String, Values>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<String, Values>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    json: Option<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "Value::is_null")]
    stage_variables: Value,
    #[serde(default, skip_serializing_if = "Value::is_null")]
    authorizer: Value,
    #[serde(default, skip_serializing_if = "Value::is_null")]
    context: Value,
}

/// One value or several of one name.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Values {
    One(String),
    Many(Vec<String>),
}

impl Values {
    fn push(&mut self, value: String) {
        match self {
            Self::One(first) => *self = Self::Many(vec![std::mem::take(first), value]),
            Self::Many(values) => values.push(value),
        }
    }
}

fn add(map: &mut BTreeMap<String, Values>, name: String, value: String) {
    match map.get_mut(&name) {
        Some(values) => values.push(value),
        None => {
            map.insert(name, Values::One(value));
        }
    }
}

impl CustomEvent {
    /// An event for the operation of this name, without parameters or a body.
    pub fn new(operation: impl Into<String>) -> Self {
        Self {
            marker: MARKER,
            operation: operation.into(),
            path: BTreeMap::new(),
            query: BTreeMap::new(),
            headers: BTreeMap::new(),
            body: None,
            json: None,
            stage_variables: Value::Null,
            authorizer: Value::Null,
            context: Value::Null,
        }
    }

    /// Sets a path parameter.
    #[must_use]
    pub fn path(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.path.insert(name.into(), value.into());
        self
    }

    /// Adds a query parameter; one name may have several values.
    #[must_use]
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        add(&mut self.query, name.into(), value.into());
        self
    }

    /// Adds a header; one name may have several values.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        add(&mut self.headers, name.into(), value.into());
        self
    }

    /// Sets the body; its `Content-Type` is a [header](Self::header).
    #[must_use]
    pub fn body(mut self, body: impl AsRef<[u8]>) -> Self {
        self.body = Some(BASE64.encode(body));
        self.json = None;
        self
    }

    /// Sets a JSON body.
    ///
    /// # Errors
    ///
    /// When `body` cannot be serialised.
    pub fn json<T: Serialize>(mut self, body: &T) -> serde_json::Result<Self> {
        self.json = Some(serde_json::value::to_raw_value(body)?);
        self.body = None;
        Ok(self)
    }

    /// Sets the caller, in the shape that the handlers expect of [`EventContext::authorizer`].
    #[must_use]
    pub fn authorizer(mut self, authorizer: Value) -> Self {
        self.authorizer = authorizer;
        self
    }
}

/// A [`CustomEvent`] as it was received: the texts are borrowed from the payload.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ReceivedEvent<'a> {
    #[serde(rename = "lambdaApiErrors")]
    marker: u8,
    #[serde(borrow)]
    operation: Text<'a>,
    #[serde(borrow, default)]
    path: Texts<'a>,
    #[serde(borrow, default)]
    query: Lists<'a>,
    #[serde(borrow, default)]
    headers: Lists<'a>,
    #[serde(borrow)]
    body: Option<Text<'a>>,
    #[serde(borrow)]
    json: Option<&'a RawValue>,
    #[serde(borrow)]
    stage_variables: Option<JsonText<'a>>,
    #[serde(borrow)]
    authorizer: Option<JsonText<'a>>,
    #[serde(borrow)]
    context: Option<AnyContext<'a>>,
}

impl<'a> ReceivedEvent<'a> {
    pub(super) fn read(payload: &'a str) -> Result<Self, Unreadable> {
        let event: Self = match serde_json::from_str(payload) {
            Ok(event) => event,
            Err(error) => {
                check_json(payload.as_bytes())?;
                return Err(Unreadable::new(format!(
                    "the event of a custom integration is not as it must be: {error}"
                )));
            }
        };
        if event.marker != MARKER {
            return Err(Unreadable::new(format!(
                "the event has version {} of `lambdaApiErrors`, and this function takes {MARKER}",
                event.marker
            )));
        }
        Ok(event)
    }

    pub(super) fn operation(&self) -> &str {
        &self.operation.0
    }

    /// The event, which was read from `payload`, as a request to `operation`.
    pub(super) fn into_request(
        self,
        payload: &str,
        service: &ApiService,
        operation: &Operation,
        request_id: &str,
    ) -> Result<Incoming, Unreadable> {
        let Self {
            marker: _,
            operation: _,
            path,
            query,
            headers,
            body,
            json,
            stage_variables,
            authorizer,
            context,
        } = self;
        let (method, template) = operation
            .route()
            .map_or((Method::POST, "/"), |route| (route.method(), route.path()));
        let mut headers = headers::all(&headers)?;
        let body = match (body, json) {
            (Some(_), Some(_)) => {
                return Err(Unreadable::new("the event has both `body` and `json`"));
            }
            (Some(Text(body)), None) => BASE64
                .decode(&*body)
                .map_err(|_| Unreadable::new("the `body` is not base64"))?,
            (None, Some(json)) => {
                headers
                    .entry(header::CONTENT_TYPE)
                    .or_insert(HeaderValue::from_static("application/json"));
                json.get().as_bytes().to_vec()
            }
            (None, None) => Vec::new(),
        };
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = method;
        *request.uri_mut() = uri::of_template(template, &path, query)?;
        *request.headers_mut() = headers;
        let gateway_request_id = context.and_then(|context| context.request_id);
        if service.reads_event() {
            request.extensions_mut().insert(EventContext::new(
                EventKind::Custom,
                request_id,
                request_context::json(payload),
                Authorizer::Apart(authorizer.filter(has_members)),
                stage_variables.filter(has_members),
            ));
        }
        Ok(Incoming {
            kind: EventKind::Custom,
            operation: Some(operation.name()),
            gateway_request_id: gateway_request_id.map(Cow::into_owned),
            request,
        })
    }
}

/// A mapping template writes an empty object where there is nothing.
pub(super) fn has_members(JsonText(json): &JsonText<'_>) -> bool {
    let inside = json
        .strip_prefix('{')
        .and_then(|json| json.strip_suffix('}'));
    inside.is_none_or(|inside| !inside.trim_ascii().is_empty())
}
