//! An invocation that ends with a 404, as one would write it with axum: on `lambda_http`, and for a custom integration by hand.

mod router;

use lambda_api_errors::{
    ApiService,
    axum::{
        Router,
        body::{Body, to_bytes},
        http::Request,
        middleware::map_request,
        response::Response,
    },
    lambda_runtime::{Context, Diagnostic, LambdaEvent},
};
use lambda_http::{Adapter, request::LambdaRequest};
use router::router;
use serde::Deserialize;
use std::{collections::BTreeMap, fmt};
use tokio::runtime::Runtime;
use tower::{Service, ServiceExt};

pub(crate) const CUSTOM: Event = Event("custom", include_str!("../../fixtures/events/custom.json"));
pub(crate) const PROXIES: [Event; 3] = [
    Event("REST", include_str!("../../fixtures/events/rest.json")),
    Event("HTTP", include_str!("../../fixtures/events/http_api.json")),
    Event("balancer", include_str!("../../fixtures/events/alb.json")),
];

/// A payload as AWS writes it, with its name.
#[derive(Clone, Copy)]
pub(crate) struct Event(pub(crate) &'static str, pub(crate) &'static str);

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

pub(crate) fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.build().expect("a runtime")
}

/// The example's API, called with the event each time.
pub(crate) fn by_api(event: Event) -> impl FnMut() -> Result<usize, usize> {
    by_service(carts::service().expect("an API"), event)
}

/// The same with middleware, which may read all that is attached of an event.
pub(crate) fn by_api_with_middleware(event: Event) -> impl FnMut() -> Result<usize, usize> {
    let api = carts::api().layer(map_request(async |request: Request<Body>| request));
    by_service(api.service().expect("an API"), event)
}

fn by_service(
    service: ApiService,
    Event(_, payload): Event,
) -> impl FnMut() -> Result<usize, usize> {
    let runtime = runtime();
    move || {
        let outcome = runtime.block_on(service.invoke(payload.as_bytes(), Context::default()));
        match outcome {
            Ok(payload) => Ok(payload.get().len()),
            Err(failure) => Err(failure.error_message.len()),
        }
    }
}

/// axum on `lambda_http`, called with the event of a proxy integration each time.
pub(crate) fn by_lambda_http(Event(_, payload): Event) -> impl FnMut() -> usize {
    let runtime = runtime();
    let mut adapter: Adapter<'_, Response, Router> = Adapter::from(router());
    move || {
        let payload: LambdaRequest = serde_json::from_str(payload).expect("an event");
        let context = Context::default();
        let answer = runtime.block_on(adapter.call(LambdaEvent { payload, context }));
        let answer = serde_json::to_string(&answer.expect("an answer")).expect("JSON");
        assert!(answer.starts_with(r#"{"statusCode":404,"#));
        answer.len()
    }
}

/// The members of a custom event that axum needs.
#[derive(Deserialize)]
struct CustomEvent {
    path: BTreeMap<String, String>,
    query: BTreeMap<String, Vec<String>>,
    headers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    body: String,
}

/// axum, fed by hand with a custom event each time.
pub(crate) fn by_hand() -> impl FnMut() -> usize {
    let (router, runtime) = (router(), runtime());
    move || {
        let event: CustomEvent = serde_json::from_str(CUSTOM.1).expect("an event");
        let query = &event.query["dry"][0];
        let uri = format!("/carts/{}?dry={query}", event.path["cart"]);
        let values = event.headers.iter();
        let mut request = Request::get(uri);
        for (name, value) in values.flat_map(|(name, values)| values.iter().map(move |v| (name, v)))
        {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(event.body)).expect("a request");
        let failure = runtime.block_on(async {
            let response = router.clone().oneshot(request).await.expect("an answer");
            let status = response.status();
            let body = to_bytes(response.into_body(), usize::MAX)
                .await
                .expect("a body");
            let body = str::from_utf8(&body).expect("text");
            Diagnostic {
                error_type: "CartNotFound".to_owned(),
                error_message: format!("{}: {body}", status.canonical_reason().unwrap_or_default()),
            }
        });
        failure.error_message.len()
    }
}
