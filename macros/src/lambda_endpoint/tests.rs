//! What the macro emits, what it says, and that it survives anything.

mod diagnostics;
mod expansion;
mod robustness;
