//! How long the local gateway takes for an error in the process, axum for one, and the floor of a gateway:
//! `cargo bench -p lambda-api-errors-tests --bench gateway`.

mod by_hand;

use lambda_api_errors::{
    Integration,
    axum::body::{Body, Bytes},
    http::Request,
    local::{Document, LocalGateway, ServiceFunction},
};
use std::time::Duration;
use tokio::runtime::Runtime;
use tower::ServiceExt;

#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

fn request() -> Request<Bytes> {
    Request::get("/carts/999999")
        .header("accept", "application/json")
        .header("user-agent", "bench")
        .body(Bytes::new())
        .expect("a request")
}

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_time().build().expect("a runtime")
}

/// The carts behind an integration, and a request to a cart that is not there.
fn not_found(bencher: divan::Bencher<'_, '_>, integration: Integration) {
    let service = carts::api().integration(integration).service();
    let service = service.expect("an API");
    let document = service.openapi().document().expect("a document").to_json();
    let document = Document::read(&document).expect("a document that can be run");
    let gateway = LocalGateway::new(
        document,
        ServiceFunction::new(service, Duration::from_secs(29)),
    );
    let runtime = runtime();
    let (response, _) = runtime.block_on(gateway.answer(request()));
    assert_eq!(response.status(), 404);
    bencher
        .with_inputs(request)
        .bench_local_values(|request| runtime.block_on(gateway.answer(request)));
}

#[divan::bench]
fn custom_integration(bencher: divan::Bencher<'_, '_>) {
    not_found(bencher, Integration::Custom);
}

#[divan::bench]
fn proxy_integration(bencher: divan::Bencher<'_, '_>) {
    not_found(bencher, Integration::Proxy);
}

/// The peer: a router of axum that answers with the same kind of error.
#[divan::bench]
fn bare_axum(bencher: divan::Bencher<'_, '_>) {
    let app = by_hand::router();
    let runtime = runtime();
    bencher
        .with_inputs(|| (app.clone(), request().map(Body::from)))
        .bench_local_values(|(app, request)| runtime.block_on(app.oneshot(request)));
}

/// The floor of a proxy integration.
#[divan::bench]
fn proxy_by_hand(bencher: divan::Bencher<'_, '_>) {
    let gateway = by_hand::Gateway::new();
    let runtime = runtime();
    assert_eq!(runtime.block_on(gateway.proxy(&request())).status(), 404);
    bencher
        .with_inputs(request)
        .bench_local_refs(|request| runtime.block_on(gateway.proxy(request)));
}

/// The same, whose function stands on `lambda_http`.
#[divan::bench]
fn proxy_by_hand_on_lambda_http(bencher: divan::Bencher<'_, '_>) {
    let gateway = by_hand::Gateway::new();
    let runtime = runtime();
    let response = runtime.block_on(gateway.proxy_on_lambda_http(&request()));
    assert_eq!(response.status(), 404);
    bencher
        .with_inputs(request)
        .bench_local_refs(|request| runtime.block_on(gateway.proxy_on_lambda_http(request)));
}

/// The floor of a custom one.
#[divan::bench]
fn custom_by_hand(bencher: divan::Bencher<'_, '_>) {
    let gateway = by_hand::Gateway::new();
    let runtime = runtime();
    assert_eq!(runtime.block_on(gateway.custom(&request())).status(), 404);
    bencher
        .with_inputs(request)
        .bench_local_refs(|request| runtime.block_on(gateway.custom(request)));
}

/// The floor of a custom one whose event is written by a template.
#[divan::bench]
fn custom_by_hand_with_template(bencher: divan::Bencher<'_, '_>) {
    let gateway = by_hand::Gateway::new();
    let runtime = runtime();
    let response = runtime.block_on(gateway.custom_with_template(&request()));
    assert_eq!(response.status(), 404);
    bencher
        .with_inputs(request)
        .bench_local_refs(|request| runtime.block_on(gateway.custom_with_template(request)));
}

#[divan::bench]
fn document_of_the_carts() -> Document {
    Document::read(include_str!("../../examples/carts/openapi/custom.yaml")).expect("a document")
}
