//! Every key of `#[api_errors]`, on every shape of type.

use ::core::marker::{Send, Sync};
use ::core::option::Option;
use ::renamed::{ApiError, FieldError, Rejection, api_errors};
use ::std::boxed::Box;
use ::std::fmt::Debug;
use ::std::string::String;
use ::std::sync::Arc;
use ::std::vec::Vec;

/// Every key of a variant and of a field.
#[api_errors(crate = ::renamed, type_base = "https://example.org/problems", rename_all = "kebab-case")]
#[derive(Debug, ::thiserror::Error)]
#[non_exhaustive]
pub enum Keys {
    /// A unit variant.
    #[error("a unit")]
    #[api(
        status = 404,
        prefix = "Not Here: ",
        title = "Not here",
        detail = "It was never here.",
        pointer = "/cart"
    )]
    Unit,
    /// A struct variant.
    #[error("a struct, in {seconds} s")]
    #[api(status = TOO_MANY_REQUESTS, code = "Slow.Down")]
    Struct {
        /// When to come back.
        #[api(header = "Retry-After", extension)]
        seconds: u32,
        /// Who said so.
        #[api(header = "X-By")]
        by: Option<String>,
        /// What else is known.
        #[api(extension = "more")]
        r#type: Option<u8>,
        /// What the client does not see.
        hidden: u8,
    },
    /// A tuple variant.
    #[error("a tuple")]
    #[api(status = 422)]
    Tuple(
        #[api(errors)] Vec<FieldError>,
        #[api(extension = "second")] u8,
    ),
    /// What extractors refuse.
    #[error("refused: {0}")]
    #[api(status = 400, rejection)]
    Refused(#[source] Rejection),
    /// A 4xx that hides its text.
    #[error("the secret of {0}")]
    #[api(status = 403, opaque)]
    Opaque(String),
    /// A 5xx that shows its text.
    #[error("out of order until {0}")]
    #[api(status = 503, expose)]
    Exposed(u8),
    /// A 5xx.
    #[error("the store failed")]
    #[api(status = 500)]
    Failed(#[source] Box<dyn ::core::error::Error + Send + Sync>),
    /// A success that is picked by its pattern.
    #[error("accepted")]
    #[api(status = 202, success)]
    Accepted,
    /// An unregistered status.
    #[error("closed")]
    #[api(status = 499, title = "Client closed the request")]
    Unregistered,
    /// Deprecated.
    #[deprecated]
    #[error("old")]
    #[api(status = 410)]
    Old,
    /// Not there.
    #[cfg(any())]
    #[error("absent")]
    #[api(stauts)]
    Absent(Nothing),
    /// A raw identifier.
    #[allow(non_camel_case_types)]
    #[error("raw")]
    #[api(status = 409)]
    r#match,
}

/// One response.
#[api_errors(crate = ::renamed)]
#[derive(Debug, Clone, Copy, ::thiserror::Error)]
#[error("no cart {id}")]
#[api(status = 404)]
pub struct NoCart {
    /// Which.
    #[api(extension)]
    pub id: u32,
}

/// All of another type.
#[api_errors(crate = ::renamed)]
#[derive(Debug, ::thiserror::Error)]
#[error(transparent)]
#[api(transparent)]
pub struct Wrapped(#[from] pub Box<NoCart>);

/// Types inside pointers, and inside each other.
#[api_errors(crate = ::renamed)]
#[derive(Debug, ::thiserror::Error)]
pub enum Nested {
    /// In a box.
    #[error(transparent)]
    #[api(transparent)]
    Boxed(#[from] Box<Keys>),
    /// Shared.
    #[error(transparent)]
    #[api(transparent)]
    Shared(Arc<NoGoods>),
    /// With a name.
    #[error(transparent)]
    #[api(transparent)]
    Named {
        /// The inner error.
        source: Wrapped,
    },
}

/// Goods that are sold out.
#[api_errors(crate = ::renamed, body = ::renamed::JsonApi)]
#[derive(Debug, Clone, Copy, ::thiserror::Error)]
#[error("sold out")]
#[api(status = 406)]
pub struct NoGoods;

/// Lifetimes, types and constants.
#[api_errors(crate = ::renamed)]
#[derive(Debug, ::thiserror::Error)]
pub enum Generic<'a, T, E, const N: usize>
where
    T: Debug,
    E: ApiError + 'static,
{
    /// Borrows.
    #[error("borrowed {text}")]
    #[api(status = 400)]
    Borrowed {
        /// The text.
        #[api(header = "X-Text")]
        text: &'a str,
        /// The value.
        #[api(extension)]
        value: T,
        /// An array.
        rest: [u8; N],
    },
    /// Another error.
    #[error(transparent)]
    #[api(transparent)]
    Inner(E),
}

/// A lifetime alone, of which the proof is made for `'static`.
#[api_errors(crate = ::renamed)]
#[derive(Debug, Clone, Copy, ::thiserror::Error)]
#[error("borrowed {0}")]
#[api(status = 400)]
pub struct Borrowed<'a>(#[api(extension = "text")] pub &'a str);

/// No error at all.
#[api_errors(crate = ::renamed)]
#[derive(Debug, Clone, Copy, ::thiserror::Error)]
pub enum Never {}

macro_rules! declared {
    ($(#[$attribute:meta])* $name:ident, $krate:path, $variant:ident = $status:literal, $text:literal) => {
        $(#[$attribute])*
        #[api_errors(crate = $krate)]
        #[derive(Debug, Clone, Copy, ::thiserror::Error)]
        pub enum $name {
            /// The only one.
            #[error($text)]
            #[api(status = $status, detail = $text)]
            $variant,
        }
    };
}

declared! {
    /// Made by a macro.
    Declared, ::renamed, Gone = 410, "it is gone"
}
