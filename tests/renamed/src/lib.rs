//! The macros where the crate has another name and there is no prelude.
