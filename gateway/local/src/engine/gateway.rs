//! A request on its way through the five stages.

use super::{
    Call, ClientRequest, Deployment, Failure, IntegrationAnswer, MethodRequest, RequestStamp,
    TemplateContext,
    authorizer::{self, Cache, Policy},
    call, ended, gateway_response, http_api,
    integration::begun,
    integration_request, integration_response, method_request, method_response, proxy, responded,
    route, timed_out,
};
use crate::{
    document::{Authorizer, Document, DocumentProblem, Kind, Operation, Requirement, Route},
    function::{Function, HttpBackend, Invocation, Outcome},
    trace::Trace,
};
use bytes::Bytes;
use futures_util::FutureExt;
use http::{Request, Response, request};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};
use tokio::time::{Instant, timeout_at};

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

/// Behind one counter: the server shares it with each request.
#[derive(Clone)]
struct Parts {
    deployment: Arc<Deployment>,
    function: Arc<dyn Function>,
    http: Option<Arc<dyn HttpBackend>>,
    /// The answers of Lambda authorizers; `None` if no operation has one.
    authorized: Option<Arc<Cache>>,
}

/// What Lambda authorizers said of a request, by security scheme.
pub(crate) type Decisions = Arc<BTreeMap<String, Result<Value, Failure>>>;

/// A request that waits for the end of its integration.
#[derive(Debug)]
pub(crate) struct Waiting {
    request: MethodRequest,
    /// The changes of the request template, until a stage takes them.
    templates: Option<TemplateContext>,
}

impl Waiting {
    /// The changes of the request template. If stages that run again took them before, they are made again: that costs less than to
    /// keep a copy for each request.
    fn templates(&mut self, deployment: &Deployment) -> TemplateContext {
        self.templates.take().unwrap_or_else(|| {
            let sent = integration_request(deployment, &self.request, &mut Trace::default());
            sent.map(|sent| sent.templates).unwrap_or_default()
        })
    }

    /// Gives each template and pattern of the stages that are left this number of steps.
    #[cfg(feature = "server")]
    pub(crate) fn limit_steps(&mut self, steps: u64) {
        self.request.request.step_limit = steps;
    }
}

impl LocalGateway {
    /// A gateway with the stage `local`, or with a deployment of your own.
    pub fn new(deployment: impl Into<Deployment>, function: impl Function + 'static) -> Self {
        let deployment = Arc::new(deployment.into());
        let has_authorizers = lambda_authorizers_of(&deployment.document).next().is_some();
        Self(Arc::new(Parts {
            deployment,
            function: Arc::new(function),
            http: None,
            authorized: has_authorizers.then(Arc::default),
        }))
    }

    /// Names the stage.
    #[must_use]
    pub fn stage(self, stage: impl Into<String>) -> Self {
        self.with(|deployment| deployment.stage = stage.into())
    }

    /// Sets a stage variable.
    #[must_use]
    pub fn stage_variable(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(|deployment| {
            let variables = &mut deployment.stage_variables;
            variables.insert(name.into(), value.into());
        })
    }

    /// Sets the answer of the authorizer's stand-in to a request with a credential.
    #[must_use]
    pub fn authorizer(self, authorizer: Value) -> Self {
        self.with(|deployment| deployment.authorizer = authorizer)
    }

    /// Gives the stage canary settings, and says whether requests go to the canary.
    #[must_use]
    pub fn canary_request(self, canary_request: bool) -> Self {
        self.with(|deployment| deployment.canary_request = Some(canary_request))
    }

    /// Sets what sends the requests of HTTP integrations. Without it, they are not run.
    #[must_use]
    pub fn http(mut self, backend: impl HttpBackend + 'static) -> Self {
        Arc::make_mut(&mut self.0).http = Some(Arc::new(backend));
        self
    }

    /// Whether something sends the requests of HTTP integrations.
    #[must_use]
    pub fn has_http(&self) -> bool {
        self.0.http.is_some()
    }

    /// Changes this gateway, and not the gateway from which it was cloned.
    fn with(mut self, change: impl FnOnce(&mut Deployment)) -> Self {
        let parts = Arc::make_mut(&mut self.0);
        change(Arc::make_mut(&mut parts.deployment));
        self
    }

    /// The document and its stage.
    #[must_use]
    pub fn deployment(&self) -> &Deployment {
        &self.0.deployment
    }

    /// The deployment, to keep.
    #[cfg(feature = "console")]
    pub(crate) fn shared_deployment(&self) -> Arc<Deployment> {
        Arc::clone(&self.0.deployment)
    }

