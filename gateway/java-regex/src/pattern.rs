//! A pattern that matches a whole text or nothing.

use super::{MatchError, PatternError, budget::StepBudget, engine::Engine, parse};

/// A Java pattern that matches whole messages.
///
/// ```
/// use apigw_java_regex::Pattern;
///
/// let pattern = Pattern::new(r"^(?:Bad Request: )\{[\s\S]*").unwrap();
/// assert!(pattern.matches("Bad Request: {\"status\":400}\n").unwrap());
/// assert!(!Pattern::new("Bad Request: .*").unwrap().matches("Bad Request: a\nb").unwrap());
/// assert_eq!(Pattern::new("a{").unwrap_err().to_string(), "Illegal repetition, at character 2");
/// ```
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    engine: Engine,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// When Java refuses the pattern, or when this engine cannot do what Java would.
    pub fn new(pattern: &str) -> Result<Self, PatternError> {
        Self::new_within(pattern, &mut StepBudget::steps(u64::MAX))
    }

    /// Reads one of many patterns, within the steps that are left in `budget` for all of them.
    ///
    /// ```
    /// use apigw_java_regex::{Pattern, StepBudget};
    ///
    /// let mut budget = StepBudget::steps(100_000);
    /// assert!(Pattern::new_within("Not Found: .*", &mut budget).is_ok());
    /// let error = Pattern::new_within(r"(?=.{5000})[^a]{9000}", &mut budget).unwrap_err();
    /// assert!(!error.invalid);
    /// ```
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and when compiling the pattern takes more steps than are left.
    pub fn new_within(pattern: &str, budget: &mut StepBudget) -> Result<Self, PatternError> {
        let parsed = parse::parse_within(pattern, budget)?;
        Ok(Self {
            text: pattern.to_owned(),
            engine: Engine::of_whole(&parsed)?,
        })
    }

    /// Whether the pattern matches the whole of `message`.
    ///
    /// # Errors
    ///
    /// When the match takes too many steps, or when Java's answer is not certain.
    pub fn matches(&self, message: &str) -> Result<bool, MatchError> {
        self.matches_within(message, &mut StepBudget::default())
    }

    /// Whether the pattern matches the whole of `message`, within the steps that are left in `budget`.
    ///
    /// # Errors
    ///
    /// When the match takes too many steps, or when Java's answer is not certain.
    pub fn matches_within(
        &self,
        message: &str,
        budget: &mut StepBudget,
    ) -> Result<bool, MatchError> {
        self.engine.matches(message, budget)
    }

    /// The text of the pattern.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}
