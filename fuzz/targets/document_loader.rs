//! A document is refused with the place of each problem, or answers every route that it has.
#![no_main]

use futures_util::future::BoxFuture;
use lambda_api_errors::{
    axum::body::Bytes,
    http::{Request, Uri},
    local::{Document, Function, Invocation, LocalGateway, Outcome},
};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::Builder;

/// Answers the way that the event's length chooses.
struct Stub;

impl Function for Stub {
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome> {
        Box::pin(async move {
            match invocation.payload.len() % 3 {
                0 => Outcome::Payload(invocation.payload),
                1 => Outcome::FunctionError(
                    r#"{"errorMessage": "Not Found: {\"a\":[1]}"}"#.to_owned(),
                ),
                _ => Outcome::NotInvoked("it is a stub".to_owned()),
            }
        })
    }
}

fuzz_target!(|text: &str| {
    let document = match Document::read(text) {
        Ok(document) => document,
        Err(refused) => return assert!(!refused.to_string().is_empty()),
    };
    let gateway = LocalGateway::new(document, Stub);
    let requests: Vec<_> = gateway
        .routes()
        .filter_map(|route| {
            let uri: Uri = route.path.replace(['{', '}', '+'], "").parse().ok()?;
            Request::builder()
                .method(route.method.unwrap_or_default())
                .uri(uri)
                .body(Bytes::from_static(b"{\"a\":1}"))
                .ok()
        })
        .take(8)
        .collect();
    let runtime = Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        for request in requests {
            let (response, trace) = gateway.answer(request).await;
            assert!(response.status().as_u16() >= 100);
            assert!(!trace.to_string().is_empty());
        }
    });
});
