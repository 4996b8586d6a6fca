//! What of an answer differs from what was written, in words.

use crate::{
    Integration,
    callback::Answer,
    local::{DocumentError, Trace},
    openapi::{
        InvalidDocument,
        samples::{Part, Strictness, differences, without_platform_headers},
    },
};
use axum::body::Bytes;
use http::Response;
use std::{collections::BTreeSet, error::Error, fmt};

/// How many differences are shown in full.
const SHOWN: usize = 5;

/// An answer that is not what was written.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Difference {
    /// The operation: its method and path template.
    pub operation: String,
    /// The response: its status and error code.
    pub response: String,
    /// The integration whose answer differs.
    pub integration: Integration,
    /// What differs.
    pub what: &'static str,
    /// What the response was made of: a text, or the request to real handlers.
    pub text: String,
    /// What the client should get; `None` if any failure of the server will do.
    pub expected: Option<Answer>,
    /// What it gets.
    pub got: Response<Bytes>,
    /// The way through the gateway.
    pub trace: Trace,
}

/// Why a contract test fails.
#[derive(Debug)]
#[non_exhaustive]
pub enum ContractTestError {
    /// The types make no document.
    Invalid(InvalidDocument),
    /// The local gateway cannot run the document.
    Unreadable(DocumentError),
    /// These answers differ, one for each operation, response and kind of difference.
    Differences(Vec<Difference>),
}

/// What differs between an answer that was written and one that was got.
pub(super) fn compare(expected: &Answer, got: &Response<Bytes>) -> Option<&'static str> {
    let differences = differences(expected, got, Strictness::Written);
    differences.first().map(|difference| match difference.part {
        Part::Status => "another status",
        Part::Body => "another body",
        Part::Header(_) => "other headers",
    })
}

/// The differences so far, one of each kind.
#[derive(Debug, Default)]
pub(super) struct Differences {
    compared: usize,
    kinds: BTreeSet<(String, String, &'static str, bool)>,
    found: Vec<Difference>,
}

impl Differences {
    pub(super) fn count(&mut self) {
        self.compared += 1;
    }

    pub(super) fn add(&mut self, difference: Difference) {
        let kind = (
            difference.operation.clone(),
            difference.response.clone(),
            difference.what,
            difference.integration == Integration::Custom,
        );
        if self.kinds.insert(kind) {
            self.found.push(difference);
        }
    }

    pub(super) fn into_result(self) -> Result<usize, ContractTestError> {
        if self.found.is_empty() {
            Ok(self.compared)
        } else {
            Err(ContractTestError::Differences(self.found))
        }
    }
}

impl Difference {
    fn heading(&self) -> String {
        let integration = match self.integration {
            Integration::Custom => "custom",
            Integration::Proxy => "proxy",
        };
        format!(
            "{}: {}: through the {integration} integration: {}",
            self.operation, self.response, self.what
        )
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            text,
            expected,
            got,
            trace,
            ..
        } = self;
        f.write_str(&self.heading())?;
        if !text.is_empty() {
            write!(f, "\n  made of {text:?}")?;
        }
        if let Some(Answer {
            status,
            headers,
            body,
            ..
        }) = expected
        {
            write!(
                f,
                "\n  expected {} {:?} {body:?}",
                status.as_u16(),
                without_platform_headers(headers)
            )?;
        }
        let body = String::from_utf8_lossy(got.body());
        let (status, headers) = (
            got.status().as_u16(),
            without_platform_headers(got.headers()),
        );
        write!(f, "\n  got {status} {headers:?} {body:?}")?;
        write!(f, "\n  by {trace}")
    }
}

impl fmt::Display for ContractTestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => error.fmt(f),
            Self::Unreadable(error) => write!(f, "the document cannot be run: {error}"),
            Self::Differences(differences) => {
                write!(f, "{} kinds of answers differ", differences.len())?;
                for difference in differences.iter().take(SHOWN) {
                    write!(f, "\n\n{difference}")?;
                }
                for (index, difference) in differences.iter().skip(SHOWN).enumerate() {
                    let before = if index == 0 {
                        "\n\nand, in short:\n"
                    } else {
                        "\n"
                    };
                    write!(f, "{before}{}", difference.heading())?;
                }
                Ok(())
            }
        }
    }
}

impl Error for ContractTestError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Invalid(error) => Some(error),
            Self::Unreadable(error) => Some(error),
            Self::Differences(_) => None,
        }
    }
}
