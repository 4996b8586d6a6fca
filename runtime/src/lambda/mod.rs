//! The Lambda entry: event → request → response → outcome.
//!
//! One service answers every kind of event. The shape of an event decides its kind. Unless the API names others, only shapes
//! that no caller can write are accepted.

#[cfg(feature = "http")]
mod azure;
mod context;
mod custom;
mod deliver;
mod event;
mod function;
mod headers;
mod invocations;
mod mapped;
mod passthrough;
mod proxy;
mod proxy_answer;
mod proxy_context;
mod request_context;
mod runtime;
mod serverless;
mod stream;
#[cfg(test)]
mod tests;
mod text;
mod unknown;
mod uri;

pub use context::EventContext;
pub use custom::CustomEvent;
#[cfg(feature = "local")]
pub(crate) use deliver::LARGEST_PAYLOAD;
pub use function::service_fn;
#[cfg(all(feature = "local", feature = "openapi"))]
pub(crate) use proxy_answer::payload as proxy_payload;
pub(crate) use runtime::on_a_platform;
pub use stream::Chunks;

use crate::{
    ApiService, DeclaredResponse, EventKind, builtin,
    endpoint::answer,
    log::{self, RequestScope},
};
use axum::{body::Body, extract::Request, response::Response};
use custom::ReceivedEvent;
use event::{Event, check_json};
use futures_util::{
    FutureExt,
    future::{Either, lazy},
};
use http::{HeaderValue, Method, header};
use lambda_runtime::{Context, Diagnostic};
use serde_json::value::RawValue;

/// The end of an invocation: the payload, or the failure.
type Outcome = Result<Box<RawValue>, Diagnostic>;

/// An event as a request, to the operation that it names or to the operation at its URI.
struct Incoming {
    kind: EventKind,
    operation: Option<&'static str>,
    /// The gateway's own id of the request, which its access log has.
    gateway_request_id: Option<String>,
    request: Request,
}

/// A response, and what its delivery needs to know of the event.
struct Answered {
    kind: EventKind,
    /// The operation that the event names.
    operation: Option<&'static str>,
    response: Response,
}

/// An event that makes no request.
#[derive(Debug)]
struct Unreadable {
    kind: EventKind,
    declared: &'static DeclaredResponse,
    reason: String,
}

impl Unreadable {
    /// An event of an unknown kind; it is answered as a failed invocation.
    fn new(reason: impl Into<String>) -> Self {
        Self {
            kind: EventKind::Custom,
            declared: &builtin::UNREADABLE_EVENT,
            reason: reason.into(),
        }
    }

    fn of(self, kind: EventKind) -> Self {
        Self { kind, ..self }
    }
}

/// The first hundred characters: enough to recognise a name, and no more to echo than that.
fn shortened(name: &str) -> &str {
    name.char_indices()
        .nth(100)
        .map_or(name, |(end, _)| &name[..end])
}

impl ApiService {
    /// Answers one event, given as the bytes of its payload: exactly what Lambda would get, in one piece also where it
    /// [streams](crate::Streamed).
    ///
    /// # Errors
    ///
    /// The failed invocation: in a custom integration every response that is not a success, and everywhere an event
    /// that cannot be read.
    ///
    /// ```
    /// use lambda_api_errors::{Api, CustomEvent, Json, callback, lambda_endpoint, lambda_runtime};
    /// use std::convert::Infallible;
    ///
    /// #[lambda_endpoint(GET, "/health")]
    /// async fn health() -> Result<Json<&'static str>, Infallible> {
    ///     Ok(Json("ok"))
    /// }
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let service = Api::new("monitor", "1.0.0").endpoint::<health>().service().unwrap();
    /// let event = serde_json::to_vec(&CustomEvent::new("health")).unwrap();
    /// let payload = service.invoke(&event, lambda_runtime::Context::default()).await.unwrap();
    /// assert_eq!(callback::open(payload.get()).unwrap().body, r#""ok""#);
    /// # });
    /// ```
    pub async fn invoke(
        &self,
        payload: &[u8],
        context: Context,
    ) -> Result<Box<RawValue>, Diagnostic> {
        let (scope, event) = self.begin(payload, context);
        scope.run(self.answer(event)).await
    }

    /// Reads an event. Out: its request, with what a handler may ask of the event, and the scope in which it is answered.
    fn begin(
        &self,
        payload: &[u8],
        context: Context,
    ) -> (RequestScope, Result<Incoming, Unreadable>) {
        let mut event = self.read(payload, &context);
        let scope = self.scope(&mut event, context.request_id.clone());
        if let Ok(incoming) = &mut event
            && self.reads_event()
        {
            incoming.request.extensions_mut().insert(context);
        }
        (scope, event)
    }

