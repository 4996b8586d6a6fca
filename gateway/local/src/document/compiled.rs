//! The texts of a document that are programs, each compiled once.

use super::{selection_pattern::SelectionPattern, template::Template};
use apigw_java_regex::{Pattern, StepBudget};
use std::collections::HashMap;

/// How many steps the patterns of one document may take to be compiled: some thousands of usual ones.
const COMPILE_STEPS: u64 = 300_000_000;

/// The patterns and the templates of a document. Most of them stand in it many times.
#[derive(Debug)]
pub(super) struct Compiled {
    patterns: HashMap<String, SelectionPattern>,
    templates: HashMap<String, Template>,
    budget: StepBudget,
}

impl Default for Compiled {
    fn default() -> Self {
        Self {
            patterns: HashMap::new(),
            templates: HashMap::new(),
            budget: StepBudget::steps(COMPILE_STEPS),
        }
    }
}

impl Compiled {
    /// The pattern of this text. When the steps are used up, a new one is read as one that this engine cannot run.
    pub(super) fn pattern(&mut self, text: &str) -> SelectionPattern {
        if let Some(known) = self.patterns.get(text) {
            return known.clone();
        }
        let pattern = SelectionPattern::of(text, Pattern::new_within(text, &mut self.budget));
        self.patterns.insert(text.to_owned(), pattern.clone());
        pattern
    }

    pub(super) fn template(&mut self, text: &str) -> Template {
        if let Some(known) = self.templates.get(text) {
            return known.clone();
        }
        let template = Template::new(text);
        self.templates.insert(text.to_owned(), template.clone());
        template
    }
}
