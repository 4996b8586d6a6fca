//! The errors: of a pattern, of a match and of a replacement.

use std::{error::Error, fmt};

/// The reason why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    /// The place in the pattern, in characters from 0.
    pub at: usize,
    /// The reason.
    pub reason: String,
    /// Whether Java refuses the pattern too.
    pub invalid: bool,
}

/// The reason why a match has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MatchError {
    /// The match needs more steps than the budget has. Java would continue, perhaps for hours.
    TooManySteps,
    /// Java's versions disagree on `\b` here.
    WordBoundary,
    /// Java counts a character beyond U+FFFF as two surrogates, and this match looks at one of them.
    HalfCharacter,
}

/// The reason why a replacement fails.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReplaceError {
    /// The search fails.
    Match(MatchError),
    /// Java refuses the replacement too, in these words.
    Replacement(String),
    /// The replacement asks for this group, and Java may find something else in it.
    UnreliableGroup(usize),
    /// The result has more than 10 MB.
    TooLong,
}

impl fmt::Display for ReplaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Match(error) => error.fmt(f),
            Self::Replacement(reason) => f.write_str(reason),
            Self::UnreliableGroup(group) => write!(
                f,
                "group {group} stands inside of a look-around, of `(?>…)` or of a repetition: Java may find something \
                 else in it"
            ),
            Self::TooLong => f.write_str("the result has more than 10 MB"),
        }
    }
}

impl Error for ReplaceError {}

impl PatternError {
    pub(super) fn invalid(at: usize, reason: impl Into<String>) -> Self {
        Self {
            at,
            reason: reason.into(),
            invalid: true,
        }
    }

    pub(super) fn unsupported(at: usize, reason: impl Into<String>) -> Self {
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
