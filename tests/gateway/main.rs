//! Whole documents in the local gateway.

mod contract;
mod cors;
mod decoding;
mod foreign;
mod hostile;
mod lint;
mod serverless;
#[expect(clippy::unused_async, reason = "handlers are async")]
mod streams;
mod styles;
