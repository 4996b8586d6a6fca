//! The gateway's side as code: one `OpenAPI` 3.0.1 document, made from the types, ready for import into API Gateway.
//!
//! ```
//! use lambda_api_errors::{Api, Json, Path, api_errors, lambda_endpoint, openapi::{Cors, Function}};
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
//!     .openapi()
//!     .function(Function::name("carts-live"))
//!     .cors(Cors::origins(["https://shop.example"]))
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
//! A path parameter that takes the remaining segments is `{rest+}` in the path and `rest` among the parameters, as AWS has
//! it. `OpenAPI` knows no such parameter, so validators other than AWS's object to it.

mod assemble;
mod check;
mod committed;
mod cors;
mod document;
mod function;
mod gateway_responses;
mod headers;
mod limits;
mod mocks;
mod operation;
mod parameters;
mod patterns;
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
#[cfg(test)]
mod tests;
mod tree;
mod vtl;
mod yaml;

pub use crate::integration_settings::IntegrationSettings;
pub use check::{CheckError, CheckReport, Compared, Drift, DriftKind};
pub use cors::Cors;
pub use document::{Document, InvalidDocument};
pub use function::Function;
#[cfg(feature = "local")]
pub(crate) use routes::gateway_path;
pub use security::Security;

use crate::{
    Api, ApiService, Endpoint, EventKind, Operation,
    body::Renderer,
    endpoint::schemas::{FORM, JSON, TEXT},
};
use std::{fmt, str::FromStr};

/// The way in which the gateway invokes the function.
///
/// ```
/// use lambda_api_errors::openapi::Integration;
///
/// assert_eq!("proxy".parse(), Ok(Integration::Proxy));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integration {
    /// Selection patterns pick the status of a failed invocation, and mapping templates make the answer of its message.
    ///
    /// Each failure is a failed invocation: `lambda_runtime` logs each one at the ERROR level, and Lambda counts it as an
    /// error of the function, a 404 as well as a 500.
    Custom,
    /// The function answers with status, headers and body. The gateway passes them on.
    Proxy,
}

impl fmt::Display for Integration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Custom => "custom",
            Self::Proxy => "proxy",
        })
    }
}

impl FromStr for Integration {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "custom" => Ok(Self::Custom),
            "proxy" => Ok(Self::Proxy),
            _ => Err(format!(
                "`{text}` is not an integration: write `custom` or `proxy`"
            )),
        }
    }
}

/// A document under construction. It is for a custom integration unless [`integration`](Self::integration) says otherwise.
#[must_use = "call `document` for the document itself"]
pub struct OpenApi {
    title: String,
    version: String,
    operations: Vec<Operation>,
    renderer: Renderer,
    problems: Vec<String>,
    integration: Integration,
    functions: Box<dyn Fn(&Operation) -> Function + Send + Sync>,
    /// Whether the functions were set; otherwise their name is a guess.
    states_function: bool,
    integration_settings: IntegrationSettings,
    cors: Option<Cors>,
    security: Security,
    security_of: Vec<(&'static str, Security)>,
    validates_bodies: bool,
    media_types: Vec<String>,
    binary_media_types: Vec<String>,
    resource_quota: usize,
    takes_passthrough: bool,
}

/// The bodies that reach the function, unless more are named.
const MEDIA_TYPES: [&str; 3] = [JSON, FORM, TEXT];

impl OpenApi {
    fn new(
        title: &str,
        version: &str,
        operations: &[Operation],
        renderer: Renderer,
        accepted: &[EventKind],
        integration_settings: &IntegrationSettings,
        problems: &[String],
    ) -> Self {
        let function = Function::of_title(title);
        Self {
            title: title.to_owned(),
            version: version.to_owned(),
            operations: operations.to_vec(),
            renderer,
            problems: problems.to_vec(),
            integration: Integration::Custom,
            functions: Box::new(move |_| function.clone()),
            states_function: false,
            integration_settings: integration_settings.clone(),
            cors: None,
            security: Security::open(),
            security_of: Vec::new(),
            validates_bodies: false,
            media_types: MEDIA_TYPES.map(str::to_owned).to_vec(),
            binary_media_types: Vec::new(),
            resource_quota: limits::RESOURCES,
            takes_passthrough: accepted.contains(&EventKind::Passthrough),
        }
    }

