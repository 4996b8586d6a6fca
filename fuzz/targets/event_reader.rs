//! Any payload gets an answer, and a failure is one that the contract declares. Middleware reads all that is attached of an event.
#![no_main]

use lambda_api_errors::{
    ApiService, EventContext,
    axum::{body::Body, middleware::map_request},
    http::Request,
    lambda_runtime::Context,
};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};

static SERVICE: LazyLock<ApiService> = LazyLock::new(|| {
    let api = carts::api().layer(map_request(read));
    api.service().expect("the example's API")
});

async fn read(request: Request<Body>) -> Request<Body> {
    if let Some(event) = request.extensions().get::<EventContext>() {
        let values = [
            event.request_context(),
            event.authorizer(),
            event.identity(),
            event.stage_variables(),
        ];
        std::hint::black_box(values);
    }
    request
}

static PREFIXES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let declared = SERVICE
        .operations()
        .iter()
        .flat_map(|operation| operation.responses().iter().copied());
    declared
        .chain(SERVICE.unrouted_responses())
        .map(|response| response.prefix())
        .collect()
});

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime")
});

fuzz_target!(|payload: &[u8]| {
    match RUNTIME.block_on(SERVICE.invoke(payload, Context::default())) {
        Ok(answer) => {
            let answer: Value = serde_json::from_str(answer.get()).expect("JSON");
            if let Some(status) = answer.get("statusCode") {
                assert!(matches!(status.as_u64(), Some(100..=599)), "{answer}");
            }
        }
        Err(failure) => assert!(
            PREFIXES
                .iter()
                .any(|prefix| failure.error_message.starts_with(prefix)),
            "{}",
            failure.error_message
        ),
    }
});
