//! The `styles` example.
