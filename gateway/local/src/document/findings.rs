//! What is wrong with a document, while it is read.

use super::DocumentProblem;

/// The problems of one part of a document, such as an operation.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// With which the part cannot be run.
    pub(super) problems: Vec<DocumentProblem>,
    /// With which it can.
    pub(super) warnings: Vec<DocumentProblem>,
}

impl Findings {
    pub(super) fn push(&mut self, problem: DocumentProblem) {
        self.problems.push(problem);
    }

    pub(super) fn warn(&mut self, problem: DocumentProblem) {
        self.warnings.push(problem);
    }

    /// The value of `result`. If it is a problem, the problem is kept and the default is the value.
    pub(super) fn keep<T: Default>(&mut self, result: Result<T, DocumentProblem>) -> T {
        result.unwrap_or_else(|problem| {
            self.push(problem);
            T::default()
        })
    }

    /// The same where the default does not keep the part from running.
    pub(super) fn keep_as_warning<T: Default>(&mut self, result: Result<T, DocumentProblem>) -> T {
        result.unwrap_or_else(|problem| {
            self.warn(problem);
            T::default()
        })
    }
}
