//! `carts serve` under a real client, curl.
#![cfg(all(feature = "local", unix))]

mod answers;
mod refusals;
mod server;
mod stopping;
mod welcome;
