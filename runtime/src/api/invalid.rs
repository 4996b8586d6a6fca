//! Why an API cannot start.

use super::Operation;
use crate::EventKind;
use std::{error::Error, fmt};

/// An API that cannot start, for example because two endpoints have one name.
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

/// The text of its `Display`: `main` prints the error that it returns by `Debug`.
impl fmt::Debug for InvalidApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for InvalidApi {}

/// The reasons why an API of these `operations` cannot accept the event kinds `accepted`.
pub(super) fn events(accepted: &[EventKind], operations: &[Operation]) -> Vec<String> {
    let mut problems = Vec::new();
    if accepted.is_empty() {
        problems.push("`accept` names no kind of event".to_owned());
    }
    if accepted.contains(&EventKind::Bare) {
        if accepted.iter().any(|kind| *kind != EventKind::Bare) {
            problems.push("`EventKind::Bare` is accepted together with other kinds: the caller writes the whole payload, and could forge an event of another kind".to_owned());
        }
        let bare = operations
            .iter()
            .filter(|operation| operation.route().is_none())
            .count();
        if bare != 1 {
            problems.push(format!("`EventKind::Bare` needs one endpoint without a route, a bare `#[lambda_endpoint]`; there are {bare}"));
        }
    }
    problems
}
