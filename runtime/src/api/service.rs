//! A finished API: requests in, responses out.

use super::{Operation, request_ids};
use crate::{
    DeclaredResponse, EventKind,
    body::Renderer,
    endpoint::answer,
    log::{self, RequestScope},
    settings::Settings,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    response::Response,
};
use futures_util::{FutureExt, future::BoxFuture};
use http::{HeaderMap, Method, StatusCode, Uri, header::ALLOW, uri::PathAndQuery};
use std::{
    convert::Infallible,
    fmt,
    sync::Arc,
    task::{Context, Poll},
};
use tower::{Service, util::Oneshot};

/// The most bytes of a body that one event can bring to a Lambda function, before they are escaped:
/// [Lambda quotas](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
const LARGEST_BODY: usize = 6 * 1024 * 1024;

/// A finished API. It is cheap to clone.
///
/// Lambda calls it with events ([`invoke`](Self::invoke)); as a [`tower::Service`] it takes plain HTTP requests.
///
/// ```
/// use lambda_api_errors::{Api, Json, axum::body::Body, http::Request, lambda_endpoint};
/// use std::convert::Infallible;
/// use tower::ServiceExt;
///
/// #[lambda_endpoint(GET, "/health")]
/// async fn health() -> Result<Json<&'static str>, Infallible> {
///     Ok(Json("ok"))
/// }
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let service = Api::new("monitor", "1.0.0").endpoint::<health>().service().unwrap();
/// let response = service.oneshot(Request::get("/nowhere").body(Body::empty()).unwrap()).await.unwrap();
/// assert_eq!(response.status(), 404);
/// # });
/// ```
#[derive(Clone)]
pub struct ApiService(Arc<Parts>);

pub(super) struct Parts {
    pub(super) title: String,
    pub(super) version: String,
    pub(super) router: Router,
    pub(super) operations: Vec<Operation>,
    pub(super) routers: Vec<Router>,
    pub(super) renderer: Renderer,
    pub(super) accepted: Vec<EventKind>,
    #[cfg(feature = "lambda")]
    pub(super) reads_event: bool,
    pub(super) unrouted: [&'static DeclaredResponse; 4],
    pub(super) base_path: String,
    pub(super) settings: Settings,
}

/// The note in a response's extensions that names the endpoint which answered.
#[derive(Clone, Copy)]
pub(super) struct AnsweredBy(pub(super) &'static str);

/// The note on an answer that middleware gave to a method which a route lacks: axum adds `Allow` to each such answer.
#[derive(Clone, Copy)]
pub(super) struct WithoutAllow;

impl ApiService {
    pub(super) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The name of the API.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.0.title
    }

    /// Its version.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.0.version
    }

