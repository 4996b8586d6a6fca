//! The `JSONPath` of `$input.path` and `$input.json`, as Jayway 2.0 reads it.
//!
//! A path that names one place gives its value, and nothing where the place does not exist; a path with
//! `..`, `*`, a slice or a filter gives the list of what it finds. Functions such as `length()` are not
//! there: a template calls `.size()` on the list.

mod criteria;
mod evaluate;
mod filter;
mod parse;

pub(super) use evaluate::read;

use super::budget::Fault;
use apigw_java_regex::StepBudget;
use filter::Filter;

/// A parsed path.
#[derive(Debug)]
pub(super) struct Path {
    tokens: Vec<Token>,
    /// Whether it starts with `$`: where a filter compares, that is the whole document.
    is_root: bool,
}

#[derive(Debug)]
enum Token {
    Properties(Vec<String>),
    Index(i64),
    /// `[@.length - 1]`
    FromEnd(i64),
    Indices(Vec<i64>),
    SliceFrom(i64),
    SliceTo(i64),
    Slice(i64, i64),
    Wildcard,
    Scan,
    /// A `$` in the middle, which changes nothing.
    Here,
    Filter(Filter),
    /// `[?]`, for which Jayway wants a filter from elsewhere.
    Placeholder,
}

impl Path {
    /// Reads a path. Its patterns are compiled within the steps that are left.
    pub(super) fn parse(path: &str, steps: &mut StepBudget) -> Result<Self, Fault> {
        parse::path(path, 0, steps)
    }

    /// Whether it names one place.
    fn is_definite(&self) -> bool {
        self.tokens.iter().all(Token::is_definite)
    }
}

impl Token {
    fn is_definite(&self) -> bool {
        matches!(
            self,
            Self::Properties(_) | Self::Index(_) | Self::FromEnd(_) | Self::Here
        )
    }
}
