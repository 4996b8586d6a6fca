//! Selection patterns: the keys of an integration's responses.

use apigw_java_regex::{Pattern, PatternError, StepBudget};
use std::sync::Arc;

/// A selection pattern: its text, compiled.
#[derive(Debug, Clone)]
pub struct SelectionPattern {
    text: Arc<str>,
    pattern: Result<Pattern, Unreadable>,
}

/// Why a text is not a pattern.
#[derive(Debug, Clone)]
struct Unreadable {
    reason: String,
    /// Whether Java refuses it too.
    is_invalid: bool,
}

impl SelectionPattern {
    pub(crate) fn new(text: &str) -> Self {
        Self::of(text, Pattern::new(text))
    }

    pub(super) fn of(text: &str, pattern: Result<Pattern, PatternError>) -> Self {
        Self {
            text: text.into(),
            pattern: pattern.map_err(|error| Unreadable {
                reason: error.to_string(),
                is_invalid: error.invalid,
            }),
        }
    }

    /// The text of the pattern.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text of the pattern, to keep.
    pub(crate) fn shared(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Why the text is not a pattern.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        let error = self.pattern.as_ref().err()?;
        Some(&error.reason)
    }

    /// Whether Java refuses the text as a pattern.
    pub(crate) fn is_invalid(&self) -> bool {
        self.pattern.as_ref().is_err_and(|error| error.is_invalid)
    }

    /// The shortest texts that the pattern takes; some of them may need a match to be sure.
    pub(crate) fn examples(&self) -> Vec<String> {
        let pattern = self.pattern.as_ref();
        pattern.map_or_else(|_| Vec::new(), Pattern::examples)
    }

    /// How many steps a matcher that backtracks takes on `text`, counted up to `limit`; `None` if that is not known.
    pub(crate) fn backtracking_steps(&self, text: &str, limit: u64) -> Option<u64> {
        self.pattern.as_ref().ok()?.backtracking_steps(text, limit)
    }

    /// Whether the pattern takes the whole of `text`.
    ///
    /// # Errors
    ///
    /// When it is not a pattern, or takes too many steps on this text.
    pub fn matches(&self, text: &str) -> Result<bool, String> {
        self.matches_within(text, &mut StepBudget::default())
    }

    /// Whether the pattern takes the whole of `text`, within the steps that are left in `budget`.
    ///
    /// # Errors
    ///
    /// When it is not a pattern, or takes more steps on this text.
    pub fn matches_within(&self, text: &str, budget: &mut StepBudget) -> Result<bool, String> {
        let pattern = self.pattern.as_ref();
        let pattern = pattern.map_err(|error| error.reason.clone())?;
        pattern
            .matches_within(text, budget)
            .map_err(|error| error.to_string())
    }
}
