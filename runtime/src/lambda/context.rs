//! The platform's facts about a request. The caller cannot write them.

use super::text::JsonText;
use crate::EventKind;
use axum::extract::FromRequestParts;
use http::request::Parts;
use serde_json::Value;
use std::{
    convert::Infallible,
    fmt,
    sync::{Arc, OnceLock},
};

/// The gateway's facts about a request, as an extractor.
///
/// It is read from the places of an event that only the gateway writes; no header, parameter or body gets here.
/// Over plain HTTP it is empty.
///
/// ```
/// use lambda_api_errors::{EventContext, Json, lambda_endpoint};
/// use std::convert::Infallible;
///
/// #[lambda_endpoint(GET, "/me")]
/// async fn me(context: EventContext) -> Result<Json<String>, Infallible> {
///     Ok(Json(context.authorizer()["principalId"].as_str().unwrap_or("anonymous").to_owned()))
/// }
/// ```
#[derive(Clone, Default)]
pub struct EventContext(Arc<Inner>);

#[derive(Default)]
struct Inner {
    kind: Option<EventKind>,
    request_id: String,
    request_context: LazyJson,
    authorizer: Authorizer<LazyJson>,
    stage_variables: LazyJson,
}

/// Where the authorizer's values stand in an event.
#[derive(Clone, Copy, Default)]
pub(super) enum Authorizer<T> {
    /// In the member `authorizer` of the request context.
    #[default]
    InRequestContext,
    Apart(T),
}

/// A value that is read when a handler asks for it.
#[derive(Default)]
struct LazyJson {
    /// Empty without a value.
    json: Box<str>,
    value: OnceLock<Value>,
}

impl LazyJson {
    fn new(json: Option<JsonText<'_>>) -> Self {
        Self {
            json: json.map_or_else(Box::default, |JsonText(json)| json.into()),
            value: OnceLock::new(),
        }
    }

    fn get(&self) -> &Value {
        // `JsonText` can be read.
        let read = || serde_json::from_str(&self.json).unwrap_or_default();
        self.value.get_or_init(read)
    }
}

static NULL: Value = Value::Null;

impl EventContext {
    /// An event of `kind` in which a gateway wrote nothing.
    pub(super) fn empty(kind: EventKind, request_id: &str) -> Self {
        Self::new(kind, request_id, None, Authorizer::Apart(None), None)
    }

    /// The values that the gateway wrote into an event of `kind`.
    pub(super) fn new(
        kind: EventKind,
        request_id: &str,
        request_context: Option<JsonText<'_>>,
        authorizer: Authorizer<Option<JsonText<'_>>>,
        stage_variables: Option<JsonText<'_>>,
    ) -> Self {
        Self(Arc::new(Inner {
            kind: Some(kind),
            request_id: request_id.to_owned(),
            request_context: LazyJson::new(request_context),
            authorizer: match authorizer {
                Authorizer::InRequestContext => Authorizer::InRequestContext,
                Authorizer::Apart(authorizer) => Authorizer::Apart(LazyJson::new(authorizer)),
            },
            stage_variables: LazyJson::new(stage_variables),
        }))
    }

    /// The kind of the event; `None` over plain HTTP.
    #[must_use]
    pub fn kind(&self) -> Option<EventKind> {
        self.0.kind
    }

    /// Lambda's id of the request; empty over plain HTTP.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.0.request_id
    }

    /// The authorizer's values about the caller, in the gateway's own shape; `null` without an authorizer.
    #[must_use]
    pub fn authorizer(&self) -> &Value {
        match &self.0.authorizer {
            Authorizer::InRequestContext => &self.request_context()["authorizer"],
            Authorizer::Apart(authorizer) => authorizer.get(),
        }
    }

    /// The caller: `identity` of a REST API or of VPC Lattice, `http` of an HTTP API; `null` when the event has none.
    #[must_use]
    pub fn identity(&self) -> &Value {
        let context = self.request_context();
        let mut names = ["identity", "http"].into_iter();
        names.find_map(|name| context.get(name)).unwrap_or(&NULL)
    }

    /// The stage variables; `null` when there are none.
    #[must_use]
    pub fn stage_variables(&self) -> &Value {
        self.0.stage_variables.get()
    }

    /// The whole request context, in the gateway's own shape.
    #[must_use]
    pub fn request_context(&self) -> &Value {
        self.0.request_context.get()
    }
}

impl PartialEq for EventContext {
    fn eq(&self, other: &Self) -> bool {
        self.kind() == other.kind()
            && self.request_id() == other.request_id()
            && self.request_context() == other.request_context()
            && self.authorizer() == other.authorizer()
            && self.stage_variables() == other.stage_variables()
    }
}

impl fmt::Debug for EventContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventContext")
            .field("kind", &self.kind())
            .field("request_id", &self.request_id())
            .field("authorizer", self.authorizer())
            .field("stage_variables", self.stage_variables())
            .field("request_context", self.request_context())
            .finish()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for EventContext {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}
