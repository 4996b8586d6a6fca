//! What the macros must take. That it compiles is the test; a few functions look at what became of it.

#![expect(dead_code, reason = "what is here is there to be compiled")]

mod endpoints;
mod errors;
mod large;
mod many;
