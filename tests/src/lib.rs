//! Tests of lambda-api-errors from the outside. The README is one of them.

#![doc = include_str!("../../README.md")]

pub mod carts;
pub mod events;
