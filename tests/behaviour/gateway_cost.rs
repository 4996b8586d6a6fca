//! What an answer of the local gateway costs, without a clock.

use allocation_counter::measure;
use lambda_api_errors::{
    Integration,
    axum::body::Bytes,
    http::Request,
    local::{Document, LocalGateway, ServiceFunction},
};
use std::time::Duration;

/// How often memory is allocated for one answer of 404, from the request to the response with its trace.
fn allocations(integration: Integration, path: &str) -> u64 {
    let service = carts::api().integration(integration).service();
    let service = service.expect("an API");
    let document = service.openapi().document().expect("a document").to_json();
    let document = Document::read(&document).expect("a document that can be run");
    let function = ServiceFunction::new(service, Duration::from_secs(29));
    let gateway = LocalGateway::new(document, function);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    let mut counted = 0;
    // The first answer also pays for what is made once.
    for _ in 0..2 {
        let request = Request::get(path)
            .header("accept", "application/json")
            .header("user-agent", "test")
            .body(Bytes::new())
            .expect("a request");
        let allocations = measure(|| {
            let (response, trace) = runtime.block_on(gateway.answer(request));
            assert_eq!(response.status(), 404, "{trace}");
        });
        counted = allocations.count_total;
    }
    counted
}

#[test]
fn an_answer_allocates_little() {
    let wrong = [
        ("custom", Integration::Custom, "/carts/999999", 199),
        ("proxy", Integration::Proxy, "/carts/999999", 160),
        ("mock", Integration::Custom, "/nowhere", 53),
    ]
    .into_iter()
    .filter_map(|(name, integration, path, most)| {
        let counted = allocations(integration, path);
        (counted > most).then(|| format!("{name}: {counted}, not {most}"))
    });
    assert_eq!(wrong.collect::<Vec<_>>(), <[String; 0]>::default());
}