    /// The endpoints, in the order in which they were added.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.0.operations
    }

    /// The responses that belong to no endpoint: to an unreadable event, an unknown route, a wrong method.
    #[must_use]
    pub fn unrouted_responses(&self) -> [&'static DeclaredResponse; 4] {
        self.0.unrouted
    }

    pub(crate) fn unrouted(&self) -> &[&'static DeclaredResponse; 4] {
        &self.0.unrouted
    }

    /// The `Content-Type` of those.
    #[must_use]
    pub fn unrouted_media_type(&self) -> &'static str {
        self.0.renderer.media_type
    }

    pub(crate) fn operation(&self, name: &str) -> Option<&Operation> {
        self.0
            .operations
            .iter()
            .find(|operation| operation.name() == name)
    }

    pub(crate) fn renderer(&self) -> Renderer {
        self.0.renderer
    }

    #[cfg(any(feature = "openapi", feature = "lambda"))]
    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    #[cfg(feature = "openapi")]
    pub(crate) fn accepted(&self) -> &[EventKind] {
        &self.0.accepted
    }

    #[cfg(feature = "lambda")]
    pub(crate) fn accepts(&self, kind: EventKind) -> bool {
        self.0.accepted.contains(&kind)
    }

    /// Whether middleware or an extractor may read the parts of an event that are attached to its request: see `endpoint/event_use.rs`.
    #[cfg(feature = "lambda")]
    pub(crate) fn reads_event(&self) -> bool {
        self.0.reads_event
    }

    /// Answers a request to `operation`, or, without one, to the operation at its URI.
    pub(crate) fn respond_to(
        &self,
        operation: Option<&'static str>,
        mut request: Request,
    ) -> impl Future<Output = Response> {
        let named = |name| {
            self.0
                .operations
                .iter()
                .position(|operation| operation.name() == name)
        };
        let is_head = request.method() == Method::HEAD;
        let router = if let Some(index) = operation.and_then(named) {
            if is_head {
                // A router removes the body of an answer to HEAD, and a callback message needs its body.
                *request.method_mut() = Method::GET;
            }
            &self.0.routers[index]
        } else {
            strip(request.uri_mut(), &self.0.base_path);
            &self.0.router
        };
        self.route(router.clone(), request)
            .then(move |response| self.outgoing(operation, is_head, response))
            .then(|response| self.with_request_id(response))
    }

    /// Answers a request to the operation at its URI, and counts a failure.
    pub(crate) async fn respond_and_count(&self, request: Request) -> Response {
        let response = self.respond_to(None, request).await;
        let operation = self.answering(None, &response).map(Operation::name);
        log::count(answer::failed(operation, &response));
        response
    }

    /// The correlation id in the header that the API names.
    pub(crate) fn correlation_id<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        let name = self.0.settings.correlation_header.as_ref()?;
        headers.get(name)?.to_str().ok()
    }

    /// `scope`, in which failed answers are counted if the API counts them.
    #[cfg(feature = "emf")]
    pub(crate) fn counted(&self, scope: RequestScope) -> RequestScope {
        scope.counting(self.0.settings.metrics.clone())
    }

    #[cfg(not(feature = "emf"))]
    #[expect(clippy::unused_self, reason = "the feature `emf` reads it")]
    pub(crate) fn counted(&self, scope: RequestScope) -> RequestScope {
        scope
    }

    fn route(&self, router: Router, mut request: Request) -> impl Future<Output = Response> {
        DefaultBodyLimit::max(LARGEST_BODY).apply(&mut request);
        log::catch_async(Oneshot::new(router, request)).map(|answer| match answer {
            Ok(Ok(mut response)) => {
                let without_allow = response.extensions_mut().remove::<WithoutAllow>();
                if without_allow.is_some() && response.status() != StatusCode::METHOD_NOT_ALLOWED {
                    response.headers_mut().remove(ALLOW);
                }
                response
            }
            Ok(Err(never)) => match never {},
            Err(panic) => answer::panicked(self.0.renderer, &panic),
        })
    }

    /// The same answer with the id of its request, if the API's answers have one.
    pub(crate) async fn with_request_id(&self, response: Response) -> Response {
        if self.0.settings.request_ids {
            request_ids::named(response, self.0.settings.instance_base.as_deref()).await
        } else {
            response
        }
    }
}

/// Removes `base_path` from the start of the path, if the path starts with exactly these segments.
pub(crate) fn strip(uri: &mut Uri, base_path: &str) {
    let Some(rest) = uri.path().strip_prefix(base_path) else {
        return;
    };
    if base_path.is_empty() || !(rest.is_empty() || rest.starts_with('/')) {
        return;
    }
    let path = if rest.is_empty() { "/" } else { rest };
    let path = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    if let Ok(path) = PathAndQuery::try_from(path) {
        let mut parts = std::mem::take(uri).into_parts();
        parts.path_and_query = Some(path);
        *uri = Uri::from_parts(parts).unwrap_or_default();
    }
}

impl Service<Request> for ApiService {
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let service = self.clone();
        let id = log::request_id_of(request.headers());
        let scope = RequestScope::new(id, self.correlation_id(request.headers()), None, None);
        let scope = self.counted(scope);
        let answer = async move { Ok(service.respond_and_count(request).await) };
        scope.run(answer).boxed()
    }
}

impl fmt::Debug for ApiService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiService")
            .field("title", &self.0.title)
            .field("operations", &self.0.operations)
            .finish_non_exhaustive()
    }
}
