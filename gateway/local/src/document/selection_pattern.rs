//! Selection patterns: the keys of an integration's responses.

use apigw_java_regex::Pattern;

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
        let pattern = self.pattern.as_ref().map_err(Clone::clone)?;
        pattern.matches(text).map_err(|error| error.to_string())
    }
}
