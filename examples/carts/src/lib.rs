//! A small carts API: the main example of `lambda-api-errors`.
//!
//! Read [`errors`] first: there each way to fail is described once. [`endpoints`] holds the handlers, which are ordinary
//! async functions, and [`catalog`], [`store`] and [`payments`] are the business behind them.
//!
//! Some carts and cards are there to be failed with, so that each answer can be seen: the cart
//! [`DAMAGED`](store::DAMAGED) and the card tokens of [`payments`].

pub mod catalog;
pub mod endpoints;
pub mod errors;
pub mod payments;
pub mod store;

use endpoints::{add_item, checkout, create_cart, delete_cart, get_cart, remind_customers};
use lambda_api_errors::{Api, ApiService, InvalidApi};
use payments::Payments;
use store::Store;

/// What the handlers share.
#[derive(Debug, Clone, Default)]
pub struct Shop {
    /// The open carts.
    pub store: Store,
    /// The payment provider.
    pub payments: Payments,
}

/// The API, with an empty shop of its own.
pub fn api() -> Api {
    Api::new("carts", env!("CARGO_PKG_VERSION"))
        .endpoint::<create_cart>()
        .endpoint::<get_cart>()
        .endpoint::<add_item>()
        .endpoint::<checkout>()
        .endpoint::<delete_cart>()
        .endpoint::<remind_customers>()
        .with_state(Shop::default())
}

/// The API, ready to answer events.
///
/// # Errors
///
/// When two endpoints are in each other's way.
pub fn service() -> Result<ApiService, InvalidApi> {
    api().service()
}
