//! The error responses that axum and middleware make by themselves, in a body format of this crate.

mod refusals;

use crate::{
    BodyFormat, Style,
    body::Renderer,
    endpoint::answer::{self, Origin},
};
use axum::{
    body::{Bytes, HttpBody, to_bytes},
    extract::MatchedPath,
    response::{IntoResponse, Response},
};
use futures_util::{FutureExt, TryFutureExt, future::BoxFuture};
use http::{Request, StatusCode, header};
use std::task::{Context, Poll};
use tower::{Layer, Service};

/// The longest text of a refusal that is passed on, in bytes. A rejection can quote the request.
const LONGEST_TEXT: usize = 16 * 1024;

/// Middleware for any [`axum::Router`]: it gives the error responses that axum itself makes the body of a format.
///
/// Errors with [`#[api_errors]`](crate::api_errors) need no layer, and an [`Api`](crate::Api) has its own answers. This layer is
/// for the rest of an axum service: unknown routes (404), wrong methods (405), rejections of extractors (400, 413, 415, 422),
/// and what middleware answers, such as timeouts (408, 504) and limits (413, 429, 503).
///
/// ```
/// use axum::{Json, Router, body::Body, http::Request, routing::post};
/// use lambda_api_errors::{ErrorBodyLayer, Problem};
/// use tower::ServiceExt;
///
/// let app: Router = Router::new()
///     .route("/carts", post(async |Json(cart): Json<Vec<String>>| Json(cart.len())))
///     .layer(ErrorBodyLayer::new::<Problem>());
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let response = app.oneshot(Request::get("/nowhere").body(Body::empty()).unwrap()).await.unwrap();
/// assert_eq!(response.status(), 404);
/// let body = axum::body::to_bytes(response.into_body(), 1000).await.unwrap();
/// let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
/// assert_eq!(body["code"], "RouteNotFound");
/// assert_eq!(body["detail"], "There is no such route or operation.");
/// # });
/// ```
///
/// It must be the last layer that is added to the router, since it sees only the answers of what it wraps.
///
/// # What it changes
///
/// A response whose status is 4xx or 5xx and has a reason phrase, if its body is empty or `text/plain` and of a known length.
/// Any other response passes as it is: one that an error of this crate made, one in JSON or HTML, a stream. The status stays,
/// and so do all headers but those of the body.
///
/// | response | code | text |
/// |---|---|---|
/// | 404, where the router has no route | `RouteNotFound` | that there is no such route |
/// | 405 | `MethodNotAllowed` | that the route has no such method |
/// | a rejection of axum's extractors | that of an endpoint: `MalformedJson`, `InvalidBody`, `InvalidQuery`, … | as axum gives it |
/// | any other 4xx | its reason phrase: `RequestTimeout` | the response's text, if it has one |
/// | any 5xx | its reason phrase: `GatewayTimeout` | hidden, and in the log |
///
/// Added with [`Router::layer`](axum::Router::layer), the layer knows whether a route matched. Around a whole router, as in
/// `ErrorBodyLayer::new::<Problem>().layer(router)`, it does not: then any empty 404 is a `RouteNotFound`.
///
/// A panic is not a response. Add `tower_http::catch_panic::CatchPanicLayer` before this layer, and it becomes one.
#[derive(Debug, Clone, Copy)]
pub struct ErrorBodyLayer(Renderer);

impl ErrorBodyLayer {
    /// A layer that writes bodies in the format `F`.
    #[must_use]
    pub const fn new<F: BodyFormat>() -> Self {
        Self(Renderer::new::<F>(Style::Prefixed))
    }
}

impl<S> Layer<S> for ErrorBodyLayer {
    type Service = ErrorBodyService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        ErrorBodyService {
            inner,
            renderer: self.0,
        }
    }
}

/// The service that an [`ErrorBodyLayer`] makes.
///
/// ```
/// use axum::{Router, ServiceExt as _, extract::Request};
/// use lambda_api_errors::{ErrorBodyLayer, ErrorBodyService, Problem};
/// use tower::Layer;
///
/// let app: ErrorBodyService<Router> = ErrorBodyLayer::new::<Problem>().layer(Router::new());
/// let _make_service = <ErrorBodyService<Router> as axum::ServiceExt<Request>>::into_make_service(app);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ErrorBodyService<S> {
    inner: S,
    renderer: Renderer,
}

impl<S, B> Service<Request<B>> for ErrorBodyService<S>
where
    S: Service<Request<B>>,
    S::Response: IntoResponse + 'static,
    S::Error: 'static,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Response, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let renderer = self.renderer;
        let asked = Asked {
            is_routed: request.extensions().get::<MatchedPath>().is_some(),
        };
        self.inner
            .call(request)
            .map_ok(IntoResponse::into_response)
            .and_then(move |response| formatted(renderer, asked, response).map(Ok))
            .boxed()
    }
}

/// What a response is the answer to.
struct Asked {
    is_routed: bool,
}

/// `response` in the format of `renderer`, if it is a refusal that has no format yet.
async fn formatted(renderer: Renderer, asked: Asked, response: Response) -> Response {
    let Some(length) = length_of_refusal(&response) else {
        return response;
    };
    let (mut parts, body) = response.into_parts();
    let text = match length {
        0..=LONGEST_TEXT => to_bytes(body, LONGEST_TEXT).await.unwrap_or_default(),
        _ => Bytes::new(),
    };
    let text = String::from_utf8_lossy(&text);
    let answer = answered(renderer, &asked, parts.status, text.trim());
    let (own, body) = answer.into_parts();
    parts.status = own.status;
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(own.headers);
    parts.extensions.extend(own.extensions);
    Response::from_parts(parts, body)
}

/// The length of the response's text, if it is one that the layer replaces.
fn length_of_refusal(response: &Response) -> Option<usize> {
    let headers = response.headers();
    let is_plain = match headers.get(header::CONTENT_TYPE) {
        None => true,
        Some(kind) => kind
            .as_bytes()
            .split(|byte| *byte == b';')
            .next()
            .is_some_and(|kind| kind.trim_ascii().eq_ignore_ascii_case(b"text/plain")),
    };
    let is_refusal = refusals::of_status(response.status()).is_some()
        && response.extensions().get::<Origin>().is_none()
        && !headers.contains_key(header::CONTENT_ENCODING)
        && is_plain;
    let length = response.body().size_hint().exact().filter(|_| is_refusal)?;
    let length = usize::try_from(length).ok()?;
    (length == 0 || headers.contains_key(header::CONTENT_TYPE)).then_some(length)
}

/// The answer to a refusal of this status and text.
fn answered(renderer: Renderer, asked: &Asked, status: StatusCode, text: &str) -> Response {
    match status {
        StatusCode::NOT_FOUND if text.is_empty() && !asked.is_routed => answer::no_route(renderer),
        StatusCode::METHOD_NOT_ALLOWED if text.is_empty() => answer::no_method(renderer),
        _ => {
            let declared = refusals::declared(status, text);
            let text = if text.is_empty() {
                declared.description()
            } else {
                text
            };
            answer::unrouted(renderer, declared, text.to_owned())
        }
    }
}
