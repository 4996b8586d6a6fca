//! An API: endpoints, their shared state, their middleware, and the events that they answer.

mod invalid;
#[cfg(feature = "http")]
mod listen;
mod operation;
mod service;

pub use invalid::InvalidApi;
pub use operation::Operation;
#[cfg(feature = "lambda")]
pub(crate) use service::AnsweredBy;
pub use service::ApiService;

use crate::{
    BodyFormat, Endpoint, EventKind, Problem, Style,
    body::Renderer,
    builtin,
    endpoint::answer::{self, ErrorOf},
    log,
};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, FromRef, Request, State},
    response::{IntoResponse, Response},
    routing::{MethodFilter, Route, any, on, post},
};
use futures_util::FutureExt;
use service::Unrouted;
use std::{convert::Infallible, fmt, panic::AssertUnwindSafe};
use tower::{Layer, Service};

/// An API under construction: endpoints, their state, and the events that it takes.
///
/// ```no_run
/// use lambda_api_errors::{Api, Json, State, lambda_endpoint};
/// use std::{convert::Infallible, sync::{Arc, atomic::{AtomicU64, Ordering}}};
///
/// type Hits = Arc<AtomicU64>;
///
/// #[lambda_endpoint(GET, "/hits")]
/// async fn hits(State(hits): State<Hits>) -> Result<Json<u64>, Infallible> {
///     Ok(Json(hits.fetch_add(1, Ordering::Relaxed)))
/// }
///
/// # async fn main_() -> Result<(), lambda_api_errors::Error> {
/// Api::new("hits", "1.0.0").endpoint::<hits>().with_state(Hits::default()).run().await
/// # }
/// ```
#[must_use = "an `Api` does nothing until it runs"]
pub struct Api<S = ()> {
    pub(crate) title: String,
    pub(crate) version: String,
    router: Router<S>,
    paths: matchit::Router<()>,
    pub(crate) operations: Vec<Operation>,
    /// For each operation a router of its own, for events that name the operation: there no parameter can choose another.
    routers: Vec<Router<S>>,
    layers: Vec<Box<dyn Fn(Router) -> Router + Send>>,
    pub(crate) renderer: Renderer,
    pub(crate) accepted: Vec<EventKind>,
    base_path: String,
    pub(crate) problems: Vec<String>,
}

/// The most bytes of a body that one event can bring to a Lambda function, before they are escaped:
/// [Lambda quotas](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
const LARGEST_BODY: usize = 6 * 1024 * 1024;

impl<S: Clone + Send + Sync + 'static> Api<S> {
    /// An API without endpoints. It takes every event that a gateway cannot let a caller write.
    pub fn new(title: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            version: version.into(),
            router: Router::new(),
            paths: matchit::Router::new(),
            operations: Vec::new(),
            routers: Vec::new(),
            layers: Vec::new(),
            renderer: Renderer::new::<Problem>(Style::Prefixed),
            accepted: EventKind::DEFAULT.to_vec(),
            base_path: String::new(),
            problems: Vec::new(),
        }
    }

    /// Adds the endpoint `P`.
    ///
    /// A second endpoint of one name, or at one method and path, is an error when the API [starts](Api::service).
    pub fn endpoint<P>(mut self) -> Self
    where
        P: Endpoint,
        P::State: FromRef<S>,
    {
        let operation = Operation::of::<P>();
        match self.conflict(&operation) {
            Some(problem) => self.problems.push(problem),
            None => self.add::<P>(operation),
        }
        self
    }

    fn add<P>(&mut self, operation: Operation)
    where
        P: Endpoint,
        P::State: FromRef<S>,
    {
        let own = match operation.route() {
            None => Router::new().route("/", post(serve::<P, S>)),
            Some(route) => {
                let filter = match MethodFilter::try_from(route.method()) {
                    Ok(filter) => filter,
                    Err(error) => {
                        return self
                            .problems
                            .push(format!("`{}`: {error}", operation.name()));
                    }
                };
                self.router =
                    std::mem::take(&mut self.router).route(route.path(), on(filter, serve::<P, S>));
                Router::new().route(route.path(), any(serve::<P, S>))
            }
        };
        self.routers.push(own);
        self.operations.push(operation);
    }

    fn conflict(&mut self, operation: &Operation) -> Option<String> {
        let name = operation.name();
        if self.operations.iter().any(|other| other.name() == name) {
            return Some(format!(
                "two endpoints are named `{name}`: give one of them another `operation = \"…\"`"
            ));
        }
        let route = operation.route()?;
        let path = route.path();
        let mut others = self
            .operations
            .iter()
            .filter_map(|other| Some((other.name(), other.route()?)));
        if let Some((other, _)) = others.clone().find(|(_, other)| *other == route) {
            return Some(format!("`{other}` and `{name}` are both at `{route}`"));
        }
        if others.any(|(_, other)| other.path() == path) {
            return None;
        }
        if !path.starts_with('/')
            || path
                .split('/')
                .any(|segment| segment.starts_with([':', '*']))
        {
            return Some(format!(
                "`{name}`: `{path}` is not a path: start it with `/`, and write a parameter as `{{name}}`"
            ));
        }
        self.paths
            .insert(path, ())
            .err()
            .map(|error| format!("`{name}` at `{route}`: {error}"))
    }

    /// Gives the endpoints their shared state.
    pub fn with_state(self, state: S) -> Api {
        let Self {
            title,
            version,
            router,
            paths,
            operations,
            routers,
            layers,
            renderer,
            accepted,
            base_path,
            problems,
        } = self;
        Api {
            title,
            version,
            router: router.with_state(state.clone()),
            paths,
            operations,
            routers: routers
                .into_iter()
                .map(|router| router.with_state(state.clone()))
                .collect(),
            layers,
            renderer,
            accepted,
            base_path,
            problems,
        }
    }

    /// Wraps all endpoints in middleware, as [`axum::Router::layer`] does; the last one added is the outermost.
    ///
    /// A custom integration passes on only answers that an endpoint declares. An answer of middleware itself becomes an opaque
    /// 500 there, and a line in the log.
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.layers
            .push(Box::new(move |router| router.layer(layer.clone())));
        self
    }

    /// Sets the body format of answers that belong to no endpoint: unknown routes and methods, unreadable events.
    pub fn body<F: BodyFormat>(mut self) -> Self {
        self.renderer = Renderer::new::<F>(Style::Prefixed);
        self
    }

    /// Takes events of these kinds and no others.
    ///
    /// [`EventKind::Passthrough`] and [`EventKind::Bare`] are taken only when named here. Their docs say what a caller can
    /// do behind a hand-made gateway. `Bare` cannot be combined with another kind.
    pub fn accept(mut self, kinds: impl IntoIterator<Item = EventKind>) -> Self {
        self.accepted = kinds.into_iter().collect();
        self
    }

    /// Takes `path` off the front of request paths: the base path under which a custom domain maps the API.
    pub fn base_path(mut self, path: impl Into<String>) -> Self {
        path.into()
            .trim_end_matches('/')
            .clone_into(&mut self.base_path);
        self
    }
}