    /// Sets the way in which the gateway invokes the function.
    pub fn integration(mut self, integration: Integration) -> Self {
        self.integration = integration;
        self
    }

    /// Sets the function that answers all operations. The default is the function with the API's title as its name.
    pub fn function(self, function: Function) -> Self {
        self.functions(move |_| function.clone())
    }

    /// Sets a function for each operation.
    pub fn functions(
        mut self,
        functions: impl Fn(&Operation) -> Function + Send + Sync + 'static,
    ) -> Self {
        self.functions = Box::new(functions);
        self.states_function = true;
        self
    }

    /// States what only the deployment knows of the integrations: timeouts, roles, connections.
    pub fn integration_settings(mut self, settings: IntegrationSettings) -> Self {
        self.integration_settings = settings;
        self
    }

    /// Lets web pages of other origins call the API.
    pub fn cors(mut self, cors: Cors) -> Self {
        self.cors = Some(cors);
        self
    }

    /// Sets the callers that may call, for all endpoints that [`security_of`](Self::security_of) does not name.
    pub fn security(mut self, security: Security) -> Self {
        self.security = security;
        self
    }

    /// Sets the callers that may call the endpoint `P`.
    pub fn security_of<P: Endpoint>(mut self, security: Security) -> Self {
        self.security_of.retain(|(name, _)| *name != P::OPERATION);
        self.security_of.push((P::OPERATION, security));
        self
    }

    /// Makes the gateway refuse JSON bodies that do not fit the handler's schema.
    ///
    /// The function is not invoked then, and the client does not learn which field is wrong.
    pub fn validate_bodies(mut self) -> Self {
        self.validates_bodies = true;
        self
    }

    /// Takes request bodies of these media types too, in addition to JSON, forms and plain text. In a custom integration any
    /// other body is a 415.
    pub fn request_media_types(
        mut self,
        media_types: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        for media_type in media_types.into_iter().map(Into::into) {
            if !self.media_types.contains(&media_type) {
                self.media_types.push(media_type);
            }
        }
        self
    }

    /// Takes request bodies of these media types and no others. Each has a copy of the request template, so a document
    /// with one of them is about a third smaller; requests without a `Content-Type` count as JSON.
    pub fn only_request_media_types(
        mut self,
        media_types: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.media_types.clear();
        self.request_media_types(media_types)
    }

    /// Passes bodies of these media types as bytes; for proxy integrations only.
    pub fn binary_media_types(
        mut self,
        media_types: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.binary_media_types
            .extend(media_types.into_iter().map(Into::into));
        self
    }

    #[cfg(feature = "local")]
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Sets the account's quota of resources per API, if it is not 300.
    pub fn resource_quota(mut self, quota: usize) -> Self {
        self.resource_quota = quota;
        self
    }
}

impl fmt::Debug for OpenApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenApi")
            .field("title", &self.title)
            .field("integration", &self.integration)
            .field("operations", &self.operations)
            .finish_non_exhaustive()
    }
}

impl<S: Clone + Send + Sync + 'static> Api<S> {
    /// The API as API Gateway reads it. It needs no state.
    pub fn openapi(&self) -> OpenApi {
        OpenApi::new(
            &self.title,
            &self.version,
            &self.operations,
            self.renderer,
            &self.accepted,
            &self.integration_settings,
            &self.problems,
        )
    }
}

impl ApiService {
    /// The API as API Gateway reads it.
    pub fn openapi(&self) -> OpenApi {
        OpenApi::new(
            self.title(),
            self.version(),
            self.operations(),
            self.renderer(),
            self.accepted(),
            self.integration_settings(),
            &[],
        )
    }
}