    /// The API's title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.0.deployment.document.title
    }

    /// The routes of the document: each method of each path.
    pub fn routes(&self) -> impl Iterator<Item = Route> {
        let operations = self.0.deployment.document.operations.iter();
        operations.map(|operation| Route {
            method: operation.method.clone(),
            path: operation.path.text.clone(),
            function: match &operation.integration.kind {
                Kind::Custom { function } | Kind::Proxy { function } => {
                    Some(self.0.deployment.with_stage_variables(function))
                }
                _ => None,
            },
            server: match &operation.integration.kind {
                Kind::Http { uri } | Kind::HttpProxy { uri } => Some(uri.clone()),
                _ => None,
            },
            not_run: operation.not_run.as_ref().map(DocumentProblem::to_reason),
            statuses: operation.responses.keys().copied().collect(),
            is_proxy: matches!(
                operation.integration.kind,
                Kind::Proxy { .. } | Kind::HttpProxy { .. }
            ),
        })
    }

    /// The names of the functions that the document has for Lambda authorizers.
    #[must_use]
    pub fn authorizers(&self) -> BTreeSet<String> {
        let authorizers = lambda_authorizers_of(&self.0.deployment.document);
        let functions = authorizers
            .filter_map(|(.., function)| self.0.deployment.with_stage_variables(function).ok());
        functions.collect()
    }

    /// Asks the Lambda authorizers of the operation that the request is for, before its first stage. Those that the gateway has no
    /// function for are not asked.
    pub(crate) async fn authorize(
        &self,
        request: &Request<Bytes>,
        stamp: &RequestStamp,
        trace: &mut Trace,
    ) -> Decisions {
        let mut decisions = BTreeMap::new();
        if self.0.authorized.is_none() || request.body().len() > super::BODY_LIMIT {
            return decisions.into();
        }
        let mut request = ClientRequest::new(request.clone(), stamp.clone());
        let document = &self.0.deployment.document;
        let operation = route::find(document, &request.method, &request.path).cloned();
        let Some(operation) = operation.filter(|operation| operation.not_run.is_none()) else {
            return decisions.into();
        };
        request.path_parameters = route::parameters(&operation, &request.path);
        request.context.operation = Some(Arc::clone(&operation));
        for (scheme, authorizer, function) in lambda_authorizers(&operation) {
            let function = self.0.deployment.with_stage_variables(function);
            if let Ok(function) = function
                && self.0.function.is_named(&function)
                && !decisions.contains_key(scheme)
            {
                let decision = self
                    .decide(&operation, &request, authorizer, function, trace)
                    .await;
                decisions.insert(scheme.to_owned(), decision);
            }
        }
        decisions.into()
    }

    /// What one authorizer says, or has said of the same identity before.
    async fn decide(
        &self,
        operation: &Arc<Operation>,
        request: &ClientRequest,
        authorizer: &Authorizer,
        function: String,
        trace: &mut Trace,
    ) -> Result<Value, Failure> {
        let deployment = &*self.0.deployment;
        let identity = authorizer::identity(deployment, request, authorizer)?;
        let cache = self.0.authorized.as_deref();
        let known = cache.and_then(|cache| cache.get(&function, &identity));
        let policy = if let Some(policy) = known {
            trace.note(format!(
                "the authorizer `{function}` is not asked: its answer is cached"
            ));
            policy
        } else {
            let event = authorizer::event(deployment, operation, request, authorizer, &identity)?;
            trace.note(format!("event for the authorizer `{function}`: {event}"));
            let running = self.0.function.invoke(Invocation {
                function: function.clone(),
                request_id: request.stamp.id.clone(),
                payload: event,
            });
            let running = running.then(Outcome::whole);
            let outcome = tokio::time::timeout(authorizer::TIMEOUT, running).await;
            let outcome = outcome
                .map_err(|_| authorizer::unusable("it took longer than 29 seconds"))?
                .limited();
            trace.note(format!("answer of the authorizer: {outcome}"));
            let policy = Arc::new(Policy::read(&outcome, authorizer.http_api)?);
            if let Some(cache) = cache {
                cache.put(&function, identity, authorizer, &policy);
            }
            policy
        };
        if authorizer.http_api.is_some() {
            trace.unverified(
                "an HTTP API's authorizer may throw `Unauthorized`, and `context` gets the `principalId` of its policy",
            );
        }
        if policy.has_conditions() {
            trace.unverified("each `Condition` of the authorizer's policy holds");
        }
        policy.decide(&authorizer::method_arn(deployment, request))
    }

    /// Answers a request whose body is larger than API Gateway takes, without reading the body.
    #[must_use]
    pub fn refuse_large(&self, head: request::Parts) -> (Response<Bytes>, Trace) {
        let stamp = RequestStamp::now();
        let mut trace = Trace::new(&stamp.id);
        let request = Request::from_parts(head, Bytes::new());
        let request = ClientRequest::new(request, stamp);
        let failure = Failure::large_body();
        let response = gateway_response(&self.0.deployment, &request, &failure, &mut trace);
        (response, trace)
    }

    /// Answers one request. A body that is streamed is read to its end; one that breaks off ends there, and the trace says so.
    pub async fn answer(&self, request: Request<Bytes>) -> (Response<Bytes>, Trace) {
        self.answer_stamped(request, RequestStamp::now()).await
    }

    /// Answers one request under this id and at this time.
    pub async fn answer_stamped(
        &self,
        request: Request<Bytes>,
        stamp: RequestStamp,
    ) -> (Response<Bytes>, Trace) {
        let mut trace = Trace::new(&stamp.id);
        let decisions = self.authorize(&request, &stamp, &mut trace).await;
        let mut request = ClientRequest::new(request, stamp);
        request.decisions = decisions;
        let response = match self.before(request, &mut trace) {
            Err(refusal) => *refusal,
            Ok((mut waiting, call)) => {
                let answer = self.integrate(&waiting, call, &mut trace).await;
                self.after(&mut waiting, &answer, &mut trace)
            }
        };
        let response = Self::whole(response, &mut trace).await;
        (response, trace)
    }

    /// The response with its whole body, where there is no client to stream it to.
    pub(crate) async fn whole(response: Response<Bytes>, trace: &mut Trace) -> Response<Bytes> {
        proxy::whole(response, trace).await
    }

    /// The stages before the integration, and what it is called with; a request that does not come so far has its response.
    pub(crate) fn before(
        &self,
        request: ClientRequest,
        trace: &mut Trace,
    ) -> Result<(Waiting, Call), Box<Response<Bytes>>> {
        let deployment = &*self.0.deployment;
        let refuse = |request: &ClientRequest, failure: &Failure, trace: &mut Trace| {
            Box::new(gateway_response(deployment, request, failure, trace))
        };
        if let Some(response) = http_api::preflight(deployment, &request, trace) {
            return Err(Box::new(response));
        }
        let request = method_request(deployment, request, trace)
            .map_err(|refused| refuse(&refused.request, &refused.failure, trace))?;
        let called = integration_request(deployment, &request, trace).and_then(|sent| {
            let call = call(&request, sent.target, sent.payload, trace)?;
            Ok((sent.templates, call))
        });
        match called {
            Ok((templates, call)) => {
                let templates = Some(templates);
                Ok((Waiting { request, templates }, call))
            }
            Err(failure) => Err(refuse(&request.request, &failure, trace)),
        }
    }

    /// The integration itself, within its time.
    pub(crate) async fn integrate(
        &self,
        waiting: &Waiting,
        call: Call,
        trace: &mut Trace,
    ) -> Result<IntegrationAnswer, Failure> {
        let request = &waiting.request;
        let integration = &request.operation.integration;
        let timeout = integration.timeout;
        let late = |_| timed_out(request);
        match call {
            Call::Answered(answer) => Ok(answer),
            Call::Invoke(invocation) => {
                let deadline = Instant::now() + timeout;
                let running =
                    self.0
                        .function
                        .invoke(invocation)
                        .then(async |outcome| match outcome {
                            Outcome::Streamed(answer) if integration.streams => {
                                proxy::received(&answer).await
                            }
                            outcome => Err(outcome.whole().await),
                        });
                Ok(match timeout_at(deadline, running).await.map_err(late)? {
                    Ok(mut answer) => {
                        answer.body = proxy::until(deadline, &answer.body);
                        begun(answer, trace)
                    }
                    Err(outcome) => ended(outcome, trace),
                })
            }
            Call::Send(sent) => {
                let backend = self.0.http.as_ref().ok_or_else(|| {
                    Failure::not_run(
                        "nothing sends its request over HTTP: see `LocalGateway::http`",
                    )
                })?;
                let response = tokio::time::timeout(timeout, backend.send(*sent)).await;
                response
                    .map(|response| responded(response, trace))
                    .map_err(late)
            }
        }
    }

    /// The stages after the integration.
    pub(crate) fn after(
        &self,
        waiting: &mut Waiting,
        answer: &Result<IntegrationAnswer, Failure>,
        trace: &mut Trace,
    ) -> Response<Bytes> {
        let deployment = &*self.0.deployment;
        let templates = waiting.templates(deployment);
        let request = &waiting.request;
        let response = answer.as_ref().map_err(Clone::clone).and_then(|answer| {
            let mapped = integration_response(deployment, request, templates, answer, trace)?;
            let response = method_response(request, mapped, trace)?;
            let request = &request.request;
            Ok(http_api::with_cors(deployment, request, response, trace))
        });
        response.unwrap_or_else(|failure| {
            gateway_response(deployment, &request.request, &failure, trace)
        })
    }
}

/// The Lambda authorizers of all operations.
fn lambda_authorizers_of(document: &Document) -> impl Iterator<Item = (&str, &Authorizer, &str)> {
    let operations = document.operations.iter();
    operations.flat_map(|operation| lambda_authorizers(operation))
}

/// The Lambda authorizers of an operation: their security schemes, and the names of their functions.
fn lambda_authorizers(operation: &Operation) -> impl Iterator<Item = (&str, &Authorizer, &str)> {
    let requirements = operation.security.iter().flatten();
    requirements.filter_map(|requirement| match requirement {
        Requirement::Authorizer {
            scheme, authorizer, ..
        } if matches!(authorizer.type_name.as_str(), "token" | "request") => Some((
            scheme.as_str(),
            &**authorizer,
            authorizer.function.as_deref()?,
        )),
        _ => None,
    })
}

impl fmt::Debug for LocalGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalGateway")
            .field("title", &self.title())
            .field("stage", &self.0.deployment.stage)
            .finish_non_exhaustive()
    }
}
