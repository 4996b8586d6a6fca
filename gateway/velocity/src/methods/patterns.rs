//! Java's regular expressions in `matches`, `replaceAll`, `replaceFirst` and `split`.

use super::{super::budget::Fault, Call, Heap, Text, Value};
use crate::{literal_pattern::LiteralPattern, program::Prepared, value::ListKind};
use apigw_java_regex::{MatchError, Pattern, PatternError, Search, StepBudget};
use std::{collections::HashMap, fmt::Display};

/// How many compiled patterns a rendering keeps.
const MOST_KEPT: usize = 64;

/// The patterns that a rendering has used.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    whole: HashMap<Box<str>, Pattern>,
    searches: HashMap<Box<str>, Search>,
    /// Which of the template's own patterns are paid for.
    charged: Vec<bool>,
}

/// Whether the pattern matches the whole text.
pub(super) fn matches(call: &mut Call<'_, '_>, pattern: Text, text: Text) -> Result<bool, Fault> {
    let (patterns, prepared) = (&mut *call.patterns, call.prepared);
    call.heap.with_steps(|heap, steps| {
        let spelled = heap.str(pattern);
        let compiled = match prepared {
            Prepared::Pattern(literal) => {
                patterns.charge(literal, spelled, steps)?;
                let compiled = literal.whole.get_or_init(|| Pattern::new(spelled));
                compiled.as_ref().map_err(|error| refused(spelled, error))?
            }
            _ => kept(&mut patterns.whole, spelled, steps, Pattern::new)?,
        };
        let matches = compiled.matches_within(heap.str(text), steps);
        matches.map_err(|error| failed(spelled, error))
    })
}

/// Looks for the pattern in a text of the heap.
fn search<T>(
    call: &mut Call<'_, '_>,
    pattern: Text,
    look: impl FnOnce(&Search, &Heap, &mut StepBudget) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let (patterns, prepared) = (&mut *call.patterns, call.prepared);
    call.heap.with_steps(|heap, steps| {
        let spelled = heap.str(pattern);
        let compiled = match prepared {
            Prepared::Pattern(literal) => {
                patterns.charge(literal, spelled, steps)?;
                let compiled = literal.search.get_or_init(|| Search::new(spelled));
                compiled.as_ref().map_err(|error| refused(spelled, error))?
            }
            _ => kept(&mut patterns.searches, spelled, steps, Search::new)?,
        };
        look(compiled, heap, steps).map_err(|error| failed(spelled, error))
    })
}

/// Replaces the first `most` matches, or all; the replacement may name groups.
pub(super) fn replace(
    call: &mut Call<'_, '_>,
    pattern: Text,
    text: Text,
    replacement: Text,
    most: Option<usize>,
) -> Result<Value, Fault> {
    let replaced = search(call, pattern, |search, heap, steps| {
        search
            .replace(heap.str(text), heap.str(replacement), most, steps)
            .map_err(|error| error.to_string().into())
    })?;
    call.heap.value(&replaced)
}

/// Java's `split`: without a limit, empty parts at the end are dropped.
pub(super) fn split(
    call: &mut Call<'_, '_>,
    pattern: Text,
    text: Text,
    limit: i32,
) -> Result<Value, Fault> {
    let parts = search(call, pattern, |search, heap, steps| {
        let parts = search.split(heap.str(text), limit, steps);
        let parts = parts.map_err(|error| Fault::from(error.to_string()))?;
        let part = |part: &&str| Value::Text(heap.found(text, part));
        Ok(parts.iter().map(part).collect())
    })?;
    call.heap.new_list(ListKind::Array, parts)
}

impl Patterns {
    /// Charges for one of the template's own patterns, once in a rendering, whether it is compiled by now or not.
    fn charge(
        &mut self,
        literal: &LiteralPattern,
        pattern: &str,
        steps: &mut StepBudget,
    ) -> Result<(), Fault> {
        if self.charged.len() <= literal.index {
            self.charged.resize(literal.index + 1, false);
        }
        if !self.charged[literal.index] {
            steps
                .charge_compile(pattern)
                .map_err(|error| failed(pattern, error))?;
            self.charged[literal.index] = true;
        }
        Ok(())
    }
}

/// The pattern from among those that are kept, or a new one.
fn kept<'k, P>(
    patterns: &'k mut HashMap<Box<str>, P>,
    pattern: &str,
    steps: &mut StepBudget,
    compile: impl FnOnce(&str) -> Result<P, PatternError>,
) -> Result<&'k P, Fault> {
    if !patterns.contains_key(pattern) {
        steps
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

fn failed(pattern: &str, error: impl Display) -> Fault {
    format!("the pattern `{}`: {error}", shortened(pattern)).into()
}

fn refused(pattern: &str, error: &PatternError) -> Fault {
    let whose = if error.invalid {
        "is not valid"
    } else {
        "is not supported here"
    };
    format!("the pattern `{}` {whose}: {error}", shortened(pattern)).into()
}

/// What an error message shows of a pattern, which may be a whole body.
fn shortened(pattern: &str) -> String {
    const SHOWN: usize = 80;
    match pattern.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &pattern[..end]),
        None => pattern.to_owned(),
    }
}
