//! What of an answer differs from what was written, and how that is told.

use crate::{
    callback::Answer,
    local::{DocumentError, Trace},
    openapi::{Integration, InvalidDocument},
};
use axum::body::Bytes;
use http::{HeaderMap, Response, header};
use serde_json::Value;
use std::{collections::BTreeSet, error::Error, fmt, io};

/// How many differences are told in full.
const TOLD: usize = 5;

/// Headers of the gateway's own.
const OF_THE_PLATFORM: &[&str] = &[
    "connection",
    "content-length",
    "date",
    "x-amz-apigw-id",
    "x-amzn-errortype",
    "x-amzn-requestid",
    "x-amzn-trace-id",
];

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
    /// There is no runtime to run the test in.
    Runtime(io::Error),
}

/// What differs between an answer that was written and one that was got.
pub(super) fn compare(expected: &Answer, got: &Response<Bytes>) -> Option<&'static str> {
    if got.status() != expected.status {
        Some("another status")
    } else if !same_body(expected.body.as_bytes(), got.body()) {
        Some("another body")
    } else if own_headers(&expected.headers, &expected.headers)
        != own_headers(got.headers(), &expected.headers)
    {
        Some("other headers")
    } else {
        None
    }
}

/// Bytes, but for plain text, which a template writes with other escapes.
fn same_body(expected: &[u8], got: &[u8]) -> bool {
    expected == got
        || plain_text(expected).is_some_and(|expected| plain_text(got) == Some(expected))
}

fn plain_text(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let members = body.as_object().filter(|members| members.len() == 1)?;
    Some(members.get("errorMessage")?.as_str()?.to_owned())
}

/// The headers without the gateway's own: what it adds for browsers, and a `Content-Type` where none was written.
fn own_headers(headers: &HeaderMap, written: &HeaderMap) -> BTreeSet<(String, Vec<u8>)> {
    let is_own = |name: &str| {
        let added = name.starts_with("access-control-")
            || name == header::VARY.as_str()
            || name == header::CONTENT_TYPE.as_str();
        !OF_THE_PLATFORM.contains(&name) && (!added || written.contains_key(name))
    };
    headers
        .iter()
        .filter(|(name, _)| is_own(name.as_str()))
        .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
        .collect()
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

/// The headers without those that are never compared.
fn shown(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for name in OF_THE_PLATFORM {
        headers.remove(*name);
    }
    headers
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
                shown(headers)
            )?;
        }
        let body = String::from_utf8_lossy(got.body());
        let (status, headers) = (got.status().as_u16(), shown(got.headers()));
        write!(f, "\n  got {status} {headers:?} {body:?}")?;
        write!(f, "\n  by {trace}")
    }
}

impl fmt::Display for ContractTestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => error.fmt(f),
            Self::Unreadable(error) => write!(f, "the document cannot be run: {error}"),
            Self::Runtime(error) => write!(f, "no runtime can be had: {error}"),
            Self::Differences(differences) => {
                write!(f, "{} kinds of answers differ", differences.len())?;
                for difference in differences.iter().take(TOLD) {
                    write!(f, "\n\n{difference}")?;
                }
                for (index, difference) in differences.iter().skip(TOLD).enumerate() {
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
            Self::Runtime(error) => Some(error),
            Self::Differences(_) => None,
        }
    }
}
