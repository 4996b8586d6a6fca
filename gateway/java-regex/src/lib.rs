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
mod error;
mod examples;
mod parse;
mod pattern;
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
pub use error::{MatchError, PatternError, ReplaceError};
pub use pattern::Pattern;
pub use search::{FindAll, Found, Search};
