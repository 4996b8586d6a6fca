//! What an invocation costs, without a clock: one failure, for the event of each kind as it comes from AWS.

use crate::fixtures::calls::context;
use allocation_counter::measure;
use lambda_api_errors::{
    Api, CustomEvent, Json, Metrics, Path, api_errors, lambda_endpoint,
    lambda_runtime::{LambdaEvent, tower::Service},
};

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
        ("REST", include_str!("../fixtures/events/rest.json"), 99),
        ("HTTP", include_str!("../fixtures/events/http_api.json"), 95),
        (
            "URL",
            include_str!("../fixtures/events/function_url.json"),
            95,
        ),
        ("balancer", include_str!("../fixtures/events/alb.json"), 77),
    ]
    .into_iter()
    .filter_map(|(name, event, most)| {
        let counted = allocations(event);
        (counted > most).then(|| format!("{name}: {counted}, not {most}"))
    });
    assert_eq!(wrong.collect::<Vec<_>>(), <[String; 0]>::default());
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum ShelfError {
    #[error("the shelf is empty")]
    #[api(status = 404)]
    Empty,
}

#[lambda_endpoint(GET, "/shelf/{id}")]
async fn shelf(Path(id): Path<u32>) -> Result<Json<u32>, ShelfError> {
    (id != 0).then_some(Json(id)).ok_or(ShelfError::Empty)
}

/// How often memory is allocated for an invocation of Lambda's that asks for this shelf.
fn allocations_in_lambda(api: Api, id: u32) -> u64 {
    let mut service = api.endpoint::<shelf>().service().expect("a valid API");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let event = CustomEvent::new("shelf").path("id", id.to_string());
    let event = serde_json::value::to_raw_value(&event).expect("JSON");
    let mut counted = 0;
    for _ in 0..2 {
        let event = LambdaEvent::new(event.clone(), context());
        let allocations = measure(|| {
            let outcome = runtime.block_on(service.call(event));
            assert_eq!(outcome.is_ok(), id != 0);
        });
        counted = allocations.count_total;
    }
    counted
}

#[test]
fn a_counted_failure_is_one_allocation_more_and_a_success_none() {
    let api = || Api::new("shelves", "1");
    let metrics = Metrics::namespace("Shop").dimension("service", "shelves");
    let counting = || api().metrics(metrics.clone().by_operation());
    let more = |id| allocations_in_lambda(counting(), id) - allocations_in_lambda(api(), id);
    assert_eq!((more(0), more(1)), (1, 0));
}
