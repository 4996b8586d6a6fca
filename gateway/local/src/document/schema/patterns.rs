//! The patterns of a document's models, each compiled when a body first meets it.

use apigw_java_regex::{Pattern, StepBudget};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// How many are kept. Those of a document with more are compiled for each body.
const KEPT: usize = 1_000;

/// The compiled patterns by their texts.
#[derive(Debug, Clone, Default)]
pub(super) struct Patterns(Arc<RwLock<HashMap<String, Arc<Pattern>>>>);

impl Patterns {
    /// The pattern that matches a text in which `pattern` occurs; `None` if it is not a pattern, or takes more steps than are left.
    pub(super) fn anywhere(&self, pattern: &str, steps: &mut StepBudget) -> Option<Arc<Pattern>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(compiled) = known.get(pattern) {
            return Some(Arc::clone(compiled));
        }
        drop(known);
        let anywhere = format!(r"(?s:.*)(?:{pattern})(?s:.*)");
        let compiled = Arc::new(Pattern::new_within(&anywhere, steps).ok()?);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < KEPT {
            known.insert(pattern.to_owned(), Arc::clone(&compiled));
        }
        Some(compiled)
    }
}
