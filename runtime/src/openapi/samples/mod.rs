//! Samples for a gateway: requests, and the ways in which a function's invocation ends.
//!
//! Input: the operations of an API. Output: [`SampleRequest`]s, [`SampleAnswer`]s with what the runtime writes for them, and
//! [`PlatformOutcome`]s. [`check`](super::OpenApi::check) and the contract test of the local gateway use the same samples, run
//! them in the same [`trial`], and find [`differences`] by the same function. No sample depends on a document.

mod answer;
mod difference;
mod error;
mod platform;
mod request;
pub(crate) mod trial;

pub(crate) use answer::SampleAnswer;
pub(crate) use apigw_local::lint::{ADVERSARIAL_TEXTS, PLAIN, adversarial_texts};
#[cfg(feature = "local")]
pub(crate) use difference::without_platform_headers;
pub(crate) use difference::{Difference, Part, Strictness, differences};
pub(crate) use error::{Extensions, Filling, Place, SampleError, places};
pub(crate) use platform::{PlatformOutcome, platform_outcomes};
pub(crate) use request::SampleRequest;
