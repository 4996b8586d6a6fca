//! Whole documents in the local gateway.

mod contract;
mod cors;
mod decoding;
mod foreign;
mod hostile;
mod lint;
mod serverless;
mod streams;
mod styles;
