//! The platform's facts about a request. The caller cannot write them.

use crate::EventKind;
use axum::extract::FromRequestParts;
use http::request::Parts;
use serde_json::Value;
use std::{convert::Infallible, sync::Arc};

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
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventContext(Arc<Inner>);

#[derive(Debug, Default, PartialEq)]
struct Inner {
    kind: Option<EventKind>,
    request_id: String,
    authorizer: Value,
    identity: Value,
    stage_variables: Value,
    request_context: Value,
}

impl EventContext {
    pub(super) fn new(kind: EventKind, request_id: String) -> Self {
        Self(Arc::new(Inner {
            kind: Some(kind),
            request_id,
            ..Inner::default()
        }))
    }

    /// Adds the values that the gateway wrote into the event.
    pub(super) fn with(
        mut self,
        mut request_context: Value,
        authorizer: Value,
        stage_variables: Value,
    ) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.identity = ["identity", "http"]
                .iter()
                .find_map(|name| request_context.get_mut(name).map(|value| value.clone()))
                .unwrap_or_default();
            inner.authorizer = authorizer;
            inner.stage_variables = stage_variables;
            inner.request_context = request_context;
        }
        self
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
        &self.0.authorizer
    }

    /// The caller: `identity` of a REST API or of VPC Lattice, `http` of an HTTP API; `null` when the event has none.
    #[must_use]
    pub fn identity(&self) -> &Value {
        &self.0.identity
    }

    /// The stage variables; `null` when there are none.
    #[must_use]
    pub fn stage_variables(&self) -> &Value {
        &self.0.stage_variables
    }

    /// The whole request context, in the gateway's own shape.
    #[must_use]
    pub fn request_context(&self) -> &Value {
        &self.0.request_context
    }
}

impl<S: Send + Sync> FromRequestParts<S> for EventContext {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}
