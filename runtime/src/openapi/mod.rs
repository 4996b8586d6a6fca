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
//! /// What lies in a cart.
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
//! A custom integration loses some of what HTTP can say. What is known from the types is refused when the document is
//! made. What shows only at run time becomes an opaque 500 and a line in the log: a body that is not text, a second value
//! of a response header. And some of a request does not reach the function as it was sent: an empty body arrives as `{}`,
//! one value of a repeated header arrives, and `%2F` in a path parameter arrives as `/`.

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
mod patterns;
mod probe;
mod request_template;
mod response_template;
mod routes;
mod schemas;
mod security;
mod tree;
mod vtl;
mod yaml;

pub use check::{CheckError, Drift, DriftKind};
pub use cors::Cors;
pub use document::{Document, InvalidDocument};
pub use function::Function;
#[doc(hidden)]
pub use probe::{
    BodyForm, BodyOf, BodyProbe, Describe, RequestBody, SchemaProbe, Schemas, UnknownBody,
    UnknownSchema,
};
pub use security::Security;

use crate::{Api, ApiService, Endpoint, Operation, body::Renderer};
use http::Method;
use operation::Writer;
use patterns::Selections;
use routes::Resource;
use schemas::Models;
use std::{fmt, str::FromStr};
use tree::{Node, Object};

/// How the gateway asks the function.
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
    /// The function answers with status, headers and body.
    Proxy,
}

impl FromStr for Integration {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "custom" => Ok(Self::Custom),
            "proxy" => Ok(Self::Proxy),
            _ => Err(format!("`{text}` is no integration: `custom` or `proxy`")),
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
    cors: Option<Cors>,
    security: Security,
    security_of: Vec<(&'static str, Security)>,
    validates_bodies: bool,
    media_types: Vec<String>,
    binary_media_types: Vec<String>,
    resource_quota: usize,
}

/// The bodies that reach the function, unless more are named.
const MEDIA_TYPES: [&str; 3] = [probe::JSON, probe::FORM, probe::TEXT];

impl OpenApi {
    fn new(
        title: &str,
        version: &str,
        operations: &[Operation],
        renderer: Renderer,
        problems: &[String],
    ) -> Self {
        let function = Function::name(title);
        Self {
            title: title.to_owned(),
            version: version.to_owned(),
            operations: operations.to_vec(),
            renderer,
            problems: problems.to_vec(),
            integration: Integration::Custom,
            functions: Box::new(move |_| function.clone()),
            cors: None,
            security: Security::open(),
            security_of: Vec::new(),
            validates_bodies: false,
            media_types: MEDIA_TYPES.map(str::to_owned).to_vec(),
            binary_media_types: Vec::new(),
            resource_quota: limits::RESOURCES,
        }
    }

    /// Sets how the gateway asks the function.
    pub fn integration(mut self, integration: Integration) -> Self {
        self.integration = integration;
        self
    }

    /// Sets the function that answers all operations. Without it, it is the one that is named as the API.
    pub fn function(self, function: Function) -> Self {
        self.functions(move |_| function.clone())
    }

    /// Sets a function for each operation.
    pub fn functions(
        mut self,
        functions: impl Fn(&Operation) -> Function + Send + Sync + 'static,
    ) -> Self {
        self.functions = Box::new(functions);
        self
    }

    /// Lets web pages of other origins call the API.
    pub fn cors(mut self, cors: Cors) -> Self {
        self.cors = Some(cors);
        self
    }

    /// Sets who may call, for all endpoints that [`security_of`](Self::security_of) does not name.
    pub fn security(mut self, security: Security) -> Self {
        self.security = security;
        self
    }

    /// Sets who may call the endpoint `P`.
    pub fn security_of<P: Endpoint>(mut self, security: Security) -> Self {
        self.security_of.retain(|(name, _)| *name != P::OPERATION);
        self.security_of.push((P::OPERATION, security));
        self
    }

    /// Has the gateway refuse JSON bodies that do not have the handler's schema.
    ///
    /// The function is not asked then, and the client does not learn which field is at fault.
    pub fn validate_bodies(mut self) -> Self {
        self.validates_bodies = true;
        self
    }

    /// Takes request bodies of these media types too, beside JSON, forms and plain text. Any other is a 415 in a custom integration.
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

    /// Passes bodies of these media types as bytes; for proxy integrations only.
    pub fn binary_media_types(
        mut self,
        media_types: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.binary_media_types
            .extend(media_types.into_iter().map(Into::into));
        self
    }

    /// Says how many resources the account allows an API, if it is not 300.
    pub fn resource_quota(mut self, quota: usize) -> Self {
        self.resource_quota = quota;
        self
    }

