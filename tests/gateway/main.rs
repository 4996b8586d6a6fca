//! Whole documents in the local gateway.

mod contract;
mod cors;
mod foreign;
mod hostile;
mod lint;
mod serverless;
mod styles;
