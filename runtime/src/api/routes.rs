//! The endpoints' routers and the middleware around them, before and after their state is there.

use super::{
    Operation,
    service::{AnsweredBy, WithoutAllow},
};
use crate::{Error, Route, body::Renderer, endpoint::answer, log};
use axum::{
    Router,
    extract::{MatchedPath, Request},
    middleware::{Next, from_fn},
    response::Response,
    routing::MethodRouter,
};
use futures_util::{FutureExt, future::BoxFuture};
use http::{Method, header::ALLOW};
use std::{future::ready, mem, sync::Arc};

type Wrap<S> = Arc<dyn Fn(Router, &S) -> Router + Send + Sync>;

/// The routers of endpoints that share the state `S`.
pub(super) struct Routes<S> {
    /// All endpoints with a route.
    router: Router<S>,
    /// For each operation a router of its own, for events that name the operation: there no parameter can choose another.
    routers: Vec<(Target, Router<S>)>,
    /// The middleware, innermost first.
    layers: Vec<Wrap<S>>,
}

/// The endpoint that a request is for, as far as the middleware around it matters.
#[derive(Clone, Copy)]
struct Target {
    operation: &'static str,
    route: Option<Route>,
    renderer: Renderer,
}

impl Target {
    fn of(operation: &Operation) -> Self {
        Self {
            operation: operation.name(),
            route: operation.route(),
            renderer: operation.renderer(),
        }
    }

    fn takes(&self, method: &Method, path: &str) -> bool {
        self.route
            .is_some_and(|route| route.path() == path && route.method() == *method)
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    pub(super) fn new() -> Self {
        Self {
            router: Router::new(),
            routers: Vec::new(),
            layers: Vec::new(),
        }
    }

    /// Adds `operation` at its `route`: `routed` among the others, `alone` for events that name it.
    pub(super) fn add(
        &mut self,
        operation: &Operation,
        route: Route,
        routed: MethodRouter<S>,
        alone: MethodRouter<S>,
    ) {
        self.router = mem::take(&mut self.router).route(route.path(), routed);
        let alone = Router::new().route(route.path(), alone);
        self.routers.push((Target::of(operation), alone));
    }

    /// Adds an operation without a route.
    pub(super) fn add_bare(&mut self, operation: &Operation, alone: MethodRouter<S>) {
        let alone = Router::new().route("/", alone);
        self.routers.push((Target::of(operation), alone));
    }

    /// Adds middleware around all endpoints.
    pub(super) fn wrap(&mut self, layer: impl Fn(Router, &S) -> Router + Send + Sync + 'static) {
        self.layers.push(Arc::new(layer));
    }

    /// Whether there is middleware.
    #[cfg(feature = "lambda")]
    pub(super) fn are_wrapped(&self) -> bool {
        !self.layers.is_empty()
    }

    pub(super) fn with_state(self, state: &S) -> Routes<()> {
        let Self {
            router,
            routers,
            layers,
        } = self;
        let bound = |router: Router<S>| router.with_state(state.clone());
        Routes {
            router: bound(router),
            routers: routers
                .into_iter()
                .map(|(target, router)| (target, bound(router)))
                .collect(),
            layers: layers
                .into_iter()
                .map(|layer| -> Wrap<()> {
                    let state = state.clone();
                    Arc::new(move |router, ()| layer(router, &state))
                })
                .collect(),
        }
    }
}

impl Routes<()> {
    /// These endpoints and `later` ones; the middleware of both is around all of them.
    pub(super) fn and(self, later: Self) -> Self {
        Self {
            router: self.router.merge(later.router),
            routers: self.routers.into_iter().chain(later.routers).collect(),
            layers: self.layers.into_iter().chain(later.layers).collect(),
        }
    }

