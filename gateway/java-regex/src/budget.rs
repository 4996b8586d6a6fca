//! A limit for the work of searches. Steps are counted and not timed, so a search ends at the same place on every machine.

use super::MatchError;

/// What one step of the engine costs is the unit: some nanoseconds.
const MOST_STEPS: u64 = 10_000_000;

/// The work that is left for searches and matches.
///
/// ```
/// use apigw_java_regex::{StepBudget, MatchError, Search};
///
/// let text = "a".repeat(20_000);
/// let search = Search::new("a(?:.*b)?").unwrap();
/// let last = search.find_all(&text, &mut StepBudget::default()).last().unwrap();
/// assert_eq!(last.unwrap_err(), MatchError::TooManySteps);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepBudget {
    left: u64,
}

impl Default for StepBudget {
    fn default() -> Self {
        Self { left: MOST_STEPS }
    }
}

impl StepBudget {
    /// A budget of this number of steps, where each of many texts has to be matched quickly.
    #[must_use]
    pub fn steps(steps: u64) -> Self {
        Self { left: steps }
    }

    /// How many steps are left.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Takes what it costs to compile `pattern`.
    ///
    /// # Errors
    ///
    /// [`MatchError::TooManySteps`] when fewer steps are left.
    pub fn charge_compile(&mut self, pattern: &str) -> Result<(), MatchError> {
        self.charge(u64::try_from(pattern.len()).map_or(u64::MAX, |length| 20_000 + 20 * length))
    }

    /// Takes some steps, for the caller's own work.
    ///
    /// # Errors
    ///
    /// [`MatchError::TooManySteps`] when fewer are left; then none is.
    #[inline]
    pub fn charge(&mut self, steps: u64) -> Result<(), MatchError> {
        let left = self.left.checked_sub(steps);
        self.left = left.unwrap_or_default();
        left.map(drop).ok_or(MatchError::TooManySteps)
    }
}
