//! Java's regular expressions: a selection pattern takes a whole message or nothing ([`Pattern`]), and the methods of
//! strings in mapping templates look for one in a text ([`Search`]).
//!
//! A pattern is parsed as `java.util.regex.Pattern` parses it, and written again for another engine, with every
//! character class spelled out. What that engine cannot do as Java does, and what Java's own versions disagree on, is
//! refused with the reason: a pattern never matches wrongly. Time is bounded, where Java's is not.
//!
//! | refused | why |
//! |---|---|
//! | what Java refuses, an unescaped `{` for one | with Java's own words |
//! | flags `x`, `u`, `U`, `c`; `\X`, `\N{…}`, `\b{g}`; blocks and most binary properties | not had here |
//! | `[^a[b]]`, `[^a&&b]` | Java 8 negates only a part of it, later versions all of it |
//! | look-behind whose alternatives have no fixed length | Java takes some of these, and its versions differ |
//! | references to a group that is not closed yet, or under the flag `i` | not had here |
//! | references to a group inside of a look-around, of `(?>…)` or of a repetition | Java keeps there what a way that failed has put there |
//! | `\G` in a search | not had here |
//! | quantified anchors and look-arounds, `\R` inside of a repeated group | Java's rules for these are its optimiser's |
//!
//! Java's strings are UTF-16. A search that could find half of a character beyond U+FFFF has no answer in a text with
//! such characters, nor has a look-behind that could see one.
//!
//! `\b` looks at Unicode letters up to Java 18, and at ASCII ones since: where the two answers differ, there is none.

mod budget;
mod class;
mod emit;
mod engine;
mod examples;
mod parse;
mod property;
mod quoting;
mod reader;
mod replacement;
mod search;
mod shape;
mod syntax;

#[cfg(test)]
mod tests;

pub use budget::StepBudget;
pub use replacement::ReplaceError;
pub use search::{FindAll, Found, Search};

use engine::Engine;
use std::{error::Error, fmt};

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

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    /// The place in the pattern, in characters from 0.
    pub at: usize,
    /// What is wrong there.
    pub reason: String,
    /// Whether Java refuses the pattern too.
    pub invalid: bool,
}

/// Why a pattern has no answer to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MatchError {
    /// The match took too many steps; Java would go on, for hours perhaps.
    TooManySteps,
    /// Java's versions disagree on `\b` here.
    WordBoundary,
    /// Java counts a character beyond U+FFFF as two, and looks at the halves here.
    HalfCharacter,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// When Java refuses the pattern, or when this engine cannot do what Java would.
    pub fn new(pattern: &str) -> Result<Self, PatternError> {
        let parsed = parse::parse(pattern)?;
        Ok(Self {
            text: pattern.to_owned(),
            engine: Engine::new(&parsed, emit::whole)?,
        })
    }

    /// Whether the pattern takes the whole of `message`.
    ///
    /// # Errors
    ///
    /// When that takes too many steps, or when Java's answer cannot be told.
    pub fn matches(&self, message: &str) -> Result<bool, MatchError> {
        self.matches_within(message, &mut StepBudget::default())
    }

    /// The same, with no more work than what is left of it.
    ///
    /// # Errors
    ///
    /// When that takes too many steps, or when Java's answer cannot be told.
    pub fn matches_within(
        &self,
        message: &str,
        budget: &mut StepBudget,
    ) -> Result<bool, MatchError> {
        self.engine.matches(message, budget)
    }

    /// The pattern as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PatternError {
    fn invalid(at: usize, reason: impl Into<String>) -> Self {
        Self {
            at,
            reason: reason.into(),
            invalid: true,
        }
    }

    fn unsupported(at: usize, reason: impl Into<String>) -> Self {
        Self {
            at,
            reason: reason.into(),
            invalid: false,
        }
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, at character {}", self.reason, self.at + 1)
    }
}

impl Error for PatternError {}

impl fmt::Display for MatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooManySteps => "the pattern takes too many steps on this text",
            Self::WordBoundary => "Java's versions disagree on what `\\b` means in this text",
            Self::HalfCharacter => {
                "Java takes a character beyond U+FFFF for two here, and the pattern may match one of them"
            }
        })
    }
}

impl Error for MatchError {}
