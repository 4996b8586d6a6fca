//! Selection patterns: the keys of an integration's responses.

use apigw_java_regex::{Pattern, StepBudget};

/// A selection pattern: its text, compiled.
#[derive(Debug, Clone)]
pub struct SelectionPattern {
    text: String,
    pattern: Result<Pattern, String>,
}

impl SelectionPattern {
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            pattern: Pattern::new(text).map_err(|error| error.to_string()),
        }
    }

    /// The text of the pattern.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Why the text is no pattern.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.pattern.as_ref().err().map(String::as_str)
    }

    /// Whether the pattern takes the whole of `text`.
    ///
    /// # Errors
    ///
    /// When it is no pattern, or takes too many steps on this text.
    pub fn matches(&self, text: &str) -> Result<bool, String> {
        self.matches_within(text, &mut StepBudget::default())
    }

    /// Whether the pattern takes the whole of `text`, within the steps that are left in `budget`.
    ///
    /// # Errors
    ///
    /// When it is no pattern, or takes more steps on this text.
    pub fn matches_within(&self, text: &str, budget: &mut StepBudget) -> Result<bool, String> {
        let pattern = self.pattern.as_ref().map_err(Clone::clone)?;
        pattern
            .matches_within(text, budget)
            .map_err(|error| error.to_string())
    }
}
