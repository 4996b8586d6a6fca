//! How much work searches may do. It is counted, not timed, so that a search ends alike on every machine.

use super::MatchError;

/// What one step of the engine costs is the unit: some nanoseconds.
const MOST_STEPS: u64 = 10_000_000;

/// The work that is left for searches and matches.
///
/// ```
/// use lambda_api_errors::java_regex::{Effort, MatchError, Search};
///
/// let text = "a".repeat(20_000);
/// let search = Search::new("a(?:.*b)?").unwrap();
/// let last = search.find_all(&text, &mut Effort::default()).last().unwrap();
/// assert_eq!(last.unwrap_err(), MatchError::TooManySteps);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effort {
    left: u64,
}

impl Default for Effort {
    fn default() -> Self {
        Self { left: MOST_STEPS }
    }
}

impl Effort {
    /// So many steps, where each of many texts has to be a quick one.
    #[cfg(feature = "openapi")]
    pub(crate) fn of(steps: u64) -> Self {
        Self { left: steps }
    }

    /// How many steps are left.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.left
    }

    /// What it costs to read and compile a pattern.
    pub(crate) fn spend_on_reading(&mut self, pattern: &str) -> Result<(), MatchError> {
        self.spend(u64::try_from(pattern.len()).map_or(u64::MAX, |length| 20_000 + 20 * length))
    }

    pub(super) fn spend(&mut self, steps: u64) -> Result<(), MatchError> {
        let left = self.left.checked_sub(steps);
        self.left = left.unwrap_or_default();
        left.map(drop).ok_or(MatchError::TooManySteps)
    }
}
