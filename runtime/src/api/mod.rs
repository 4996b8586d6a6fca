//! An API: endpoints, their shared state, their middleware, and the events that they answer.

mod events;
mod invalid;
#[cfg(feature = "http")]
pub(crate) mod listen;
#[cfg(not(all(feature = "openapi", feature = "http", feature = "lambda")))]
mod missing_features;
mod operation;
mod outgoing;
pub(crate) mod request_ids;
mod routes;
mod service;
mod settings;
mod state;

pub use invalid::InvalidApi;
pub use operation::Operation;
pub use service::ApiService;
#[cfg(all(feature = "lambda", feature = "http"))]
pub(crate) use service::strip;
pub(crate) use state::{Complete, HasState, StateOf};

use crate::{
    BodyFormat, DeclaredResponse, Endpoint, Error, EventKind, Problem, Style,
    body::Renderer,
    builtin,
    endpoint::{
        answer::{self, ErrorOf},
        path, streaming,
    },
    log,
    settings::Settings,
};
use axum::{
    extract::{FromRef, Request, State},
    response::{IntoResponse, Response},
    routing::{MethodFilter, Route, any, on, post},
};
use futures_util::{
    FutureExt,
    future::{BoxFuture, lazy},
};
use matchit::InsertError;
use routes::{Routes, Unopened};
use std::{convert::Infallible, fmt};
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
    routes: Routes<S>,
    /// The routes whose state is opened when the API starts.
    unopened: Option<Unopened>,
    paths: matchit::Router<()>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) renderer: Renderer,
    pub(crate) accepted: Vec<EventKind>,
    /// The responses that belong to no endpoint; that to an unreadable event is the first.
    pub(crate) unrouted: [&'static DeclaredResponse; 4],
    base_path: String,
    pub(crate) settings: Settings,
    pub(crate) problems: Vec<String>,
}