    /// The scope in which an event is answered.
    fn scope(&self, event: &mut Result<Incoming, Unreadable>, request_id: String) -> RequestScope {
        let mut incoming = event.as_mut().ok();
        let gateways = incoming.as_mut();
        let gateways = gateways.and_then(|incoming| incoming.gateway_request_id.take());
        let headers = incoming.map(|incoming| incoming.request.headers());
        let callers = headers.and_then(|headers| self.correlation_id(headers));
        RequestScope::new(request_id, callers, gateways, Some(log::is_cold_start()))
    }

    fn read(&self, payload: &[u8], context: &Context) -> Result<Incoming, Unreadable> {
        if payload == runtime::NOT_JSON.as_bytes() {
            return Err(Unreadable::new("the payload is not JSON"));
        }
        if self.accepts(EventKind::Bare) {
            return self.read_bare(check_json(payload)?, &context.request_id);
        }
        let Ok(text) = str::from_utf8(payload) else {
            check_json(payload)?;
            return Err(Unreadable::new("the payload is not UTF-8"));
        };
        let event = Event::read(text)?.filter(|event| {
            let kind = event.kind();
            EventKind::DEFAULT.contains(&kind) || self.accepts(kind)
        });
        let event = event.ok_or_else(|| Unreadable::new(unknown::reason(text)))?;
        let kind = event.kind();
        self.check(kind)?;
        let of_kind = |error: Unreadable| error.of(kind);
        match event {
            Event::Custom(payload) => self.read_custom(payload, &context.request_id),
            Event::Rest(event) => event.into_request(self, text, context).map_err(of_kind),
            Event::Http(event) => event.into_request(self, text, context).map_err(of_kind),
            Event::Alb(event) => event.into_request(self, text, context).map_err(of_kind),
            Event::Lattice(event) => event.into_request(self, text, context).map_err(of_kind),
            Event::Passthrough(event) => event.read()?.into_request(self, &context.request_id),
            Event::Serverless(event) => event.read()?.into_request(self, &context.request_id),
        }
    }

    fn read_custom(&self, payload: &str, request_id: &str) -> Result<Incoming, Unreadable> {
        let event = ReceivedEvent::read(payload)?;
        let name = event.operation();
        let operation = self.operation(name).ok_or_else(|| Unreadable {
            declared: &builtin::ROUTE_NOT_FOUND,
            ..Unreadable::new(format!("there is no operation `{}`", shortened(name)))
        })?;
        event.into_request(payload, self, operation, request_id)
    }

    fn check(&self, kind: EventKind) -> Result<(), Unreadable> {
        if self.accepts(kind) {
            return Ok(());
        }
        Err(Unreadable::new(format!(
            "this function takes no events of the kind `{kind:?}`"
        )))
    }

    /// The whole payload as the body of a request to the one operation without a route.
    fn read_bare(&self, payload: &RawValue, request_id: &str) -> Result<Incoming, Unreadable> {
        let operation = self
            .operations()
            .iter()
            .find(|operation| operation.route().is_none());
        let operation =
            operation.ok_or_else(|| Unreadable::new("this function takes no bare events"))?;
        let mut request = Request::new(Body::from(payload.get().to_owned()));
        *request.method_mut() = Method::POST;
        request.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        if self.reads_event() {
            let context = EventContext::empty(EventKind::Bare, request_id);
            request.extensions_mut().insert(context);
        }
        Ok(Incoming {
            kind: EventKind::Bare,
            operation: Some(operation.name()),
            gateway_request_id: None,
            request,
        })
    }

    fn answer(&self, event: Result<Incoming, Unreadable>) -> impl Future<Output = Outcome> {
        let answer = self.respond(event);
        answer.then(|answered| deliver::deliver(self, answered))
    }

    /// The response to an event.
    fn respond(&self, event: Result<Incoming, Unreadable>) -> impl Future<Output = Answered> {
        match event {
            Err(unreadable) => Either::Left(lazy(move |_| self.refuse(unreadable))),
            Ok(Incoming {
                kind,
                operation,
                gateway_request_id: _,
                request,
            }) => {
                let response = self.respond_to(operation, request);
                Either::Right(response.map(move |response| Answered {
                    kind,
                    operation,
                    response,
                }))
            }
        }
    }

    fn refuse(&self, unreadable: Unreadable) -> Answered {
        let Unreadable {
            kind,
            declared,
            reason,
        } = unreadable;
        let declared = if declared == &builtin::UNREADABLE_EVENT {
            self.unrouted()[0]
        } else {
            declared
        };
        log::unreadable(declared, &reason);
        Answered {
            kind,
            operation: None,
            response: answer::unrouted(self.renderer(), declared, reason),
        }
    }
}
