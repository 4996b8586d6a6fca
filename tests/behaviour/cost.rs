//! One allocation from an error value to its callback message, once the thread has written one.

use crate::fixtures::errors::{
    ShippingError, StockError, details, details_json, json_api, json_api_json, problem,
    problem_json, result_errors, result_errors_json, status_errors, status_errors_json,
};
use allocation_counter::measure;
use lambda_api_errors::{ApiError, FieldError, Message, api_errors, callback};
use std::{hint::black_box, sync::Arc};
use thiserror::Error;

#[track_caller]
fn assert_one_allocation<E: ApiError>(error: &E) {
    // A thread keeps the buffer of its first message.
    callback::encode(error);
    let allocations = measure(|| {
        black_box(callback::encode(black_box(error)));
    });
    assert_eq!(allocations.count_total, 1, "{error:?}");
}

macro_rules! check {
    ($($module:ident)*) => {$({
        use $module::OrderError as Error;
        let fields = vec![
            FieldError::new("short", "too \"short\"\n\u{7f}").at("/name").detail("Three."),
            FieldError::new("long".to_owned(), "too long".to_owned()),
        ];
        assert_one_allocation(&Error::NotFound { id: 7, hint: Some(8) });
        assert_one_allocation(&Error::Invalid(fields));
        assert_one_allocation(&Error::Throttled { seconds: Some(30) });
        assert_one_allocation(&Error::Disk("sda".into()));
        assert_one_allocation(&Error::Upstream("said \"no\"\u{2028}".repeat(1000)));
        assert_one_allocation(&Error::Stock(Box::new(StockError::SoldOut { left: 1 })));
        assert_one_allocation(&Error::Shipping(Arc::new(ShippingError { place: "Ys", next: "\u{1}" })));
    })*};
}

#[test]
fn one_allocation_in_every_format_with_headers_and_members() {
    check!(
        problem problem_json json_api json_api_json status_errors status_errors_json
        details details_json result_errors result_errors_json
    );
}

#[api_errors(body = Message)]
#[derive(Debug, Error)]
#[error("slow\n{0} down")]
#[api(status = 429)]
struct Slow(#[api(header = "Retry-After")] u32);

#[test]
fn one_allocation_of_a_plain_message() {
    assert_one_allocation(&Slow(30));
}

#[test]
fn the_message_has_no_room_to_spare() {
    let error = problem::OrderError::NotFound { id: 7, hint: None };
    let message = callback::encode(&error);
    assert_eq!(message.capacity(), message.len());
}
