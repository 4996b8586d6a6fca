//! Why a document cannot be checked.

use super::words::{one_line, to_exact_string};
use crate::{Integration, openapi::InvalidDocument};
use apigw_local::DocumentError;
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
    /// The document can be read, but is not an `OpenAPI` document for API Gateway.
    Shape(DocumentError),
    /// The document is one of an HTTP API, and the types make the documents of REST APIs.
    HttpApi,
    /// The document is for the other kind of integration.
    OtherIntegration(Integration),
    /// The document lets pages of other origins call, and the types do not; or the other way round.
    OtherCors {
        /// Whether the document lets them call.
        found: bool,
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
            Self::Unreadable(reason) => {
                write!(
                    f,
                    "the document is neither JSON nor YAML: {reason}; {EXPORT}"
                )
            }
            Self::Shape(error) => {
                write!(f, "the document is not one for API Gateway: ")?;
                for problem in &error.problems {
                    if !problem.pointer.is_empty() {
                        write!(f, "{}: ", to_exact_string(&problem.pointer))?;
                    }
                    write!(f, "{}; ", one_line(&problem.reason))?;
                }
                f.write_str(EXPORT)
            }
            Self::HttpApi => write!(
                f,
                "the document is one of an HTTP API, and the check compares those of REST APIs, as the types make them; run it with `apigw-local serve`, or {EXPORT}"
            ),
            Self::OtherIntegration(found) => write!(
                f,
                "the document is for {} integrations, and the check is for {} ones: check it with `--integration {found}`, or set `Api::integration`",
                found,
                match found {
                    Integration::Custom => Integration::Proxy,
                    Integration::Proxy => Integration::Custom,
                }
            ),
            Self::OtherCors { found: true } => f.write_str(
                "the document lets pages of other origins call, and the types do not: check it with `--cors ORIGIN`, or set `Api::cors`",
            ),
            Self::OtherCors { found: false } => f.write_str(
                "the document lets no page of another origin call, and the types do: check it without `--cors`, or import the document that the types make",
            ),
            Self::Types(error) => error.fmt(f),
        }
    }
}

const EXPORT: &str = "export it with `aws apigateway get-export --export-type oas30 --accepts application/json --parameters extensions=apigateway`";

impl Error for CheckError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Types(error) => error.source(),
            Self::TooLarge { .. }
            | Self::Unreadable(_)
            | Self::Shape(_)
            | Self::HttpApi
            | Self::OtherIntegration(_)
            | Self::OtherCors { .. } => None,
        }
    }
}
