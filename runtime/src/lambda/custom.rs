//! The event of a custom integration: a flat object of our own.

use super::{EventContext, Incoming, Unreadable, append, uri};
use crate::{EventKind, Operation, callback::MARKER};
use axum::body::Body;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use http::{HeaderMap, HeaderValue, Method, Request, header};
use serde::{Deserialize, Serialize, de::IgnoredAny};
use serde_json::{Value, value::RawValue};
use std::collections::BTreeMap;

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
pub(super) enum Values {
    One(String),
    Many(Vec<String>),
}

impl Values {
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
        .iter()
        .map(String::as_str)
    }

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

    /// Whether `payload` claims to be such an event.
    pub(super) fn claims(payload: &RawValue) -> bool {
        #[derive(Deserialize)]
        struct Marked {
            #[serde(rename = "lambdaApiErrors")]
            _marker: IgnoredAny,
        }
        serde_json::from_str::<Marked>(payload.get()).is_ok()
    }

    pub(super) fn read(payload: &RawValue) -> Result<Self, Unreadable> {
        let event: Self = serde_json::from_str(payload.get()).map_err(|error| {
            Unreadable::new(format!(
                "the event of a custom integration is not as it must be: {error}"
            ))
        })?;
        if event.marker != MARKER {
            return Err(Unreadable::new(format!(
                "the event has version {} of `lambdaApiErrors`, and this function takes {MARKER}",
                event.marker
            )));
        }
        Ok(event)
    }

    pub(super) fn operation(&self) -> &str {
        &self.operation
    }

    /// The event as a request to `operation`.
    pub(super) fn into_request(
        self,
        operation: &Operation,
        request_id: &str,
    ) -> Result<Incoming, Unreadable> {
        let Self {
            marker: _,
            operation: name,
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
        let mut headers = header_map(&headers)?;
        let body = match (body, json) {
            (Some(_), Some(_)) => {
                return Err(Unreadable::new("the event has both `body` and `json`"));
            }
            (Some(body), None) => BASE64
                .decode(body)
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
        *request.uri_mut() =
            uri::of_template(template, |name| path.get(name).map(String::as_str), &query)?;
        *request.headers_mut() = headers;
        let context = EventContext::new(EventKind::Custom, request_id.to_owned()).with(
            context,
            none_if_empty(authorizer),
            none_if_empty(stage_variables),
        );
        Ok(Incoming {
            operation: Some(name),
            context,
            request,
        })
    }
}

/// A mapping template writes an empty object where there is nothing.
fn none_if_empty(value: Value) -> Value {
    match value {
        Value::Object(members) if members.is_empty() => Value::Null,
        value => value,
    }
}

/// All pairs of a name and a value.
pub(super) fn pairs(lists: &BTreeMap<String, Values>) -> impl Iterator<Item = (&str, &str)> {
    lists
        .iter()
        .flat_map(|(name, values)| values.iter().map(|value| (name.as_str(), value)))
}

pub(super) fn header_map(headers: &BTreeMap<String, Values>) -> Result<HeaderMap, Unreadable> {
    let mut map = HeaderMap::new();
    for (name, value) in pairs(headers) {
        append(&mut map, name, value)?;
    }
    Ok(map)
}
