//! A response with a pattern, and texts that the pattern takes.

use super::{
    Found, Place, Rule,
    finding::{Shown, quoted},
    trial::Trial,
};
use crate::document::{IntegrationResponse, SelectionPattern};

/// A message that only a pattern for everything takes.
pub(super) const UNRELATED: &str = "Some other failure, which no pattern was written for";
/// How many texts of one pattern are tried.
const EXAMPLE_LIMIT: usize = 4;
/// A response with a pattern that can be read.
pub(super) struct Candidate<'a> {
    pub(super) index: usize,
    pub(super) status: u16,
    pub(super) pattern: &'a SelectionPattern,
    /// Texts that it takes.
    pub(super) examples: Vec<String>,
    pub(super) takes_everything: bool,
}

impl<'a> Candidate<'a> {
    pub(super) fn new(
        trial: &Trial<'_>,
        index: usize,
        response: &IntegrationResponse,
        pattern: &'a SelectionPattern,
    ) -> Self {
        let examples = pattern.examples().into_iter();
        let taken = examples.filter(|text| !text.is_empty() && trial.takes(pattern, text));
        Self {
            index,
            status: response.status,
            pattern,
            examples: taken.take(EXAMPLE_LIMIT).collect(),
            takes_everything: trial.takes(pattern, UNRELATED),
        }
    }

    /// The pattern and its status, in words.
    pub(super) fn named(&self) -> String {
        format!("the pattern {} for {}", quoted(self.text()), self.status)
    }

    pub(super) fn text(&self) -> &str {
        self.pattern.as_str()
    }

    pub(super) fn found(
        &self,
        rule: &'static Rule,
        reason: String,
        shown: Shown,
        fix: String,
    ) -> Found {
        Found {
            rule,
            place: Place::Response(self.index),
            reason,
            shown: Some(shown),
            fix,
        }
    }
}
