//! Large APIs.

use super::api;
use crate::{
    Json, Operation, Route, api_errors, lambda_endpoint, openapi::OpenApi, settings::MediaTypes,
};
use std::convert::Infallible;

macro_rules! large_enum {
    ($name:ident: $($variant:ident = $status:literal;)*) => {
        #[api_errors]
        #[derive(Debug, thiserror::Error)]
        #[expect(dead_code, reason = "only the contract is looked at")]
        enum $name {
            $(
                /// Something of this kind went wrong.
                #[error("failed")]
                #[api(status = $status)]
                $variant,
            )*
        }
    };
}

large_enum! {
    Failure:
    A = 400; B = 400; C = 400; D = 400; E = 400; F = 400; G = 403; H = 403; I = 404; J = 404;
    K = 404; L = 404; M = 409; N = 409; O = 409; P = 410; Q = 422; R = 422; S = 429; T = 503;
}

#[lambda_endpoint(POST, "/")]
async fn failing() -> Result<Json<u8>, Failure> {
    Err(Failure::A)
}

#[lambda_endpoint(POST, "/")]
async fn fine() -> Result<Json<u8>, Infallible> {
    Ok(Json(1))
}

/// `count` operations like `like`, of which two stand at each path.
fn large(like: &Operation, count: usize) -> OpenApi {
    let mut openapi = api().openapi();
    for index in 0..count {
        let name = String::leak(format!("operation{index}"));
        let path = String::leak(format!("/path{}", index / 2));
        let method = if index % 2 == 0 { "POST" } else { "DELETE" };
        openapi
            .operations
            .push(like.clone().moved(name, Route::new(method, path)));
    }
    openapi
}

#[test]
fn three_hundred_operations_with_twenty_errors_fit() {
    let size = |count| {
        large(&Operation::of::<failing>(), count)
            .document()
            .unwrap()
            .size()
    };
    let (half, whole) = (size(150), size(300));
    let limit = 6_291_456;
    assert!(
        whole <= limit / 10 * 7,
        "{whole} of the {limit} bytes that import takes"
    );
    assert!(
        whole < half * 21 / 10,
        "{half} bytes for 150 operations and {whole} for 300"
    );
}

#[test]
fn the_work_grows_with_the_operations() {
    let allocations = |count| {
        let openapi = large(&Operation::of::<failing>(), count);
        let measured = allocation_counter::measure(|| {
            openapi.document().unwrap();
        });
        (measured.count_total, measured.bytes_total)
    };
    let [few, some, many] = [75, 150, 300].map(allocations);
    for (less, more) in [(few, some), (some, many)] {
        assert!(more.0 < less.0 * 21 / 10, "{less:?} {more:?}");
        assert!(more.1 < less.1 * 23 / 10, "{less:?} {more:?}");
    }
}

large_enum! {
    Statuses:
    A = 400; B = 401; C = 402; D = 403; E = 404; F = 405; G = 406; H = 407; I = 408; J = 409;
    K = 410; L = 411; M = 412; N = 413; O = 414; P = 415; Q = 416; R = 417; S = 418; T = 421;
}

#[lambda_endpoint(POST, "/")]
async fn failing_in_twenty_ways() -> Result<Json<u8>, Statuses> {
    Err(Statuses::A)
}

#[test]
fn twenty_statuses_each_fit_with_one_media_type() {
    let openapi = || large(&Operation::of::<failing_in_twenty_ways>(), 300);
    let error = openapi().document().unwrap_err().to_string();
    assert!(error.contains("only_request_media_types"), "{error}");
    let mut json_only = openapi();
    json_only.settings.media_types = MediaTypes {
        only_named: true,
        named: vec!["application/json".to_owned()],
    };
    let size = json_only.document().unwrap().size();
    assert!(size > 5_000_000, "{size}");
}

#[test]
fn limits_that_break_are_told() {
    let openapi = || large(&Operation::of::<fine>(), 600);
    let error = openapi().document().unwrap_err();
    assert!(
        error
            .to_string()
            .contains("has 302 resources, and the API's quota is 300"),
        "{error}"
    );
    let mut raised = openapi();
    raised.settings.resource_quota = Some(302);
    assert!(raised.document().is_ok());
    let error = large(&Operation::of::<failing>(), 590)
        .document()
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("bytes without line ends, and import takes 6291456"),
        "{error}"
    );
}

#[test]
fn what_cloudformation_does_not_take_is_noted() {
    let notes = |count| {
        large(&Operation::of::<fine>(), count)
            .document()
            .unwrap()
            .notes()
            .join("")
    };
    assert_eq!(notes(1), "");
    assert!(notes(10).contains("upload it to S3"), "{}", notes(10));
    assert!(notes(300).contains("even from S3"), "{}", notes(300));
}
