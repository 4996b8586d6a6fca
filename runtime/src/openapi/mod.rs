//! The gateway's side as code: one `OpenAPI` 3.0.1 document, made from the types, ready for import into API Gateway.
//!
//! ```
//! use lambda_api_errors::{Api, Cors, Function, Json, Path, api_errors, lambda_endpoint};
//!
//! #[api_errors]
//! #[derive(Debug, thiserror::Error)]
//! enum CartError {
//!     /// There is no cart of this name.
//!     #[error("no cart {0}")]
//!     #[api(status = 404)]
//!     NotFound(String),
//! }
//!
//! /// The contents of a cart.
//! #[lambda_endpoint(GET, "/carts/{cart}")]
//! async fn cart(Path(cart): Path<String>) -> Result<Json<Vec<String>>, CartError> {
//!     Err(CartError::NotFound(cart))
//! }
//!
//! let document = Api::<()>::new("carts", "1.0.0")
//!     .endpoint::<cart>()
//!     .function(Function::name("carts-live"))
//!     .cors(Cors::origins(["https://shop.example"]))
//!     .openapi()
//!     .document()
//!     .unwrap();
//! assert!(document.to_json().contains(r#""^(?:Not Found: )\\{[\\s\\S]*""#));
//! ```
//!
//! A custom integration cannot carry every HTTP response. If the types show it, making the document is an error. If only a
//! value shows it, the answer is an opaque 500 and a line in the log: a body that is not text, a second value of a response
//! header. A custom integration also changes requests: an empty body arrives as `{}`, of a repeated header one value
//! arrives, and `%2F` in a path parameter arrives as `/`.
//!
//! # Schemas
//!
//! The schema of a body is that of its type's `schemars::JsonSchema`. A body whose type has none is "any JSON" in the
//! document: [`Document::notes`] names it, and so do the commands `openapi` and `contract`. A program for Lambda needs
//! no schemas, so they go behind the program's own feature, here `cli`:
//!
//! ```toml
//! [features]
//! cli = ["lambda-api-errors/cli", "dep:schemars"]
//!
//! [dependencies]
//! schemars = { version = "1", optional = true }
//! ```
//!
//! ```
//! #[derive(serde::Deserialize)]
//! #[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
//! struct Order {
//!     /// How many; the comment is the description in the document.
//!     count: u32,
//! }
//! ```
//!
//! # Clients
//!
//! API Gateway's import keeps a part of JSON Schema's draft 4, so its document has one model for each status, with the codes as an
//! enumeration. [`OpenApi::clients_document`] is for those who call the API: `OpenAPI` 3.1 without the gateway's extensions, with a
//! schema for each code, distinguished by `code`, and an example of each.
//!
//! # Paths
//!
//! A path parameter that takes the remaining segments is `{rest+}` in the path and `rest` among the parameters, as AWS has
//! it. `OpenAPI` knows no such parameter, so validators other than AWS's object to it.

mod assemble;
mod check;
mod clients;
mod committed;
mod cors;
mod document;
#[cfg(feature = "cli")]
pub(crate) mod examples;
mod function;
mod gateway_responses;
mod headers;
mod http_api;
mod limits;
mod mocks;
mod operation;
mod parameters;
mod patterns;
mod reference;
mod request_template;
mod response_template;
mod routes;
#[cfg_attr(
    not(feature = "local"),
    allow(
        dead_code,
        reason = "`check` needs only some of what the contract test and the command line need"
    )
)]
pub(crate) mod samples;
mod schemas;
mod security;
mod settings;
mod swagger;
#[cfg(test)]
mod tests;
mod tree;
mod vtl;
mod yaml;

pub use check::{CheckError, CheckReport, Compared, Drift, DriftKind, Effect};
#[cfg(feature = "cli")]
pub(crate) use committed::is_yaml;
pub use document::{Document, InvalidDocument};
pub use reference::ErrorReference;
#[cfg(feature = "local")]
pub(crate) use routes::gateway_path;

use crate::{
    Api, ApiService, DeclaredResponse, EventKind, Operation, body::Renderer, settings::Settings,
};
use std::fmt;

/// The API as API Gateway reads it: its [document](Self::document), and the [check](Self::check) of another one.
///
/// What the document says of the gateway is set on the [`Api`]: [`integration`](Api::integration), [`cors`](Api::cors) and so on.
pub struct OpenApi {
    title: String,
    version: String,
    operations: Vec<Operation>,
    renderer: Renderer,
    problems: Vec<String>,
    settings: Settings,
    accepted: Vec<EventKind>,
    /// The response to an event that cannot be read.
    unreadable: &'static DeclaredResponse,
}

impl OpenApi {
    /// The same API with this integration.
    #[cfg(feature = "local")]
    pub(crate) fn with_integration(mut self, integration: crate::Integration) -> Self {
        self.settings.integration = integration;
        self
    }

    #[cfg(feature = "local")]
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }
}

impl fmt::Debug for OpenApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenApi")
            .field("title", &self.title)
            .field("settings", &self.settings)
            .field("operations", &self.operations)
            .finish_non_exhaustive()
    }
}

impl<S> Api<S> {
    /// The API as API Gateway reads it. It needs no state.
    pub fn openapi(&self) -> OpenApi {
        OpenApi {
            title: self.title.clone(),
            version: self.version.clone(),
            operations: self.operations.clone(),
            renderer: self.renderer,
            problems: self
                .problems
                .iter()
                .cloned()
                .chain(self.prefix_problem())
                .collect(),
            settings: self.settings.clone(),
            accepted: self.accepted.clone(),
            unreadable: self.unrouted[0],
        }
    }
}

impl ApiService {
    /// The API as API Gateway reads it.
    #[must_use]
    pub fn openapi(&self) -> OpenApi {
        OpenApi {
            title: self.title().to_owned(),
            version: self.version().to_owned(),
            operations: self.operations().to_vec(),
            renderer: self.renderer(),
            problems: Vec::new(),
            settings: self.settings().clone(),
            accepted: self.accepted().to_vec(),
            unreadable: self.unrouted()[0],
        }
    }
}
