//! Why an API cannot start.

use std::{error::Error, fmt};

/// An API whose endpoints are in each other's way.
///
/// ```
/// use lambda_api_errors::{Api, NoContent, lambda_endpoint};
/// use std::convert::Infallible;
///
/// #[lambda_endpoint(GET, "/health")]
/// async fn health() -> Result<NoContent, Infallible> {
///     Ok(NoContent)
/// }
/// let error = Api::new("twice", "1").endpoint::<health>().endpoint::<health>().service().unwrap_err();
/// assert!(error.to_string().contains("two endpoints are named `health`"));
/// ```
#[derive(Debug)]
pub struct InvalidApi {
    title: String,
    problems: Vec<String>,
}

impl InvalidApi {
    pub(super) fn new(title: String, problems: Vec<String>) -> Self {
        Self { title, problems }
    }

    /// All that is wrong, one sentence each.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for InvalidApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the API `{}` cannot start", self.title)?;
        for problem in &self.problems {
            write!(f, "\n- {problem}")?;
        }
        Ok(())
    }
}

impl Error for InvalidApi {}
