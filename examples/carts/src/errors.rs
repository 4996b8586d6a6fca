//! Every way in which a request can fail, each described once: what the client gets, and when.

use crate::store::CartId;
use lambda_api_errors::{FieldError, Rejection, api_errors};
use thiserror::Error;

/// Why a cart is not available.
#[api_errors]
#[derive(Debug, Error)]
pub enum StoreError {
    /// There is no such cart; it may have been checked out or deleted.
    #[error("there is no cart {cart}")]
    #[api(status = 404)]
    CartNotFound {
        /// The number that was asked for.
        #[api(extension)]
        cart: CartId,
    },

    /// The cart's record cannot be read. The client learns nothing more; the log has the cause.
    #[error("the record of cart {cart} is damaged")]
    #[api(status = 500)]
    RecordDamaged {
        /// Whose record it is.
        cart: CartId,
        /// Where it breaks off.
        source: serde_json::Error,
    },
}

/// Why a cart is not opened.
#[api_errors]
#[derive(Debug, Error)]
pub enum CreateError {
    /// The new cart is not as it must be; `errors` lists what is wrong.
    #[error("the cart is invalid")]
    #[api(
        status = 400,
        title = "Validation Failed",
        prefix = "Validation Failed: "
    )]
    InvalidCart(#[api(errors)] Vec<FieldError>),
}

/// Why an item is not put into a cart.
#[api_errors]
#[derive(Debug, Error)]
pub enum ItemError {
    /// The item is not as it must be; `errors` lists what is wrong.
    #[error("the item is invalid")]
    #[api(
        status = 400,
        title = "Validation Failed",
        prefix = "Validation Failed: "
    )]
    InvalidItem(#[api(errors)] Vec<FieldError>),

    /// The cart would hold more of the product than the shop has.
    #[error("there are only {available} of {sku}")]
    #[api(status = 409, pointer = "/quantity")]
    OutOfStock {
        /// The product.
        #[api(extension)]
        sku: &'static str,
        /// How many the cart can hold.
        #[api(extension)]
        available: u64,
    },

    /// The request is not valid. For example, its body is not JSON, or the cart's number is not a number.
    #[error("{0}")]
    #[api(status = 400, rejection)]
    InvalidRequest(Rejection),

    /// The cart is not available.
    #[error(transparent)]
    #[api(transparent)]
    Store(#[from] StoreError),
}

/// Why a cart does not become an order.
#[api_errors]
#[derive(Debug, Error)]
pub enum CheckoutError {
    /// The order is not valid; `errors` lists the mistakes.
    #[error("the order is invalid")]
    #[api(
        status = 400,
        title = "Validation Failed",
        prefix = "Validation Failed: "
    )]
    InvalidOrder(#[api(errors)] Vec<FieldError>),

    /// There is nothing in the cart.
    #[error("cart {cart} is empty")]
    #[api(status = 409)]
    CartEmpty {
        /// The cart.
        #[api(extension)]
        cart: CartId,
    },

    /// The payment failed.
    #[error(transparent)]
    #[api(transparent)]
    Payment(#[from] PaymentError),

    /// The cart is not available.
    #[error(transparent)]
    #[api(transparent)]
    Store(#[from] StoreError),
}

/// Why a card is not charged.
#[api_errors]
#[derive(Debug, Error)]
pub enum PaymentError {
    /// The bank refuses the payment; another card may do.
    #[error("the card was declined: {reason}")]
    #[api(status = 402, pointer = "/card")]
    CardDeclined {
        /// What the bank says.
        #[api(extension)]
        reason: &'static str,
    },

    /// The card was tried too often; `Retry-After` says when to try again.
    #[error("the card was tried too often, try again in {seconds} seconds")]
    #[api(status = 429)]
    TooManyAttempts {
        /// How long to wait.
        #[api(header = "Retry-After")]
        seconds: u32,
    },

    /// The payment provider does not answer. The cart is kept, and checking it out again charges it once.
    #[error("the payment provider did not answer about the card {token}")]
    #[api(status = 504)]
    PaymentTimeout {
        /// The card's token, which the client does not get to see.
        token: String,
    },
}

/// Why no customer is reminded.
#[api_errors]
#[derive(Debug, Error)]
pub enum ReminderError {
    /// No open cart is worth as much.
    #[error("no cart is worth {at_least} cents")]
    #[api(status = 404)]
    NobodyToRemind {
        /// The worth that was asked for, in cents.
        #[api(extension)]
        at_least: u64,
    },
}
