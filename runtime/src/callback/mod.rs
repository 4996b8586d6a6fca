//! The callback message: how a response travels through the one string of a failed invocation.
//!
//! A custom integration sees of a failure only `errorMessage`, and picks the status by matching it against
//! selection patterns. The message is
//!
//! ```text
//! <prefix><body>
//! <prefix><body>U+001F<headers>
//! ```
//!
//! where the body is compact JSON without a raw control character, and the headers are one compact JSON object of
//! strings. The prefix comes first, so no text that a caller controls can choose the status. In
//! [`Style::Json`](crate::Style::Json) the message is the body alone, and the headers are members of it. The
//! format [`Message`](crate::Message) has plain text for a body, on one line.
//!
//! [`encode`] and [`decode`] are each other's inverse. A success travels in an envelope, which [`open`] reads.

mod altered;
mod decode;
mod encode;
mod envelope;
#[cfg(any(feature = "lambda", feature = "openapi"))]
mod headers;
#[cfg(any(feature = "lambda", feature = "openapi"))]
mod response;
#[cfg(any(feature = "lambda", feature = "openapi"))]
mod seal;

pub(crate) use altered::{Alteration, check_body, selects_status};
pub use decode::{Answer, DecodeError, decode};
pub(crate) use decode::{decode_with, parts_of_undeclared};
pub use encode::encode;
#[cfg(feature = "lambda")]
pub(crate) use encode::encode_declared;
#[cfg(feature = "openapi")]
pub(crate) use encode::of_occurrence;
pub use envelope::open;
#[cfg(any(feature = "lambda", feature = "openapi"))]
pub(crate) use headers::{Undeliverable, header_map};
#[cfg(any(feature = "lambda", feature = "openapi"))]
pub(crate) use response::of_response;
#[cfg(any(feature = "lambda", feature = "openapi"))]
pub(crate) use seal::seal;

/// The value of the member `lambdaApiErrors`, by which this library's own events and envelopes are known.
pub(crate) const MARKER: u8 = 1;

/// The separator between the body and the headers. JSON escapes it inside of both.
pub(crate) const SEPARATOR: char = '\u{1f}';
