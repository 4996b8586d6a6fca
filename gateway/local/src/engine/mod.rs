//! The gateway without sockets: document and request → integration request → outcome → response and trace.

mod body_path;
mod content;
mod context;
mod custom;
mod failure;
mod guard;
mod headers;
mod incoming;
mod media;
mod proxy;
mod route;
mod select;
mod values;

#[cfg(test)]
mod tests;

pub use guard::BODY_LIMIT;
pub(super) use incoming::Incoming;

use super::{
    document::{Document, Kind, MissingStageVariable, Operation, ResponseType, Route},
    function::Function,
    template::Shared,
    trace::Trace,
};
use bytes::Bytes;
use failure::Failure;
use http::{Request, Response, request};
use serde_json::Value;
use std::{collections::BTreeMap, fmt, sync::Arc};

/// A document with a function behind it.
///
/// ```
/// use apigw_local::{Document, LocalGateway, Invocation, Outcome, Function};
/// use {bytes::Bytes, http::Request};
///
/// const DOCUMENT: &str = r#"
/// openapi: 3.0.1
/// info: {title: greeter, version: "1"}
/// paths:
///   /greeting:
///     get:
///       responses: {200: {description: OK}, 404: {description: Not Found}}
///       x-amazon-apigateway-integration:
///         type: aws
///         httpMethod: POST
///         uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/greet/invocations
///         responses:
///           default: {statusCode: 200}
///           "Not Found: .*": {statusCode: 404}
/// "#;
///
/// struct Greet;
///
/// impl Function for Greet {
///     fn invoke(&self, _: Invocation) -> futures_util::future::BoxFuture<'_, Outcome> {
///         Box::pin(async { Outcome::FunctionError(r#"{"errorMessage":"Not Found: nobody"}"#.into()) })
///     }
/// }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// let gateway = LocalGateway::new(Document::read(DOCUMENT).unwrap(), Greet);
/// let request = Request::get("/greeting").body(Bytes::new()).unwrap();
/// let (response, trace) = gateway.answer(request).await;
/// assert_eq!(response.status(), 404);
/// assert_eq!(trace.selection.unwrap().pattern.as_deref(), Some("Not Found: .*"));
/// # });
/// ```
#[derive(Clone)]
pub struct LocalGateway(Arc<Parts>);

#[derive(Clone)]
struct Parts {
    document: Arc<Document>,
    function: Arc<dyn Function>,
    stage: String,
    stage_variables: BTreeMap<String, String>,
    authorizer: Value,
}

/// One request on its way through the gateway.
struct Exchange<'a> {
    gateway: &'a Parts,
    incoming: Incoming,
    /// `$context`, before templates change it.
    context: Value,
    templates: Shared,
    trace: Trace,
}

impl LocalGateway {
    /// A gateway with the stage `local`.
    pub fn new(document: Document, function: impl Function + 'static) -> Self {
        Self(Arc::new(Parts {
            document: Arc::new(document),
            function: Arc::new(function),
            stage: "local".to_owned(),
            stage_variables: BTreeMap::new(),
            authorizer: serde_json::json!({"principalId": "local", "claims": {}}),
        }))
    }

    /// Names the stage.
    #[must_use]
    pub fn stage(self, stage: impl Into<String>) -> Self {
        self.with(|parts| parts.stage = stage.into())
    }

    /// Sets a stage variable.
    #[must_use]
    pub fn stage_variable(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(|parts| {
            parts.stage_variables.insert(name.into(), value.into());
        })
    }

    /// Sets what the stand-in of an authorizer says of whoever brings a credential.
    #[must_use]
    pub fn authorizer(self, authorizer: Value) -> Self {
        self.with(|parts| parts.authorizer = authorizer)
    }

    /// Changes this gateway, and none that it was cloned from.
    fn with(mut self, change: impl FnOnce(&mut Parts)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// The API's title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.0.document.title
    }

