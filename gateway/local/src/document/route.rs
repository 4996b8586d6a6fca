//! The routes of a document, as values that a program can show.

use http::Method;
use std::{error::Error, fmt};

/// A method of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Route {
    /// The method; `None` is any that the path does not have by itself.
    pub method: Option<Method>,
    /// The path template.
    pub path: String,
    /// The name of the function behind it; `None` is a mock or a server.
    pub function: Option<Result<String, MissingStageVariable>>,
    /// The address of the server behind it, of an HTTP integration.
    pub server: Option<String>,
    /// Why it is not run; `None` if it is.
    pub not_run: Option<String>,
    /// The statuses that it declares.
    pub statuses: Vec<u16>,
    /// Whether the function or the server chooses the status, declared or not: a proxy integration.
    pub is_proxy: bool,
}

/// A stage variable that the name of a function uses and that is not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingStageVariable(pub String);

impl fmt::Display for MissingStageVariable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Invalid endpoint address: there is no stage variable `{}`",
            self.0
        )
    }
}

impl Error for MissingStageVariable {}
