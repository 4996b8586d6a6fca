//! The error of which nothing is known but its text.

use std::error;

/// Any error: what a program ends with, and what a [`Success`](crate::Success) fails with.
///
/// ```
/// let error: lambda_api_errors::Error = "the database is away".into();
/// assert_eq!(error.to_string(), "the database is away");
/// ```
pub type Error = Box<dyn error::Error + Send + Sync>;
