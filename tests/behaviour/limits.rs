//! Lambda takes 6,291,556 bytes, measured on what is sent; a larger answer is an opaque 500.

use crate::fixtures::{
    calls::{Call, Outcome, Via, invoke},
    log::Log,
    shop,
};
use lambda_api_errors::{Api, NoContent, Path, api_errors, lambda_endpoint};
use thiserror::Error;

const LARGEST: usize = 6_291_556;

fn big(outcome: &str, size: usize) -> Call {
    Call::new("big", "GET", "/big/{outcome}/{size}")
        .with("outcome", outcome)
        .with("size", size.to_string())
}

/// The bytes that the Runtime API gets.
fn sent(outcome: &Outcome) -> usize {
    match outcome {
        Ok(payload) => payload.get().len(),
        Err(diagnostic) => serde_json::to_vec(diagnostic).expect("JSON").len(),
    }
}

/// `times` is how often a letter is in the answer.
async fn check(what: &str, via: Via, times: usize) {
    let service = shop::service();
    let log = Log::capture();
    let some = 1_500_000;
    let size = sent(&invoke(&service, &via.event(&big(what, some))).await);
    let fits = some + (LARGEST - size) / times;
    let outcome = invoke(&service, &via.event(&big(what, fits))).await;
    let size = sent(&outcome);
    assert!(
        (LARGEST - times + 1..=LARGEST).contains(&size),
        "{via:?} {size} {fits}"
    );
    assert_eq!(log.take(), [] as [serde_json::Value; 0], "{via:?} {what}");

    let answer = via.ask(&service, &big(what, fits + 1)).await;
    assert_eq!(answer.status, 500, "{via:?} {what}");
    assert!(
        answer.text().contains(r#""code":"InternalServerError""#),
        "{}",
        answer.text()
    );
    let lines = log.take();
    let [line] = &lines[..] else {
        panic!("one line: {lines:?}")
    };
    let reason = line["fields"]["error"].as_str().expect("a text");
    assert!(reason.contains("6291556"), "{reason}");
}

#[tokio::test]
async fn a_success_may_be_as_large_as_lambda_takes_and_no_larger() {
    for via in [Via::Custom, Via::Passthrough, Via::RestProxy] {
        check("ok", via, 1).await;
    }
}

#[tokio::test]
async fn an_error_may_be_as_large_as_lambda_takes_and_no_larger() {
    for via in [Via::Custom, Via::RestProxy] {
        // Its text is in the body twice, as `detail` and as a member.
        check("error", via, 2).await;
    }
}

#[api_errors]
#[derive(Debug, Error)]
#[error("{text}")]
#[api(status = 404)]
struct Quoted {
    text: String,
    #[api(header = "X-Quotes")]
    quotes: String,
}

#[lambda_endpoint(GET, "/quoted/{size}")]
async fn quoted(Path(size): Path<usize>) -> Result<NoContent, Quoted> {
    Err(Quoted {
        text: "x".repeat(size),
        quotes: "\"".repeat(3_000),
    })
}

/// As the documentation of `BothIntegrations` says.
#[tokio::test]
async fn the_headers_of_a_failure_count_twice_in_a_custom_integration() {
    let api = Api::<()>::new("quoted", "1").endpoint::<quoted>();
    let service = api.service().expect("a valid API");
    let call =
        |size: usize| Call::new("quoted", "GET", "/quoted/{size}").with("size", size.to_string());
    let size = sent(&invoke(&service, &Via::RestProxy.event(&call(1_500_000))).await) - 1_500_000;
    let fits = call(LARGEST - size);
    let log = Log::capture();
    let answer = Via::RestProxy.ask(&service, &fits).await;
    assert_eq!(answer.status, 404, "{:?}", log.take());
    assert_eq!(Via::Custom.ask(&service, &fits).await.status, 500);
    let fits_both = call(LARGEST - size - 6_000);
    assert_eq!(Via::Custom.ask(&service, &fits_both).await.status, 404);
}
