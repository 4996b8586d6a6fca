//! What the linter looked at.

use crate::{
    document::{Document, Kind, Operation},
    infrastructure::DescribedFunction,
};
use std::collections::BTreeSet;

/// How much of a document the linter looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Examined {
    /// The operations, of all kinds.
    pub operations: usize,
    /// The operations with a function behind templates and patterns: `aws`.
    pub custom: usize,
    /// The operations with a function or a server that writes the whole response: `aws_proxy` and `http_proxy`.
    pub proxies: usize,
    /// The operations that the gateway answers by itself: `mock`.
    pub mocks: usize,
    /// The operations with a server behind templates and patterns: `http`.
    pub http: usize,
    /// The operations that the local gateway does not run. What of them can be read was looked at.
    pub not_run: usize,
    /// The selection patterns.
    pub patterns: usize,
    /// The response templates.
    pub templates: usize,
    /// The gateway responses that the document changes.
    pub gateway_responses: usize,
    /// The functions whose timeout the template says.
    pub timeouts: usize,
}

impl Examined {
    pub(super) fn whole(document: &Document) -> Self {
        Self {
            gateway_responses: document.gateway_responses.len(),
            ..Self::default()
        }
    }

    /// Counts an operation; `timeouts` has the functions that were counted before.
    pub(super) fn add<'d>(
        &mut self,
        document: &'d Document,
        operation: &Operation,
        timeouts: &mut BTreeSet<&'d str>,
    ) {
        self.operations += 1;
        self.not_run += usize::from(operation.not_run.is_some());
        let integration = &operation.integration;
        match integration.kind {
            Kind::Custom { .. } => self.custom += 1,
            Kind::Proxy { .. } | Kind::HttpProxy { .. } => self.proxies += 1,
            Kind::Mock => self.mocks += 1,
            Kind::Http { .. } => self.http += 1,
            Kind::Unknown => {}
        }
        if has_responses(&integration.kind) {
            for response in &integration.responses {
                self.patterns += usize::from(response.pattern.is_some());
                self.templates += response.templates.len();
            }
        }
        if let Some(function) = described(document, &integration.kind)
            && function.timeout.is_some()
        {
            timeouts.insert(&function.id);
        }
        self.timeouts = timeouts.len();
    }

    /// Whether no operation has selection patterns and response templates, since each is a proxy.
    #[must_use]
    pub fn is_proxy_only(&self) -> bool {
        self.proxies > 0 && self.proxies == self.operations
    }
}

/// Whether the integration responses of this kind of integration have an effect.
pub(super) fn has_responses(kind: &Kind) -> bool {
    matches!(kind, Kind::Custom { .. } | Kind::Mock | Kind::Http { .. })
}

/// What the template says of the function that is invoked.
pub(super) fn described<'d>(document: &'d Document, kind: &Kind) -> Option<&'d DescribedFunction> {
    let (Kind::Custom { function } | Kind::Proxy { function }) = kind else {
        return None;
    };
    document.functions.iter().find(|it| it.id == *function)
}
