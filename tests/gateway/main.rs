//! Whole documents in the local gateway.

mod contract;
