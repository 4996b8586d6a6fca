//! Tests of lambda-api-errors from the outside. The README is one of them.

#![doc = include_str!("../../README.md")]

pub mod altered;
pub mod carts;
pub mod decodable;
pub mod echo;
pub mod events;
pub mod failures;
pub mod figures;
pub mod formats;
pub mod gateway;
pub mod hostile;
pub mod http;
#[cfg(feature = "jvm")]
pub mod jvm;
#[cfg(feature = "jvm")]
pub mod random;
pub mod streams;
pub mod vectors;