    /// The document.
    ///
    /// # Errors
    ///
    /// When API Gateway could not do what the types say, with all reasons at once.
    pub fn document(&self) -> Result<Document, InvalidDocument> {
        let mut problems = self.problems.clone();
        problems.extend(self.setting_problems());
        problems.extend(routes::problems(&self.operations));
        let routed: Vec<_> = self
            .operations
            .iter()
            .filter(|operation| operation.route().is_some())
            .cloned()
            .collect();
        let shapes = routed
            .iter()
            .map(Operation::renderer)
            .chain([self.renderer]);
        let models = Models::of(&routed, shapes.map(|renderer| renderer.shape));
        let resources = routes::resources(&routed);
        problems.extend(limits::resources(resources.len(), self.resource_quota));
        let paths: Object = resources
            .iter()
            .map(|resource| {
                (
                    resource.path.clone(),
                    self.path_item(&models, resource, &mut problems),
                )
            })
            .collect();
        let schemes = self.security_schemes(&mut problems);
        let root = Object::new()
            .with("openapi", "3.0.1")
            .with(
                "info",
                Object::new()
                    .with("title", self.title.as_str())
                    .with("version", self.version.as_str()),
            )
            .with("paths", paths)
            .with(
                "components",
                Object::new()
                    .with("schemas", models.components())
                    .with_any("securitySchemes", schemes),
            );
        let root = self.extensions(root);
        let is_terraform = routed
            .iter()
            .any(|operation| (self.functions)(operation).is_terraform());
        let root = match Node::Object(root) {
            root if is_terraform => document::for_terraform(root),
            root => root,
        };
        let Node::Object(root) = root else {
            unreachable!("an object stays an object")
        };
        Document::new(root, problems)
            .map_err(|problems| InvalidDocument::new(self.title.clone(), problems))
    }

    fn extensions(&self, root: Object) -> Object {
        let validator = "body";
        let validators = self.validates_bodies.then(|| {
            let body = Object::new()
                .with("validateRequestBody", true)
                .with("validateRequestParameters", false);
            Object::new().with(validator, body)
        });
        let binary = (!self.binary_media_types.is_empty()).then(|| self.binary_media_types.clone());
        root.with(
            "x-amazon-apigateway-gateway-responses",
            gateway_responses::gateway_responses(self.renderer, self.cors.as_ref()),
        )
        .with_some("x-amazon-apigateway-request-validators", validators)
        .with_some(
            "x-amazon-apigateway-request-validator",
            self.validates_bodies.then_some(validator),
        )
        .with_some("x-amazon-apigateway-binary-media-types", binary)
    }

    fn path_item(
        &self,
        models: &Models,
        resource: &Resource<'_>,
        problems: &mut Vec<String>,
    ) -> Object {
        let mut methods = Vec::new();
        for &operation in &resource.operations {
            let Some(route) = operation.route() else {
                continue;
            };
            let mut write = |method: Method, problems: &mut Vec<String>| {
                let name = method.as_str().to_ascii_lowercase();
                let writer = Writer {
                    openapi: self,
                    models,
                    resource,
                    operation,
                    method,
                    selections: Selections::of(operation),
                };
                methods.push((name, writer.object(problems)));
            };
            write(route.method(), problems);
            if route.method() == Method::GET && resource.lacks_head() {
                // What is wrong with it has been told of GET.
                write(Method::HEAD, &mut Vec::new());
            }
        }
        if let Some(cors) = &self.cors {
            if methods.iter().any(|(method, _)| method == "options") {
                problems.push(format!(
                    "`OPTIONS {}` is an endpoint, and `Cors` answers such requests: leave one of the two out",
                    resource.path
                ));
            }
            methods.push(("options".to_owned(), mocks::preflight(self, cors, resource)));
        }
        methods.sort_by(|(one, _), (other, _)| one.cmp(other));
        let any = mocks::any_method(self, models, resource);
        methods.push(("x-amazon-apigateway-any-method".to_owned(), any));
        methods.into_iter().collect()
    }

    fn setting_problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut addresses = Vec::new();
        for operation in &self.operations {
            let function = (self.functions)(operation);
            if !addresses.contains(&function) {
                problems.extend(function.problem());
                addresses.push(function);
            }
        }
        problems.extend(self.cors.iter().flat_map(Cors::problems));
        if self
            .operations
            .iter()
            .all(|operation| operation.route().is_none())
        {
            problems.push("no endpoint has a method and a path".to_owned());
        }
        if self.integration == Integration::Custom && !self.binary_media_types.is_empty() {
            problems.push(
                "a custom integration carries text only, so there can be no binary media types: use a proxy integration".to_owned(),
            );
        }
        for (name, _) in &self.security_of {
            if !self
                .operations
                .iter()
                .any(|operation| operation.name() == *name)
            {
                problems.push(format!(
                    "`security_of` names `{name}`, which is no endpoint of the API"
                ));
            }
        }
        for media_type in &self.media_types {
            let legal = |c: char| c.is_ascii_alphanumeric() || "!#&-^_.+/".contains(c);
            if !media_type.contains('/') || !media_type.chars().all(legal) {
                problems.push(format!(
                    "`{media_type}` is no media type: write it as `text/csv`, without parameters"
                ));
            }
        }
        problems
    }

    fn security_schemes(&self, problems: &mut Vec<String>) -> Object {
        let mut schemes = Vec::new();
        self.security.define(&mut schemes, problems);
        for (_, security) in &self.security_of {
            security.define(&mut schemes, problems);
        }
        schemes.sort_by(|(one, _), (other, _)| one.cmp(other));
        schemes.into_iter().collect()
    }

    fn security_of_operation(&self, operation: &Operation) -> &Security {
        let own = self
            .security_of
            .iter()
            .find(|(name, _)| *name == operation.name());
        own.map_or(&self.security, |(_, security)| security)
    }

    fn request_templates(&self, template: &str) -> Object {
        self.media_types
            .iter()
            .map(|media_type| (media_type.as_str(), template))
            .collect()
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
            &[],
        )
    }
}
