//! Why a document cannot be checked.

use crate::openapi::InvalidDocument;
use std::{error::Error, fmt};

/// A document that cannot be compared with the types.
#[derive(Debug)]
#[non_exhaustive]
pub enum CheckError {
    /// The document has more bytes than any that API Gateway takes or gives.
    TooLarge {
        /// How many it may have.
        limit: usize,
    },
    /// The document is neither JSON nor YAML.
    Unreadable(String),
    /// The document is readable, and not an `OpenAPI` 3.0 document.
    Shape {
        /// The place, as a JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)).
        pointer: String,
        /// What is wrong there.
        problem: String,
    },
    /// The types make no document that could be compared.
    Types(InvalidDocument),
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { limit } => write!(
                f,
                "the document has more than {limit} bytes, and none of API Gateway has: is it the right file?"
            ),
            Self::Unreadable(reason) => write!(
                f,
                "the document is neither JSON nor YAML: {reason}; export it with `aws apigateway get-export --export-type oas30 --accepts application/json --parameters extensions=apigateway`"
            ),
            Self::Shape { pointer, problem } if pointer.is_empty() => {
                write!(f, "the document as a whole {problem}")
            }
            Self::Shape { pointer, problem } => write!(f, "`{}` {problem}", pointer.escape_debug()),
            Self::Types(error) => error.fmt(f),
        }
    }
}

impl Error for CheckError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Types(error) => error.source(),
            Self::TooLarge { .. } | Self::Unreadable(_) | Self::Shape { .. } => None,
        }
    }
}
