//! Java's regular expressions: a selection pattern takes a whole message or nothing ([`Pattern`]), and the methods of
//! strings in mapping templates look for one in a text ([`Search`]).
//!
//! This crate parses a pattern as `java.util.regex.Pattern` does, and writes it again for another engine, with every
//! character class spelled out. It refuses, with a reason, a pattern for which that engine does not do what Java does, or for
//! which Java's own versions differ. So a pattern never matches wrongly. The work is bounded, while Java's is not.
//!
//! | refused | why |
//! |---|---|
//! | patterns that Java refuses, such as an unescaped `{` | the reason is Java's own text |
//! | flags `x`, `u`, `U`, `c`; `\X`, `\N{…}`, `\b{g}`; blocks and most binary properties | not supported |
//! | `[^a[b]]`, `[^a&&b]` | Java 8 negates only a part of it, later versions all of it |
//! | look-behind whose alternatives have no fixed length | Java takes some of these, and its versions differ |
//! | references to a group that is not closed yet, or under the flag `i` | not supported |
//! | references to a group inside of a look-around, of `(?>…)` or of a repetition | Java keeps there the captures that a failed branch left |
//! | `\G` in a search | not supported |
//! | quantified anchors and look-arounds, `\R` inside of a repeated group | the result depends on Java's optimiser |
//!
//! Java's strings are UTF-16. A search that could find half of a character beyond U+FFFF has no answer in a text with
//! such characters, nor has a look-behind that could see one.
//!
//! `\b` looks at Unicode letters up to Java 18, and at ASCII letters since. If the two differ for a text, the match is an error.

mod backtracking;
mod budget;
mod class;
mod emit;
mod engine;
mod error;
mod examples;
mod parse;
mod pattern;
mod property;
mod quoting;
mod reader;
mod repetition;
mod replacement;
mod search;
mod shape;
mod syntax;

#[cfg(test)]
mod tests;

pub use budget::StepBudget;
pub use error::{MatchError, PatternError, ReplaceError};
pub use pattern::Pattern;
pub use search::{FindAll, Found, Search};

/// The README compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
