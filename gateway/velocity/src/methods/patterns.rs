//! Java's regular expressions in `matches`, `replaceAll`, `replaceFirst` and `split`.

use apigw_java_regex::{MatchError, Pattern, PatternError, Search, StepBudget};
use std::{collections::HashMap, fmt::Display};

/// How many compiled patterns a rendering keeps.
const MOST_KEPT: usize = 64;

/// The patterns that a rendering has used, and the work that is left for them.
#[derive(Debug, Default)]
pub(in super::super) struct Patterns {
    whole: HashMap<Box<str>, Pattern>,
    searches: HashMap<Box<str>, Search>,
    budget: StepBudget,
}

impl Patterns {
    /// Whether the pattern matches the whole text.
    pub(super) fn matches(&mut self, pattern: &str, text: &str) -> Result<bool, String> {
        let Self { whole, budget, .. } = self;
        kept(whole, pattern, budget, Pattern::new)?
            .matches_within(text, budget)
            .map_err(|error| failed(pattern, error))
    }

    /// Replaces the first `most` matches, or all; the replacement may name groups.
    pub(super) fn replace(
        &mut self,
        pattern: &str,
        text: &str,
        replacement: &str,
        most: Option<usize>,
    ) -> Result<String, String> {
        let Self {
            searches, budget, ..
        } = self;
        kept(searches, pattern, budget, Search::new)?
            .replace(text, replacement, most, budget)
            .map_err(|error| failed(pattern, error))
    }

    /// Java's `split`: without a limit, empty parts at the end are dropped.
    pub(super) fn split<'t>(
        &mut self,
        pattern: &str,
        text: &'t str,
        limit: i32,
    ) -> Result<Vec<&'t str>, String> {
        let Self {
            searches, budget, ..
        } = self;
        kept(searches, pattern, budget, Search::new)?
            .split(text, limit, budget)
            .map_err(|error| failed(pattern, error))
    }
}

/// The pattern from among those that are kept, or a new one.
fn kept<'k, P>(
    patterns: &'k mut HashMap<Box<str>, P>,
    pattern: &str,
    budget: &mut StepBudget,
    compile: impl FnOnce(&str) -> Result<P, PatternError>,
) -> Result<&'k P, String> {
    if !patterns.contains_key(pattern) {
        budget
            .charge_compile(pattern)
            .map_err(|error: MatchError| failed(pattern, error))?;
        let compiled = compile(pattern).map_err(|error| refused(pattern, &error))?;
        if patterns.len() == MOST_KEPT {
            patterns.clear();
        }
        patterns.insert(pattern.into(), compiled);
    }
    Ok(&patterns[pattern])
}

fn failed(pattern: &str, error: impl Display) -> String {
    format!("the pattern `{}`: {error}", shortened(pattern))
}

fn refused(pattern: &str, error: &PatternError) -> String {
    let whose = if error.invalid {
        "is none"
    } else {
        "is not supported here"
    };
    format!("the pattern `{}` {whose}: {error}", shortened(pattern))
}

/// What an error message shows of a pattern, which may be a whole body.
fn shortened(pattern: &str) -> String {
    const SHOWN: usize = 80;
    match pattern.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &pattern[..end]),
        None => pattern.to_owned(),
    }
}
