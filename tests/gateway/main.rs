//! Whole documents in the local gateway.

mod contract;
mod hostile;
mod styles;