impl<S: Clone + Send + Sync + 'static> Api<S> {
    /// An API without endpoints. It takes every event that a gateway cannot let a caller write.
    pub fn new(title: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            version: version.into(),
            routes: Routes::new(),
            unopened: None,
            paths: matchit::Router::new(),
            operations: Vec::new(),
            renderer: Renderer::new::<Problem>(Style::Prefixed),
            accepted: EventKind::DEFAULT.to_vec(),
            unrouted: builtin::UNROUTED,
            base_path: String::new(),
            settings: Settings::default(),
            problems: Vec::new(),
        }
    }

    /// Adds the endpoint `P`. Its state is that of the API, or is made of it by [`FromRef`].
    ///
    /// A second endpoint of one name, or at one method and path, is an error when the API [starts](Api::service). So is a
    /// [`Path`](crate::Path) whose names are not those of the endpoint's path: every request would fail.
    pub fn endpoint<P>(mut self) -> Self
    where
        P: Endpoint,
        P::State: StateOf<S>,
    {
        let operation = Operation::of::<P>();
        if let Some(problem) = self.conflict(&operation) {
            self.problems.push(problem);
        } else {
            self.problems.extend(path_problems::<P>());
            self.add::<P>(operation);
        }
        self
    }

    fn add<P>(&mut self, operation: Operation)
    where
        P: Endpoint,
        P::State: FromRef<S>,
    {
        match operation.route() {
            None => self.routes.add_bare(&operation, post(serve::<P, S>)),
            Some(route) => {
                let filter = match MethodFilter::try_from(route.method()) {
                    Ok(filter) => filter,
                    Err(error) => {
                        return self
                            .problems
                            .push(format!("`{}`: {error}", operation.name()));
                    }
                };
                let (routed, alone) = (on(filter, serve::<P, S>), any(serve::<P, S>));
                self.routes.add(&operation, route, routed, alone);
            }
        }
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
            return Some(format!(
                "`{other}` and `{name}` are both at `{route}`: give one of them another method or path, or remove it from the `Api`"
            ));
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
            .map(|error| match error {
                InsertError::Conflict { with } => format!(
                    "`{name}` at `{route}`: the path `{with}` of another endpoint takes the same requests; where both mean the \
                     same parameter, give it the same name in both"
                ),
                other => format!("`{name}` at `{route}`: {other}"),
            })
    }

    /// Gives the endpoints their shared state.
    pub fn with_state(self, state: S) -> Api {
        self.bind(|routes| (routes.with_state(&state), None))
    }

    /// Opens the endpoints' shared state when the API starts: in Lambda, on a port, or behind the local gateway.
    ///
    /// Code that only reads the contract, such as the making of the document, opens nothing. So it runs without a database.
    ///
    /// ```
    /// use lambda_api_errors::{Api, Json, State, lambda_endpoint};
    /// use std::{convert::Infallible, sync::Arc};
    ///
    /// #[derive(Clone)]
    /// struct Greetings(Arc<str>);
    ///
    /// impl Greetings {
    ///     async fn open() -> std::io::Result<Self> {
    ///         Ok(Self(Arc::from("Good day")))
    ///     }
    /// }
    ///
    /// #[lambda_endpoint(GET, "/greeting")]
    /// async fn greeting(State(greetings): State<Greetings>) -> Result<Json<String>, Infallible> {
    ///     Ok(Json(greetings.0.to_string()))
    /// }
    ///
    /// let api = Api::new("greeter", "1.0.0").endpoint::<greeting>().with_state_from(async || Ok(Greetings::open().await?));
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let service = api.open().await.unwrap();
    /// assert_eq!(service.operations().len(), 1);
    /// # });
    /// ```
    pub fn with_state_from<F>(self, open: impl FnOnce() -> F + Send + 'static) -> Api
    where
        F: Future<Output = Result<S, Error>> + Send + 'static,
    {
        self.bind(|routes| (Routes::new(), Some(Unopened::new(routes, open))))
    }

    /// The API with its routes bound to their state, or to a later one.
    fn bind(self, bind: impl FnOnce(Routes<S>) -> (Routes<()>, Option<Unopened>)) -> Api {
        let Self {
            title,
            version,
            routes,
            unopened: earlier,
            paths,
            operations,
            renderer,
            accepted,
            unrouted,
            base_path,
            settings,
            problems,
        } = self;
        let (routes, later) = bind(routes);
        Api {
            title,
            version,
            routes,
            unopened: match (earlier, later) {
                (Some(earlier), Some(later)) => Some(earlier.and(later)),
                (earlier, later) => earlier.or(later),
            },
            paths,
            operations,
            renderer,
            accepted,
            unrouted,
            base_path,
            settings,
            problems,
        }
    }

    /// Wraps all endpoints in middleware, as [`axum::Router::layer`] does; the last one added is the outermost.
    ///
    /// A custom integration passes on only answers that an endpoint declares. An answer of middleware itself becomes an opaque
    /// 500 there, and a line in the log. So does what the gateway's templates have no place for: a second value of a header, an error's
    /// body that is not a JSON object on one line, more members of a [`Message`](crate::Message). An answer has the media type of the
    /// document there, even where middleware removed its `Content-Type`.
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.routes
            .wrap(move |router, _| router.layer(layer.clone()));
        self
    }

    /// Wraps all endpoints in middleware that needs their state.
    ///
    /// ```
    /// use lambda_api_errors::{
    ///     Api, NoContent, Request, Response, State,
    ///     axum::middleware::{Next, from_fn_with_state},
    ///     lambda_endpoint,
    /// };
    /// use std::convert::Infallible;
    ///
    /// type Limit = u64;
    ///
    /// #[lambda_endpoint(GET, "/health", state = Limit)]
    /// async fn health() -> Result<NoContent, Infallible> {
    ///     Ok(NoContent)
    /// }
    ///
    /// async fn count(State(_limit): State<Limit>, request: Request, next: Next) -> Response {
    ///     next.run(request).await
    /// }
    ///
    /// let api = Api::new("monitor", "1.0.0")
    ///     .endpoint::<health>()
    ///     .layer_with(|limit: &Limit| from_fn_with_state(*limit, count))
    ///     .with_state(100);
    /// assert!(api.service().is_ok());
    /// ```
    pub fn layer_with<L>(mut self, layer: impl Fn(&S) -> L + Send + Sync + 'static) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.routes
            .wrap(move |router, state| router.layer(layer(state)));
        self
    }

    /// Sets the body format of answers that belong to no endpoint: unknown routes and methods, unreadable events.
    pub fn body<F: BodyFormat>(mut self) -> Self {
        self.renderer = Renderer::new::<F>(Style::Prefixed);
        self
    }

    /// Takes `path` off the front of request paths: the base path under which a custom domain maps the API.
    pub fn base_path(mut self, path: impl Into<String>) -> Self {
        path.into()
            .trim_end_matches('/')
            .clone_into(&mut self.base_path);
        self
    }

    /// The API as a service, which can be called in tests or run.
    ///
    /// # Errors
    ///
    /// When endpoints are in each other's way, when the names of a [`Path`](crate::Path) are not those of its endpoint's path, when bare events are taken together with others, or when the state is to be
    /// [opened](Self::with_state_from): then call [`open`](Self::open). The error names all that is wrong.
    pub fn service(self) -> Result<ApiService, InvalidApi>
    where
        (): HasState<S>,
    {
        <()>::complete(self).started()
    }

    /// Opens the API's state, and gives the API as a service. An API that [has its state](Self::with_state) opens nothing.
    ///
    /// # Errors
    ///
    /// When the API is [not valid](Self::service), or its state cannot be opened.
    pub fn open(self) -> BoxFuture<'static, Result<ApiService, Error>>
    where
        (): HasState<S>,
    {
        let api = <()>::complete(self);
        async move {
            let mut api = api.validated()?;
            let opened = match api.unopened.take() {
                Some(unopened) => unopened.open().await?,
                None => Routes::new(),
            };
            Ok(api.into_service(opened))
        }
        .boxed()
    }
}

