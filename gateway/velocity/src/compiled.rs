//! What a template spells out and has to be compiled: patterns and paths. They are kept with the template.

use super::{
    budget::{Fault, TOO_MUCH_WORK},
    path::Path,
    value::Heap,
};
use apigw_java_regex::{Pattern, Search, StepBudget};
use std::sync::OnceLock;

/// A text of the template that is compiled when it is first needed. Each rendering that needs it pays for that once, as if it were
/// the first one, so that all renderings cost the same.
#[derive(Debug)]
pub(super) struct Compiled<T> {
    /// Its place among those of the template.
    index: usize,
    made: OnceLock<Made<T>>,
}

#[derive(Debug)]
struct Made<T> {
    steps: u64,
    of: Result<T, Fault>,
}

/// A pattern that the template spells out.
#[derive(Debug)]
pub(super) struct LiteralPattern {
    pub(super) whole: Compiled<Pattern>,
    pub(super) search: Compiled<Search>,
}

/// A path that the template spells out.
pub(super) type LiteralPath = Compiled<Path>;

impl<T> Compiled<T> {
    pub(super) fn new(index: usize) -> Self {
        Self {
            index,
            made: OnceLock::new(),
        }
    }

    /// What `compile` makes of the text, within the steps that are left.
    pub(super) fn get(
        &self,
        heap: &mut Heap,
        compile: impl FnOnce(&Heap, &mut StepBudget) -> Result<T, Fault>,
    ) -> Result<&T, Fault> {
        let is_new = heap.budget.is_first_use(self.index);
        let made = if let Some(made) = self.made.get() {
            if is_new {
                heap.budget.charge_compiled(made.steps)?;
            }
            made
        } else {
            let before = heap.budget.steps.left();
            let of = heap.with_steps(compile);
            let left = heap.budget.steps.left();
            if left == 0 {
                // With more steps it may be made, so this end is not kept.
                return Err(of.err().unwrap_or(TOO_MUCH_WORK));
            }
            self.made.get_or_init(|| Made {
                steps: before - left,
                of,
            })
        };
        made.of.as_ref().map_err(Clone::clone)
    }
}

impl LiteralPattern {
    pub(super) fn new(index: usize) -> Self {
        Self {
            whole: Compiled::new(index),
            search: Compiled::new(index),
        }
    }
}
