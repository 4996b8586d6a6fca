//! The generated documents under the engines that API Gateway uses: Java's patterns, Velocity and `JsonPath`.
//!
//! It needs a JVM, Python, Node and the packages that `.ci/run` installs: `cargo test -p lambda-api-errors-tests --features jvm --test engines`.
//!
//! Some hundred of the cases are recorded in `tests/vectors`, where the target `vectors` checks the same without a JVM.
//! `RECORD=1` before that command writes them anew; without it, a record that is not up to date is an error.

mod altered;
mod compare;
mod cors;
mod dialects;
mod failures;
mod recorded;
mod requests;
mod responses;