impl Api {
    fn started(mut self) -> Result<ApiService, InvalidApi> {
        if self.unopened.is_some() {
            self.problems.push(
                "its state is opened when it starts (`with_state_from`), and `service` opens none: call `open().await` instead".to_owned(),
            );
        }
        Ok(self.validated()?.into_service(Routes::new()))
    }

    /// This API, if it can start.
    pub(crate) fn validated(self) -> Result<Self, InvalidApi> {
        match self.invalid() {
            None => Ok(self),
            Some(invalid) => Err(invalid),
        }
    }

    /// Why this API cannot start; `None` if it can.
    pub(crate) fn invalid(&self) -> Option<InvalidApi> {
        let mut problems = self.problems.clone();
        problems.extend(invalid::events(&self.accepted, &self.operations));
        #[cfg(feature = "emf")]
        problems.extend(self.settings.metrics.iter().flat_map(|m| m.problems()));
        problems.extend(self.prefix_problem());
        let base_path = &self.base_path;
        if !(base_path.is_empty() || base_path.starts_with('/')) {
            problems.push(format!(
                "the base path `{base_path}` does not start with `/`"
            ));
        }
        (!problems.is_empty()).then(|| InvalidApi::new(self.title.clone(), problems))
    }

    /// The service, whose first endpoints are those of `opened`.
    fn into_service(self, opened: Routes<()>) -> ApiService {
        let Self {
            title,
            version,
            routes,
            unopened: _,
            paths: _,
            operations,
            renderer,
            accepted,
            unrouted,
            base_path,
            settings,
            problems: _,
        } = self;
        for unknown in operations.iter().flat_map(Operation::unknown_rejections) {
            log::unknown_rejection(unknown);
        }
        let all = opened.and(routes);
        #[cfg(feature = "lambda")]
        let reads_event = all.are_wrapped() || operations.iter().any(Operation::reads_event);
        let (router, routers) = all.finish(renderer);
        ApiService::new(service::Parts {
            title,
            version,
            router,
            operations,
            routers,
            renderer,
            accepted,
            #[cfg(feature = "lambda")]
            reads_event,
            unrouted,
            base_path,
            settings,
        })
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

/// The problems that make each request to the endpoint `P` fail, by the names of its path's parameters.
fn path_problems<P: Endpoint>() -> impl Iterator<Item = String> {
    let route = P::ROUTE.into_iter();
    route.flat_map(|route| {
        let arguments = P::DECLARATION.arguments.iter();
        let extractors = arguments.map(|argument| (argument.extractor(), argument.find_fault));
        let problems = path::problems(route.path(), extractors).into_iter();
        problems.map(move |problem| format!("`{}` at `{route}`: {problem}", P::OPERATION))
    })
}

/// Calls the endpoint `P`; a panic becomes an opaque 500.
fn serve<P, S>(State(state): State<S>, request: Request) -> impl Future<Output = Response> + Send
where
    P: Endpoint,
    S: Send,
    P::State: FromRef<S>,
{
    let call = lazy(move |_| P::call(request, P::State::from_ref(&state)))
        .flatten()
        .then(streaming::begun::<P>);
    let answer = log::catch_async(call).map(|answer| {
        answer.unwrap_or_else(|panic| answer::panicked(Renderer::of::<ErrorOf<P>>(), &panic))
    });
    log::OPERATION
        .scope(P::OPERATION, answer)
        .map(|mut response| {
            let answered_by = service::AnsweredBy(P::OPERATION);
            response.extensions_mut().insert(answered_by);
            response
        })
}
