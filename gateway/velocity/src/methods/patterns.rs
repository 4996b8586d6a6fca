//! Java's regular expressions in `matches`, `replaceAll`, `replaceFirst` and `split`.

use super::{super::budget::Fault, Call, Heap, Text, Value};
use crate::{
    compiled::{Compiled, LiteralPattern},
    error::shortened,
    program::Prepared,
    value::ListKind,
};
use apigw_java_regex::{Pattern, PatternError, Search, StepBudget};
use std::{collections::HashMap, fmt::Display};

/// How many compiled patterns a rendering keeps.
const MOST_KEPT: usize = 64;

/// The patterns that a rendering has used.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    whole: HashMap<Box<str>, Pattern>,
    searches: HashMap<Box<str>, Search>,
}

/// Whether the pattern matches the whole text.
pub(super) fn matches(call: &mut Call<'_, '_>, pattern: Text, text: Text) -> Result<bool, Fault> {
    let literal = literal(call, pattern, |literal| &literal.whole, Pattern::new_within)?;
    let patterns = &mut *call.patterns;
    call.heap.with_steps(|heap, steps| {
        let spelled = heap.str(pattern);
        let compiled = match literal {
            Some(literal) => literal,
            None => kept(&mut patterns.whole, spelled, steps, Pattern::new_within)?,
        };
        let matches = compiled.matches_within(heap.str(text), steps);
        matches.map_err(|error| failed(spelled, error))
    })
}

/// What the template keeps of the pattern; nothing, if it does not spell it out.
fn literal<'p, P>(
    call: &mut Call<'_, 'p>,
    pattern: Text,
    kept: fn(&LiteralPattern) -> &Compiled<P>,
    new: fn(&str, &mut StepBudget) -> Result<P, PatternError>,
) -> Result<Option<&'p P>, Fault> {
    let Prepared::Pattern(literal) = call.prepared else {
        return Ok(None);
    };
    let compile = |heap: &Heap, steps: &mut StepBudget| compiled(heap.str(pattern), steps, new);
    kept(literal).get(call.heap, compile).map(Some)
}

/// Looks for the pattern in a text of the heap.
fn search<T>(
    call: &mut Call<'_, '_>,
    pattern: Text,
    look: impl FnOnce(&Search, &Heap, &mut StepBudget) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let literal = literal(call, pattern, |literal| &literal.search, Search::new_within)?;
    let patterns = &mut *call.patterns;
    call.heap.with_steps(|heap, steps| {
        let spelled = heap.str(pattern);
        let compiled = match literal {
            Some(literal) => literal,
            None => kept(&mut patterns.searches, spelled, steps, Search::new_within)?,
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

/// The pattern from among those that are kept, or a new one.
fn kept<'k, P>(
    patterns: &'k mut HashMap<Box<str>, P>,
    pattern: &str,
    steps: &mut StepBudget,
    compile: impl FnOnce(&str, &mut StepBudget) -> Result<P, PatternError>,
) -> Result<&'k P, Fault> {
    if !patterns.contains_key(pattern) {
        let compiled = compiled(pattern, steps, compile)?;
        if patterns.len() == MOST_KEPT {
            patterns.clear();
        }
        patterns.insert(pattern.into(), compiled);
    }
    Ok(&patterns[pattern])
}

/// Compiles a pattern within the steps that are left.
fn compiled<P>(
    pattern: &str,
    steps: &mut StepBudget,
    compile: impl FnOnce(&str, &mut StepBudget) -> Result<P, PatternError>,
) -> Result<P, Fault> {
    compile(pattern, steps).map_err(|error| match steps.left() {
        0 => failed(pattern, "the pattern takes too many steps to be compiled"),
        _ => refused(pattern, &error),
    })
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