    /// What the document has: each method of each path.
    pub fn routes(&self) -> impl Iterator<Item = Route> {
        let operations = self.0.document.operations.iter();
        operations.map(|operation| Route {
            method: operation.method.clone(),
            path: operation.path.text.clone(),
            function: match &operation.integration.kind {
                Kind::Custom { function } | Kind::Proxy { function } => {
                    Some(self.0.function_name(function))
                }
                Kind::Mock => None,
            },
            statuses: operation.responses.keys().copied().collect(),
        })
    }

    /// Answers a request whose body is larger than API Gateway takes, without having it.
    #[must_use]
    pub fn refuse_large(&self, head: request::Parts) -> (Response<Bytes>, Trace) {
        let request = Request::from_parts(head, Bytes::new());
        let mut exchange = Exchange::new(&self.0, request);
        let response = exchange.refuse(&Failure::large_body());
        let response = exchange.finish(response);
        (response, exchange.trace)
    }

    /// Answers one request.
    pub async fn answer(&self, request: Request<Bytes>) -> (Response<Bytes>, Trace) {
        let mut exchange = Exchange::new(&self.0, request);
        let response = match exchange.integrate().await {
            Ok(response) => response,
            Err(failure) => exchange.refuse(&failure),
        };
        let response = exchange.finish(response);
        (response, exchange.trace)
    }
}

impl<'a> Exchange<'a> {
    fn new(gateway: &'a Parts, request: Request<Bytes>) -> Self {
        let incoming = Incoming::new(request);
        let trace = Trace {
            request_id: incoming.request_id.clone(),
            ..Trace::default()
        };
        Self {
            gateway,
            context: context::of_request(&incoming, &gateway.stage),
            incoming,
            templates: Shared::default(),
            trace,
        }
    }

    async fn integrate(&mut self) -> Result<Response<Bytes>, Failure> {
        self.check_limits()?;
        let operation = self.find_operation()?;
        self.authorize(operation)?;
        self.validate(operation)?;
        match &operation.integration.kind {
            Kind::Proxy { function } => self.run_proxy(operation, function).await,
            Kind::Custom { function } => self.run_custom(operation, function).await,
            Kind::Mock => self.run_mock(operation),
        }
    }

    fn find_operation(&mut self) -> Result<&'a Operation, Failure> {
        let operations = &self.gateway.document.operations;
        let Some(found) = route::find(operations, &self.incoming.method, &self.incoming.path)
        else {
            return Err(Failure::new(
                ResponseType::MissingAuthenticationToken,
                "Missing Authentication Token",
                "the document has no such method and path",
            ));
        };
        let operation = found.operation;
        if self.incoming.path.len() > 1 && route::has_empty_segment(&self.incoming.path) {
            self.trace
                .unverified("empty segments of the path do not count");
        }
        self.trace
            .found(operation.method.as_ref(), &operation.path.text);
        self.incoming.path_parameters = found.parameters;
        context::set_resource(&mut self.context, operation);
        Ok(operation)
    }

    /// The function's name.
    fn function_name(&self, template: &str) -> Result<String, Failure> {
        let name = self.gateway.function_name(template);
        name.map_err(|missing| Failure::configuration(missing.to_string()))
    }
}

impl Parts {
    /// The function's name, with its stage variables in place.
    fn function_name(&self, template: &str) -> Result<String, MissingStageVariable> {
        let mut name = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("${stageVariables.") {
            name.push_str(before);
            let (variable, after) = after.split_once('}').unwrap_or((after, ""));
            let value = self.stage_variables.get(variable);
            name.push_str(value.ok_or_else(|| MissingStageVariable(variable.to_owned()))?);
            rest = after;
        }
        name.push_str(rest);
        Ok(name)
    }
}

impl fmt::Debug for LocalGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalGateway")
            .field("title", &self.title())
            .field("stage", &self.0.stage)
            .finish_non_exhaustive()
    }
}
