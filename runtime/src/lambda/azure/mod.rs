//! A custom handler of Azure Functions: the host's requests → the service → what the host takes.
//!
//! Sources: Microsoft's page on [custom handlers](https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers), and the host
//! itself: [`DefaultHttpWorkerService`](https://github.com/Azure/azure-functions-host/blob/dev/src/WebJobs.Script/Workers/Http/DefaultHttpWorkerService.cs),
//! `HttpRequestExtensions` and `HttpScriptInvocationResultExtensions` beside it.
//!
//! The host sends one of two shapes: the client's request as it is, or a payload `{"Data", "Metadata"}` that has the request
//! inside. Which one is said by `host.json`, which no client writes, and never by the body: behind a host that forwards requests a client
//! could write such a payload, with headers inside that Azure would not have let through.

mod host;
mod invocation;

use crate::{
    ApiService, Error, EventContext, EventKind, Operation,
    api::{listen, strip},
    log::{self, RequestScope},
};
use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use futures_util::{FutureExt, future::BoxFuture};
use host::Host;
use http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use std::{
    convert::Infallible,
    ffi::OsStr,
    net::Ipv4Addr,
    sync::Arc,
    task::{Context, Poll},
};
use tower::Service;

/// The largest payload, in bytes: the host takes requests of 100 MB, and writes them as JSON text.
const LARGEST_PAYLOAD: usize = 256 << 20;

/// The header by which the host names an invocation, and by which the answer does.
const INVOCATION_ID: HeaderName = HeaderName::from_static("x-azure-functions-invocationid");

/// Serves the host's requests on `port`.
pub(super) async fn serve(service: ApiService, port: &OsStr) -> Result<(), Error> {
    let number: Option<u16> = port.to_str().and_then(|port| port.parse().ok());
    let number = number.ok_or_else(|| {
        format!(
            "`{}` is `{}`, which is not a port number",
            super::runtime::AZURE_FUNCTIONS,
            port.display()
        )
    })?;
    log::install_subscriber();
    let host = Host::of_this_process()?;
    tracing::info!(
        route_prefix = host.route_prefix,
        requests_are_forwarded = host.forwards,
        "a custom handler of Azure Functions"
    );
    let (title, version) = (service.title().to_owned(), service.version().to_owned());
    let handler = Handler::new(service, host);
    listen::serve(handler, (Ipv4Addr::LOCALHOST, number), &title, &version).await
}

#[derive(Clone)]
struct Handler {
    service: ApiService,
    host: Arc<Host>,
    /// What the host puts in front of a path, unless the API's own paths have it.
    prefix: Arc<str>,
}

impl Handler {
    fn new(service: ApiService, host: Host) -> Self {
        let prefix = format!("/{}", host.route_prefix);
        let begins = |path: &str| {
            let rest = path.strip_prefix(&prefix);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let mut routes = service.operations().iter().filter_map(Operation::route);
        let is_part_of_a_path = prefix == "/" || routes.any(|route| begins(route.path()));
        let prefix = if is_part_of_a_path { "" } else { &prefix };
        Self {
            prefix: prefix.into(),
            host: Arc::new(host),
            service,
        }
    }

    /// Answers a request that the host has forwarded.
    async fn forwarded(self, mut request: Request, id: String) -> Response {
        self.strip(request.uri_mut());
        let context = EventContext::empty(EventKind::AzureFunctions, &id);
        request.extensions_mut().insert(context);
        let service = &self.service;
        let named = service.correlation_id(request.headers());
        let scope = RequestScope::new(id, named, None, Some(log::is_cold_start()));
        let scope = service.counted(scope);
        scope.run(service.respond_and_count(request)).await
    }

    /// Answers a payload for the function that the path names.
    async fn invoked(self, request: Request, id: String) -> Response {
        let (parts, body) = request.into_parts();
        let function = parts.uri.path().trim_matches('/');
        let payload = match axum::body::to_bytes(body, LARGEST_PAYLOAD).await {
            Ok(payload) => payload,
            Err(error) => {
                let scope = RequestScope::new(id, None, None, None);
                let replaced = async { log::replaced(None, StatusCode::OK, &error) };
                scope.run(replaced).await;
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        };
        let mut incoming = invocation::read(&payload, function, &id);
        if let Ok(incoming) = &mut incoming {
            self.strip(incoming.request.uri_mut());
            let mut context = lambda_runtime::Context::default();
            context.request_id.clone_from(&id);
            incoming.request.extensions_mut().insert(context);
        }
        let scope = self.service.scope(&mut incoming, id.clone());
        let scope = self.service.counted(scope);
        let outcome = scope.run(self.service.answer(incoming)).await;
        match invocation::written(outcome, self.host.output(function), &id) {
            Some(payload) => {
                let json = HeaderValue::from_static("application/json");
                ([(header::CONTENT_TYPE, json)], Body::from(payload)).into_response()
            }
            None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }

    fn strip(&self, uri: &mut Uri) {
        strip(uri, &self.prefix);
    }
}

impl Service<Request> for Handler {
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let handler = self.clone();
        let id = log::request_id_of(request.headers());
        let answer = async move {
            let header = HeaderValue::try_from(&id);
            let mut response = if handler.host.forwards {
                handler.forwarded(request, id).await
            } else {
                handler.invoked(request, id).await
            };
            if let Ok(header) = header {
                response.headers_mut().insert(INVOCATION_ID, header);
            }
            Ok(response)
        };
        answer.boxed()
    }
}