    /// The router of all endpoints and that of each operation, with the answers to requests that no endpoint takes.
    pub(super) fn finish(self, renderer: Renderer) -> (Router, Vec<Router>) {
        let Self {
            router,
            routers,
            layers,
        } = self;
        let finish = |router: Router, targets: Targets| {
            let mut router = router
                .fallback(move || ready(answer::no_route(renderer)))
                .method_not_allowed_fallback(move || ready(answer::no_method(renderer)));
            if !layers.is_empty() {
                let layers = layers.iter();
                router = layers.fold(router, |router, layer| layer(router, &()));
                let targets = Arc::new(targets);
                router = router.layer(from_fn(move |request, next| {
                    around_middleware(Arc::clone(&targets), request, next)
                }));
            }
            router
        };
        let targets = Targets::Routed(routers.iter().map(|(target, _)| *target).collect());
        let routers = routers.into_iter();
        (
            finish(router, targets),
            routers
                .map(|(target, router)| finish(router, Targets::One(target)))
                .collect(),
        )
    }
}

/// Answers a panic of middleware in the format of the endpoint that the request is for. A panic elsewhere is not caught here.
async fn around_middleware(targets: Arc<Targets>, request: Request, next: Next) -> Response {
    let Some(target) = targets.of(&request) else {
        let mut response = next.run(request).await;
        if !response.headers().contains_key(ALLOW) {
            response.extensions_mut().insert(WithoutAllow);
        }
        return response;
    };
    let answer = log::catch_async(next.run(request))
        .map(|answer| answer.unwrap_or_else(|panic| answer::panicked(target.renderer, &panic)));
    let mut response = log::OPERATION.scope(target.operation, answer).await;
    response
        .extensions_mut()
        .insert(AnsweredBy(target.operation));
    response
}

/// The endpoints of a router.
enum Targets {
    /// One, for every method: an event has named it.
    One(Target),
    /// Those with a route.
    Routed(Vec<Target>),
}

impl Targets {
    /// The one that takes `request`. A route for GET takes HEAD too.
    fn of(&self, request: &Request) -> Option<Target> {
        let path = request.extensions().get::<MatchedPath>()?.as_str();
        let targets = match self {
            Self::One(target) => return Some(*target),
            Self::Routed(targets) => targets,
        };
        let of = |method: &Method| targets.iter().find(|target| target.takes(method, path));
        let as_get = || of(&Method::GET).filter(|_| request.method() == Method::HEAD);
        of(request.method()).or_else(as_get).copied()
    }
}

/// Routes whose state is opened when the API starts.
pub(super) struct Unopened(Box<dyn FnOnce() -> Opening + Send>);

type Opening = BoxFuture<'static, Result<Routes<()>, Error>>;

impl Unopened {
    pub(super) fn new<S, F>(routes: Routes<S>, open: impl FnOnce() -> F + Send + 'static) -> Self
    where
        S: Clone + Send + Sync + 'static,
        F: Future<Output = Result<S, Error>> + Send + 'static,
    {
        Self(Box::new(|| {
            let state = open();
            Box::pin(async { Ok(routes.with_state(&state.await?)) })
        }))
    }

    /// Opens this state first, and then that of `later`.
    pub(super) fn and(self, later: Self) -> Self {
        Self(Box::new(|| {
            Box::pin(async { Ok(self.open().await?.and(later.open().await?)) })
        }))
    }

    pub(super) async fn open(self) -> Result<Routes<()>, Error> {
        (self.0)().await
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        Api, Error, Json, Request, Response, State,
        axum::{
            body::{Body, to_bytes},
            http::header::ALLOW,
            middleware::{Next, from_fn, from_fn_with_state},
            response::IntoResponse,
        },
        lambda_endpoint,
    };
    use std::{
        convert::Infallible,
        sync::{
            Arc, Mutex,
            atomic::{AtomicUsize, Ordering},
        },
    };
    use tower::ServiceExt;

    type Names = Arc<Mutex<Vec<&'static str>>>;

    #[lambda_endpoint(GET, "/shared")]
    async fn shared(State(names): State<Names>) -> Result<Json<Vec<&'static str>>, Infallible> {
        Ok(Json(names.lock().unwrap().clone()))
    }

