//! The work of a validation: each text and value that it reads, each comparison and each pattern takes steps.

use super::patterns::Patterns;
use apigw_java_regex::StepBudget;
use serde_json::Value;
use std::cell::RefCell;

/// How deep a body may nest in its model.
const DEPTH_LIMIT: usize = 64;

/// What it costs to look at one value with one schema.
const VALUE_STEPS: u64 = 10;
/// How many bytes of a text are read in the time of one step.
const BYTES_A_STEP: usize = 16;

/// How far a validation has come.
#[derive(Clone, Copy)]
pub(super) struct Progress<'a> {
    depth: usize,
    work: &'a RefCell<Work<'a>>,
}

/// The work that is left for a validation.
pub(super) struct Work<'a> {
    steps: &'a mut StepBudget,
    /// Whether they did not suffice for the whole body.
    is_used_up: bool,
    patterns: &'a Patterns,
}

impl<'a> Work<'a> {
    pub(super) fn new(steps: &'a mut StepBudget, patterns: &'a Patterns) -> Self {
        Self {
            steps,
            is_used_up: false,
            patterns,
        }
    }
}

impl<'a> Progress<'a> {
    pub(super) fn new(work: &'a RefCell<Work<'a>>) -> Self {
        Self { depth: 0, work }
    }

    pub(super) fn deeper(self) -> Self {
        Self {
            depth: self.depth + 1,
            ..self
        }
    }

    pub(super) fn is_over(self) -> bool {
        self.charge(VALUE_STEPS);
        self.depth > DEPTH_LIMIT || self.is_used_up()
    }

    /// Whether the steps did not suffice for the whole body.
    pub(super) fn is_used_up(self) -> bool {
        self.work.borrow().is_used_up
    }

    pub(super) fn charge(self, steps: u64) {
        let mut work = self.work.borrow_mut();
        work.is_used_up |= work.steps.charge(steps).is_err();
    }

    /// Charges for a text that is read once.
    pub(super) fn read(self, text: &str) {
        self.charge(1 + (text.len() / BYTES_A_STEP) as u64);
    }

    /// Charges for a value that is read once, as far as the steps allow.
    pub(super) fn read_value(self, value: &Value) {
        if self.is_used_up() {
            return;
        }
        match value {
            Value::String(text) => self.read(text),
            Value::Array(items) => {
                self.charge(1);
                for item in items {
                    self.read_value(item);
                }
            }
            Value::Object(members) => {
                self.charge(1);
                for (name, member) in members {
                    self.read(name);
                    self.read_value(member);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => self.charge(1),
        }
    }

    /// Whether two values are equal, as far as the steps allow.
    pub(super) fn equal(self, one: &Value, other: &Value) -> bool {
        self.charge(1);
        if self.is_used_up() {
            return false;
        }
        match (one, other) {
            (Value::String(one), Value::String(other)) if one.len() == other.len() => {
                self.read(one);
                one == other
            }
            (Value::Array(one), Value::Array(other)) => {
                one.len() == other.len()
                    && one
                        .iter()
                        .zip(other)
                        .all(|(one, other)| self.equal(one, other))
            }
            (Value::Object(one), Value::Object(other)) => {
                one.len() == other.len()
                    && one.iter().all(|(name, value)| {
                        self.read(name);
                        other
                            .get(name)
                            .is_some_and(|other| self.equal(value, other))
                    })
            }
            _ => one == other,
        }
    }

    /// Whether `pattern` occurs in `text`. Text that is not a pattern occurs nowhere.
    pub(super) fn finds(self, pattern: &str, text: &str) -> bool {
        let Work {
            steps,
            patterns,
            is_used_up,
        } = &mut *self.work.borrow_mut();
        let compiled = patterns.anywhere(pattern, steps);
        let found = compiled.map(|compiled| compiled.matches_within(text, steps));
        *is_used_up |= steps.left() == 0;
        found == Some(Ok(true))
    }
}
