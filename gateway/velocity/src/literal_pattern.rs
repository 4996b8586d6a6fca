//! A pattern in a template, kept with the template so that it is compiled once.

use apigw_java_regex::{Pattern, PatternError, Search};
use std::sync::OnceLock;

/// A pattern that the template spells out. It is compiled when it is first needed.
#[derive(Debug)]
pub(super) struct LiteralPattern {
    /// Its place among those of the template.
    pub(super) index: usize,
    pub(super) whole: OnceLock<Result<Pattern, PatternError>>,
    pub(super) search: OnceLock<Result<Search, PatternError>>,
}

impl LiteralPattern {
    pub(super) fn new(index: usize) -> Self {
        Self {
            index,
            whole: OnceLock::new(),
            search: OnceLock::new(),
        }
    }
}
