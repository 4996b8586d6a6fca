//! What the gateway in front of the function should do: plain data, which an API has with any features.
//!
//! What the gateway makes of it stands in `openapi/`.

mod cors;
mod function;
mod integration;
#[cfg(feature = "emf")]
mod metrics;
mod security;
#[cfg(feature = "lambda")]
mod snapstart;

pub use cors::Cors;
#[cfg(feature = "openapi")]
pub(crate) use function::Address;
pub use function::Function;
pub use integration::{Integration, IntegrationSettings};
#[cfg(feature = "emf")]
pub use metrics::Metrics;
pub use security::Security;
#[cfg(feature = "openapi")]
pub(crate) use security::{Caller, Scheme};

#[cfg(feature = "lambda")]
pub(crate) use snapstart::SnapStartResources;

use http::HeaderName;
#[cfg(feature = "emf")]
use std::sync::Arc;

/// The settings of an API. Names are those of operations.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Settings {
    pub(crate) integration: Integration,
    /// The function of all operations that `function_of` does not name; a guess where there is none.
    pub(crate) function: Option<Function>,
    pub(crate) function_of: Vec<(&'static str, Function)>,
    /// The function that takes the requests for which no endpoint is there, instead of a 404 or 405 of the gateway.
    pub(crate) fallback: Option<Function>,
    pub(crate) integrations: IntegrationSettings,
    pub(crate) cors: Option<Cors>,
    /// The callers of all operations that `security_of` does not name.
    pub(crate) security: Security,
    pub(crate) security_of: Vec<(&'static str, Security)>,
    pub(crate) validates_bodies: bool,
    /// Whether each answer has the id of its request.
    pub(crate) request_ids: bool,
    /// What stands before the id in the `instance` of a problem.
    pub(crate) instance_base: Option<String>,
    /// The request header that has the correlation id.
    pub(crate) correlation_header: Option<HeaderName>,
    #[cfg(feature = "lambda")]
    pub(crate) snapstart: SnapStartResources,
    #[cfg(feature = "emf")]
    pub(crate) metrics: Option<Arc<Metrics>>,
    pub(crate) media_types: MediaTypes,
    pub(crate) binary_media_types: Vec<String>,
    /// The account's quota of resources per API, if it is not AWS's.
    pub(crate) resource_quota: Option<usize>,
}

/// The media types of the request bodies that reach the function.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct MediaTypes {
    /// Whether JSON, forms and plain text are left out.
    pub(crate) only_named: bool,
    pub(crate) named: Vec<String>,
}

/// Sets the value of `name`, which may have one.
pub(crate) fn set<T>(values: &mut Vec<(&'static str, T)>, name: &'static str, value: T) {
    values.retain(|(other, _)| *other != name);
    values.push((name, value));
}
