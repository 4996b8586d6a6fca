//! An operation of one of the two documents.

use crate::openapi::samples::trial::Trial;
use apigw_local::document::{Kind, Operation};
use std::sync::Arc;

/// An operation, and the document that it is run in.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) trial: &'a Trial,
    pub(super) operation: &'a Arc<Operation>,
}

impl Side<'_> {
    /// The operation so that its mappings and templates run. Other parts of it may differ from `expected`.
    pub(super) fn runnable(&self, expected: &Self) -> Operation {
        let mut operation = Operation::clone(self.operation);
        operation.not_run = None;
        let integration = &mut operation.integration;
        integration.kind = match expected.operation.integration.kind {
            Kind::Mock => Kind::Mock,
            _ => Kind::Custom {
                function: String::new(),
            },
        };
        integration.content_handling = expected.operation.integration.content_handling;
        operation
    }
}
