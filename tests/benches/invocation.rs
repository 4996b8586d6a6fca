//! How long one invocation takes that ends with a 404, and how often it allocates memory, beside axum on `lambda_http` and, for a custom
//! integration, beside axum fed by hand: `cargo bench -p lambda-api-errors-tests --bench invocation`.
//!
//! `json_alone` is the floor: the same payload, only checked to be JSON.

use lambda_api_errors::{
    axum::{
        Router,
        body::{Body, to_bytes},
        extract::Path,
        http::{Request, StatusCode, header::CONTENT_TYPE},
        response::{IntoResponse, Response},
        routing,
    },
    lambda_runtime::{Context, Diagnostic, LambdaEvent},
};
use lambda_http::{Adapter, request::LambdaRequest};
use serde::{Deserialize, de::IgnoredAny};
use std::{collections::BTreeMap, fmt};
use tokio::runtime::Runtime;
use tower::{Service, ServiceExt};

#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

const CUSTOM: Event = Event("custom", include_str!("../fixtures/events/custom.json"));
const PROXIES: [Event; 3] = [
    Event("REST", include_str!("../fixtures/events/rest.json")),
    Event("HTTP", include_str!("../fixtures/events/http_api.json")),
    Event("balancer", include_str!("../fixtures/events/alb.json")),
];
const ALL: [Event; 4] = [CUSTOM, PROXIES[0], PROXIES[1], PROXIES[2]];

/// A payload as AWS writes it, with its name.
#[derive(Clone, Copy)]
struct Event(&'static str, &'static str);

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.build().expect("a runtime")
}

#[divan::bench(args = ALL)]
fn api(bencher: divan::Bencher<'_, '_>, Event(_, payload): &Event) {
    let (service, runtime) = (carts::service().expect("an API"), runtime());
    bencher.bench_local(|| {
        let payload = divan::black_box(payload.as_bytes());
        runtime.block_on(service.invoke(payload, Context::default()))
    });
}

#[divan::bench(args = ALL)]
fn json_alone(Event(_, payload): &Event) -> IgnoredAny {
    serde_json::from_str(divan::black_box(payload)).expect("JSON")
}

/// A router that answers with the same error. `lambda_http` puts the stage of a REST API in front of the path.
fn router() -> Router {
    let answer = async |Path(cart): Path<u32>| {
        let body = format!(
            r#"{{"type":"about:blank","title":"Not Found","status":404,"detail":"there is no cart {cart}","code":"CartNotFound","cart":{cart}}}"#
        );
        let media_type = [(CONTENT_TYPE, "application/problem+json")];
        (StatusCode::NOT_FOUND, media_type, body).into_response()
    };
    Router::new()
        .route("/carts/{cart}", routing::get(answer))
        .route("/prod/carts/{cart}", routing::get(answer))
}

#[divan::bench(args = PROXIES)]
fn axum_on_lambda_http(bencher: divan::Bencher<'_, '_>, Event(_, payload): &Event) {
    let runtime = runtime();
    let mut adapter: Adapter<'_, Response, Router> = Adapter::from(router());
    let mut invoke = || {
        let payload: LambdaRequest = serde_json::from_str(payload).expect("an event");
        let context = Context::default();
        let answer = runtime.block_on(adapter.call(LambdaEvent { payload, context }));
        serde_json::to_string(&answer.expect("an answer")).expect("JSON")
    };
    assert!(invoke().starts_with(r#"{"statusCode":404,"#));
    bencher.bench_local(invoke);
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

#[divan::bench]
fn axum_fed_by_hand(bencher: divan::Bencher<'_, '_>) {
    let (router, runtime) = (router(), runtime());
    bencher.bench_local(|| {
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
        runtime.block_on(async {
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
        })
    });
}
