//! What an invocation costs, without a clock: one failure, for the event of each kind as it comes from AWS.

use crate::fixtures::calls::context;
use allocation_counter::measure;

/// How often memory is allocated from the payload of an event to the payload of a 404.
fn allocations(event: &str) -> u64 {
    let service = carts::service().expect("the example's API");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let mut counted = 0;
    // The first invocation also pays for what a thread keeps.
    for _ in 0..2 {
        let allocations = measure(|| {
            let outcome = runtime.block_on(service.invoke(event.as_bytes(), context()));
            match outcome {
                Ok(payload) => assert!(payload.get().starts_with(r#"{"statusCode":404,"#)),
                Err(failure) => assert_eq!(failure.error_type, "CartNotFound"),
            }
        });
        counted = allocations.count_total;
    }
    counted
}

#[test]
fn an_invocation_allocates_little() {
    let wrong = [
        ("custom", include_str!("../fixtures/events/custom.json"), 70),
        ("REST", include_str!("../fixtures/events/rest.json"), 98),
        ("HTTP", include_str!("../fixtures/events/http_api.json"), 94),
        (
            "URL",
            include_str!("../fixtures/events/function_url.json"),
            94,
        ),
        ("balancer", include_str!("../fixtures/events/alb.json"), 76),
    ]
    .into_iter()
    .filter_map(|(name, event, most)| {
        let counted = allocations(event);
        (counted > most).then(|| format!("{name}: {counted}, not {most}"))
    });
    assert_eq!(wrong.collect::<Vec<_>>(), <[String; 0]>::default());
}
