//! `carts serve` under a real client, curl.
#![cfg(all(feature = "local", unix))]

mod answers;
#[cfg(feature = "readme")]
mod readme;
mod refusals;
mod server;
mod stopping;
mod welcome;
