//! The five styles in which people publish errors behind API Gateway, each as one enum.
//!
//! | module | what a failure looks like | published pattern |
//! |---|---|---|
//! | [`result_errors`] | `{"result":"validation error","errors":[…]}` | `.*validation error.*` |
//! | [`plain_text`] | `Bad Request: You submitted invalid input` | `Bad Request: .*` |
//! | [`status_errors`] | `{"status":400,"errors":[…]}` | `.*"status":400.*` |
//! | [`http_status_details`] | `{"error":{"httpStatusCode":500,"details":[…]}}` | `.*"httpStatusCode":500.*` |
//! | [`proxy`] | `{"statusCode":…,"headers":{…},"body":"…"}` | none: a proxy integration has no patterns |
//!
//! `cargo run -p styles` sends each some requests, runs the messages through the published pattern and through the
//! one that is made from the contract, and shows what the client gets.

pub mod http_status_details;
pub mod pattern;
pub mod plain_text;
pub mod proxy;
pub mod result_errors;
mod show;
pub mod status_errors;
pub mod trial;

pub use show::show;

use http_status_details::order_product;
use lambda_api_errors::{Api, ApiService, InvalidApi};
use plain_text::send_form;
use proxy::book_ticket;
use result_errors::record_event;
use serde_json::Value;
use status_errors::register_person;

/// A style that reaches the client through the `errorMessage` of a failed invocation.
#[derive(Debug)]
pub struct Style {
    /// What is typical of it.
    pub title: &'static str,
    /// The operation that answers in it.
    pub operation: &'static str,
    /// The pattern that people publish for it.
    pub pattern: &'static str,
    /// The status that they publish for the pattern.
    pub status: u16,
    /// Bodies of requests, and what is to be seen of each.
    pub requests: Vec<(&'static str, Value)>,
}

/// The styles that have patterns.
#[must_use]
pub fn styles() -> [Style; 4] {
    [
        result_errors::style(),
        plain_text::style(),
        status_errors::style(),
        http_status_details::style(),
    ]
}

/// One API that answers in all five styles.
pub fn api() -> Api {
    Api::new("styles", env!("CARGO_PKG_VERSION"))
        .endpoint::<record_event>()
        .endpoint::<send_form>()
        .endpoint::<register_person>()
        .endpoint::<order_product>()
        .endpoint::<book_ticket>()
}

/// The API, ready to answer events.
///
/// # Errors
///
/// When two endpoints are in each other's way.
pub fn service() -> Result<ApiService, InvalidApi> {
    api().service()
}
