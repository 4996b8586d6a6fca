//! `carts serve` under a real client, curl.
#![cfg(all(feature = "cli", unix))]

mod answers;
#[cfg(feature = "readme")]
mod readme;
mod refusals;
mod server;
mod stopping;
#[cfg(target_os = "linux")]
mod terminal;
mod welcome;
