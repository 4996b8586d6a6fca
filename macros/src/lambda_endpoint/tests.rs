//! What the macro emits, what it says, and that it survives anything.

#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

mod diagnostics;
mod documentation;
mod expansion;
mod robustness;