impl Api {
    /// The API as a service, which can be called in tests or run.
    ///
    /// # Errors
    ///
    /// When endpoints are in each other's way, or bare events are taken together with others; the error lists all problems.
    pub fn service(self) -> Result<ApiService, InvalidApi> {
        let Self {
            title,
            version,
            router,
            paths: _,
            operations,
            routers,
            layers,
            renderer,
            accepted,
            base_path,
            mut problems,
        } = self;
        problems.extend(invalid::events(&accepted, &operations));
        if !(base_path.is_empty() || base_path.starts_with('/')) {
            problems.push(format!(
                "the base path `{base_path}` does not start with `/`"
            ));
        }
        if !problems.is_empty() {
            return Err(InvalidApi::new(title, problems));
        }
        let finish = |router: Router| {
            let router = router
                .fallback(not_found)
                .method_not_allowed_fallback(method_not_allowed);
            let router = layers.iter().fold(router, |router, layer| layer(router));
            router
                .layer(DefaultBodyLimit::max(LARGEST_BODY))
                .layer(Extension(Unrouted(renderer)))
        };
        let router = finish(router);
        let routers = routers.into_iter().map(finish).collect();
        Ok(ApiService::new(service::Parts {
            title,
            version,
            router,
            operations,
            routers,
            renderer,
            accepted,
            base_path,
        }))
    }
}

impl<S> fmt::Debug for Api<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("title", &self.title)
            .field("operations", &self.operations)
            .finish_non_exhaustive()
    }
}

/// Calls the endpoint `P`; a panic becomes an opaque 500.
async fn serve<P, S>(State(state): State<S>, request: Request) -> Response
where
    P: Endpoint,
    P::State: FromRef<S>,
{
    let call = async { P::call(request, P::State::from_ref(&state)).await };
    let mut response = AssertUnwindSafe(call)
        .catch_unwind()
        .await
        .unwrap_or_else(|panic| {
            answer::opaque(Renderer::of::<ErrorOf<P>>(), &log::Panic::new(&*panic))
        });
    response
        .extensions_mut()
        .insert(service::AnsweredBy(P::OPERATION));
    response
}

async fn not_found(
    Extension(Unrouted(renderer)): Extension<Unrouted>,
    request: Request,
) -> Response {
    answer::unrouted(
        renderer,
        &builtin::ROUTE_NOT_FOUND,
        format!("there is no route `{}`", request.uri().path()),
    )
}

async fn method_not_allowed(
    Extension(Unrouted(renderer)): Extension<Unrouted>,
    request: Request,
) -> Response {
    let text = format!(
        "`{}` has no method `{}`",
        request.uri().path(),
        request.method()
    );
    answer::unrouted(renderer, &builtin::METHOD_NOT_ALLOWED, text)
}
