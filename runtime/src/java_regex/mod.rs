//! Java's regular expressions, as selection patterns use them: a pattern takes a whole message or nothing.
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
//! | quantified anchors and look-arounds, `\R` inside of a repeated group | Java's rules for these are its optimiser's |
//!
//! `\b` looks at Unicode letters up to Java 18, and at ASCII ones since: where the two answers differ, there is none.

mod class;
mod emit;
mod parse;
mod property;
mod quoting;
mod reader;
mod syntax;

#[cfg(test)]
mod tests;

use std::{error::Error, fmt};

/// How many steps back a match may take before it is given up.
const BACKTRACK_LIMIT: usize = 1_000_000;
/// How much memory a compiled pattern may take.
const SIZE_LIMIT: usize = 8 << 20;

/// A Java pattern that matches whole messages.
///
/// ```
/// use lambda_api_errors::java_regex::Pattern;
///
/// let pattern = Pattern::new(r"^(?:Bad Request: )\{[\s\S]*").unwrap();
/// assert!(pattern.matches("Bad Request: {\"status\":400}\n").unwrap());
/// assert!(!Pattern::new("Bad Request: .*").unwrap().matches("Bad Request: a\nb").unwrap());
/// assert_eq!(Pattern::new("a{").unwrap_err().to_string(), "Illegal repetition, at character 2");
/// ```
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    reading: fancy_regex::Regex,
    /// The same with `\b` as Java 8 to 18 understand it, if there is a `\b`.
    older: Option<fancy_regex::Regex>,
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
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// When Java refuses the pattern, or when this engine cannot do what Java would.
    pub fn new(pattern: &str) -> Result<Self, PatternError> {
        let parsed = parse::parse(pattern)?;
        let compile = |words| {
            fancy_regex::RegexBuilder::new(&emit::emit(&parsed.node, words))
                .backtrack_limit(BACKTRACK_LIMIT)
                .delegate_size_limit(SIZE_LIMIT)
                .build()
                .map_err(|error| {
                    PatternError::unsupported(0, format!("the engine cannot hold this: {error}"))
                })
        };
        Ok(Self {
            text: pattern.to_owned(),
            reading: compile(emit::Words::Ascii)?,
            older: parsed
                .has_word_boundary
                .then(|| compile(emit::Words::Unicode))
                .transpose()?,
        })
    }

    /// Whether the pattern takes the whole of `message`.
    ///
    /// # Errors
    ///
    /// When that takes too many steps, or depends on the version of Java.
    pub fn matches(&self, message: &str) -> Result<bool, MatchError> {
        let run = |regex: &fancy_regex::Regex| {
            regex
                .is_match(message)
                .map_err(|_| MatchError::TooManySteps)
        };
        let answer = run(&self.reading)?;
        if let Some(older) = self.older.as_ref().filter(|_| !message.is_ascii())
            && (message.chars().any(property::is_combining) || run(older)? != answer)
        {
            return Err(MatchError::WordBoundary);
        }
        Ok(answer)
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
            Self::TooManySteps => "the pattern takes too many steps on this message",
            Self::WordBoundary => "Java's versions disagree on what `\\b` means in this message",
        })
    }
}

impl Error for MatchError {}
