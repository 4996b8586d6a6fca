//! The payment provider, or what stands for it here: its answer depends on the card's token alone.
//!
//! | card token | what happens |
//! |---|---|
//! | `tok_declined` | the card is declined: 402 |
//! | `tok_overused` | the card was tried too often: 429 with `Retry-After` |
//! | `tok_timeout` | the provider does not answer: an opaque 504 |
//! | `tok_slow` | the answer takes ten minutes, and the gateway or Lambda gives up before: 504 |
//! | `tok_surprise` | the provider answers what its manual rules out, and the handler panics: an opaque 500 |
//! | any other that starts with `tok_` | the card is charged |

use crate::{errors::PaymentError, store::CartId};
use std::time::Duration;

/// Longer than any gateway waits.
const SLOW: Duration = Duration::from_mins(10);

/// A connection to the payment provider.
#[derive(Debug, Clone, Default)]
pub struct Payments;

impl Payments {
    /// Charges a card. The cart is the idempotency key: however often it is sent, it is charged once.
    ///
    /// # Errors
    ///
    /// When the provider refuses the payment or does not answer.
    ///
    /// # Panics
    ///
    /// When the provider answers what its manual rules out.
    pub async fn charge(&self, cart: CartId, cents: u64, token: &str) -> Result<(), PaymentError> {
        match answer(cart, cents, token).await {
            Some("paid") => Ok(()),
            Some("declined") => Err(PaymentError::CardDeclined {
                reason: "insufficient funds",
            }),
            Some("overused") => Err(PaymentError::TooManyAttempts { seconds: 30 }),
            Some(other) => {
                panic!("the payment provider answered `{other}` about the card `{token}`")
            }
            None => Err(PaymentError::PaymentTimeout {
                token: token.to_owned(),
            }),
        }
    }
}

/// The provider's answer, if one comes.
async fn answer(cart: CartId, cents: u64, token: &str) -> Option<&'static str> {
    tracing::info!(%cart, cents, "charging a card");
    match token {
        "tok_declined" => Some("declined"),
        "tok_overused" => Some("overused"),
        "tok_surprise" => Some("perhaps"),
        "tok_timeout" => None,
        "tok_slow" => {
            tokio::time::sleep(SLOW).await;
            Some("paid")
        }
        _ => Some("paid"),
    }
}
