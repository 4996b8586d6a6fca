//! The `carts` example.