    #[lambda_endpoint(GET, "/alone")]
    async fn alone() -> Result<Json<&'static str>, Infallible> {
        Ok(Json("alone"))
    }

    async fn note(State(names): State<Names>, request: Request, next: Next) -> Response {
        names.lock().unwrap().push("inner");
        next.run(request).await
    }

    fn api(opened: Arc<AtomicUsize>, names: Names) -> Api {
        let noted = Arc::clone(&names);
        Api::new("names", "1")
            .endpoint::<shared>()
            .layer_with(|names: &Names| from_fn_with_state(Arc::clone(names), note))
            .with_state_from(async move || {
                opened.fetch_add(1, Ordering::Relaxed);
                Ok(names)
            })
            .endpoint::<alone>()
            .layer(from_fn(move |request, next: Next| {
                noted.lock().unwrap().push("outer");
                next.run(request)
            }))
    }

    async fn get(api: Api, path: &str) -> String {
        let service = api.open().await.unwrap();
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = service.oneshot(request).await.unwrap();
        String::from_utf8(to_bytes(response.into_body(), 1000).await.unwrap().into()).unwrap()
    }

    #[tokio::test]
    async fn middleware_is_around_all_endpoints_in_the_order_in_which_it_was_added() {
        let opened = Arc::new(AtomicUsize::new(0));
        let answer = get(api(Arc::clone(&opened), Names::default()), "/shared").await;
        assert_eq!(answer, r#"["outer","inner"]"#);
        assert_eq!(opened.load(Ordering::Relaxed), 1);
        let names = Names::default();
        let answer = get(api(opened, Arc::clone(&names)), "/alone").await;
        assert_eq!(answer, r#""alone""#);
        assert_eq!(*names.lock().unwrap(), ["outer", "inner"]);
    }

    #[tokio::test]
    async fn a_state_is_opened_only_when_the_api_starts() {
        let opened = Arc::new(AtomicUsize::new(0));
        let error = api(Arc::clone(&opened), Names::default())
            .service()
            .unwrap_err();
        assert!(error.to_string().contains("call `open().await` instead"));
        let invalid = api(Arc::clone(&opened), Names::default()).base_path("carts");
        let error = invalid.open().await.unwrap_err();
        assert!(error.to_string().contains("does not start with `/`"));
        assert_eq!(opened.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn a_state_that_cannot_be_opened_is_the_reason() {
        let open = async || Err::<Names, Error>("no database at this address".into());
        let api = Api::new("names", "1").endpoint::<shared>();
        let error = api.with_state_from(open).open().await.unwrap_err();
        assert_eq!(error.to_string(), "no database at this address");
    }

    /// An old handler in front of new endpoints.
    async fn old(request: Request, next: Next) -> Response {
        match request.method().as_str() {
            "GET" => "old".into_response(),
            "PUT" => ([(ALLOW, "PUT")], "old").into_response(),
            _ => next.run(request).await,
        }
    }

    #[lambda_endpoint(POST, "/orders")]
    async fn order() -> Result<Json<()>, Infallible> {
        Ok(Json(()))
    }

    #[tokio::test]
    async fn what_middleware_answers_has_no_methods_of_the_route() {
        let api = Api::new("shop", "1")
            .endpoint::<order>()
            .layer(from_fn(old));
        let service = api.service().unwrap();
        for (method, status, allow) in [
            ("GET", 200, None),
            ("PUT", 200, Some("PUT")),
            ("DELETE", 405, Some("POST")),
        ] {
            let request = Request::builder().method(method).uri("/orders");
            let request = request.body(Body::empty()).unwrap();
            let response = service.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status(), status, "{method}");
            let found = response
                .headers()
                .get(ALLOW)
                .map(|value| value.to_str().unwrap());
            assert_eq!(found, allow, "{method}");
        }
    }
}
