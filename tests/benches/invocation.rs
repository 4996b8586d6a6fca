//! How long one invocation takes that ends with a 404, and how often it allocates memory, beside axum on `lambda_http` and, for a custom
//! integration, beside axum fed by hand: `cargo bench -p lambda-api-errors-tests --bench invocation`.
//!
//! `json_alone` is the floor: the same payload, only checked to be JSON.

#[path = "peers/invocations.rs"]
mod invocations;

use divan::Bencher;
use invocations::{
    CUSTOM, Event, PROXIES, by_api, by_api_with_middleware, by_hand, by_lambda_http,
};
use serde::de::IgnoredAny;

#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

const ALL: [Event; 4] = [CUSTOM, PROXIES[0], PROXIES[1], PROXIES[2]];

#[divan::bench(args = ALL)]
fn api(bencher: Bencher<'_, '_>, event: &Event) {
    bencher.bench_local(by_api(*event));
}

#[divan::bench(args = PROXIES)]
fn api_with_middleware(bencher: Bencher<'_, '_>, event: &Event) {
    bencher.bench_local(by_api_with_middleware(*event));
}

#[divan::bench(args = ALL)]
fn json_alone(Event(_, payload): &Event) -> IgnoredAny {
    serde_json::from_str(divan::black_box(payload)).expect("JSON")
}

#[divan::bench(args = PROXIES)]
fn axum_on_lambda_http(bencher: Bencher<'_, '_>, event: &Event) {
    bencher.bench_local(by_lambda_http(*event));
}

#[divan::bench]
fn axum_fed_by_hand(bencher: Bencher<'_, '_>) {
    bencher.bench_local(by_hand());
}
