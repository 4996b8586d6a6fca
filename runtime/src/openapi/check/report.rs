//! What a check found.

use super::Drift;
use std::fmt;

/// What a check found: drifts, notes, and how much was compared. It displays as a line for each drift and each note.
///
/// ```
/// use lambda_api_errors::{Api, NoContent, lambda_endpoint};
/// use std::convert::Infallible;
///
/// #[lambda_endpoint(GET, "/health")]
/// async fn health() -> Result<NoContent, Infallible> {
///     Ok(NoContent)
/// }
/// let openapi = Api::<()>::new("monitor", "1").endpoint::<health>().openapi();
/// let report = openapi.check(&openapi.document().unwrap().to_json()).unwrap();
/// assert!(report.drifts().is_empty());
/// assert!(report.compared().to_string().starts_with("5 operations, "));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct CheckReport {
    pub(super) drifts: Vec<Drift>,
    pub(super) notes: Vec<String>,
    pub(super) compared: Compared,
}

/// How much was compared. It displays as the middle of a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Compared {
    /// Operations, mocks included.
    pub operations: usize,
    /// Integration responses: patterns, header mappings and templates.
    pub responses: usize,
    /// Gateway responses.
    pub gateway_responses: usize,
    /// Models that responses or validated requests have.
    pub models: usize,
    /// Requests and answers that were run, because a template or mapping of the document is not written as the types write it.
    pub samples: usize,
}

impl CheckReport {
    /// Each difference between the document and the types, those with the worst [effect](Drift::effect) first.
    #[must_use]
    pub fn drifts(&self) -> &[Drift] {
        &self.drifts
    }

    /// What the document says and the types do not state, such as timeouts and roles: no difference, but worth knowing.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// How much was compared.
    #[must_use]
    pub fn compared(&self) -> Compared {
        self.compared
    }
}

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for drift in &self.drifts {
            writeln!(f, "{drift}")?;
        }
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        Ok(())
    }
}

/// `3 operations`, `1 operation`.
pub(super) fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

impl fmt::Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operations,
            responses,
            gateway_responses,
            models,
            samples,
        } = self;
        write!(
            f,
            "{}, {}, {} and {}",
            count(*operations, "operation"),
            count(*responses, "integration response"),
            count(*gateway_responses, "gateway response"),
            count(*models, "model"),
        )?;
        match samples {
            0 => Ok(()),
            samples => write!(f, ", {} run", count(*samples, "sample")),
        }
    }
}
