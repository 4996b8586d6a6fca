//! One operation: the operation of the gateway that takes its requests, and how the two differ.

use super::{
    access::{self, AuthorizerDrifts},
    answers::Answers,
    drift::DriftKind,
    notes::Notes,
    paths,
    requests::Requests,
    schema, selection, settings,
    side::Side,
};
use crate::{
    EventKind, Operation,
    openapi::{
        OpenApi,
        patterns::Selections,
        samples::{SampleRequest, trial::Trial},
    },
};
use apigw_local::document::{self, Integration};
use std::sync::Arc;

/// The parts of a comparison that are the same for all operations.
pub(super) struct Setting<'a> {
    pub(super) found: &'a Trial,
    pub(super) expected: &'a Trial,
    pub(super) origins: &'a [String],
    /// Whether the integrations are proxies.
    pub(super) is_proxy: bool,
    pub(super) accepted: &'a [EventKind],
    pub(super) types: &'a OpenApi,
}

/// The findings that are reported once for all operations.
pub(super) struct Shared<'a> {
    pub(super) models: schema::Comparison<'a>,
    pub(super) authorizers: AuthorizerDrifts,
    pub(super) notes: Notes,
}

/// One operation of the types, a mock, or the fallback function.
pub(super) struct Comparison<'a> {
    pub(super) setting: &'a Setting<'a>,
    /// Its method in capitals, or `ANY`.
    pub(super) method: &'a str,
    pub(super) typed: Option<&'a Operation>,
    pub(super) expected: &'a Arc<document::Operation>,
}

/// The operation of the gateway that takes the requests, and its differences.
pub(super) type Found<'a> = (Option<&'a Arc<document::Operation>>, Vec<DriftKind>);

impl<'a> Comparison<'a> {
    pub(super) fn drifts(&self, shared: &mut Shared<'a>) -> Found<'a> {
        let path = self.path();
        let missing = match self.typed {
            Some(_) => DriftKind::OperationMissing,
            None => DriftKind::FallbackMissing,
        };
        let Some(found) = self.setting.found.operation_for(self.method, path) else {
            return (None, vec![missing]);
        };
        let is_any = found.method.is_none();
        if found.integration.type_name == "aws_proxy" && self.passes_all() {
            if self.expected.integration.type_name == "mock" {
                return (Some(found), Vec::new());
            }
        } else {
            let is_renamed = paths::differ_in_names(&found.path.text, path);
            let is_elsewhere = found.path.text != *path && !is_renamed;
            if is_elsewhere || is_any && self.is_for_the_rest(found) {
                return (None, vec![missing]);
            }
            if is_renamed && self.typed.is_some() {
                let renamed = DriftKind::PathDiffers {
                    found: found.path.text.clone(),
                    expected: path.to_owned(),
                };
                return (Some(found), vec![renamed]);
            }
        }
        let mut drifts: Vec<_> = access::callers(
            found,
            self.expected,
            &mut shared.authorizers,
            &mut shared.notes,
        )
        .into_iter()
        .collect();
        drifts.extend(access::validation(found, self.expected, &mut shared.models));
        drifts.extend(self.integration(found, shared));
        (Some(found), drifts)
    }

    fn path(&self) -> &'a str {
        &self.expected.path.text
    }

    /// Whether an operation for any method does not fit this method: it has another integration, or refuses preflight requests.
    fn is_for_the_rest(&self, found: &document::Operation) -> bool {
        let wanted = &self.expected.integration;
        if self.typed.is_some() {
            return found.integration.type_name != wanted.type_name;
        }
        let status = |integration: &Integration| {
            let mut responses = integration.responses.iter();
            let default = responses.find(|response| response.pattern.is_none());
            default.map(|default| default.status)
        };
        self.method == "OPTIONS" && status(&found.integration) != status(wanted)
    }

    /// Whether a function behind a catch-all operation answers as the types say. It routes by itself and answers unknown routes and
    /// methods, but not preflight requests.
    fn passes_all(&self) -> bool {
        self.expected.integration.type_name == "aws_proxy"
            || (self.setting.is_proxy && self.typed.is_none() && self.method == "ANY")
    }

    fn integration(
        &self,
        found: &'a Arc<document::Operation>,
        shared: &mut Shared<'a>,
    ) -> Vec<DriftKind> {
        let (integration, wanted) = (&found.integration, &self.expected.integration);
        let mut drifts = settings::drifts(integration, wanted);
        if integration.type_name != wanted.type_name {
            return drifts;
        }
        if wanted.type_name != "mock" {
            drifts.extend(settings::deployment(
                integration,
                wanted,
                &self.setting.types.settings.integrations,
                self.typed
                    .is_none_or(|typed| self.setting.types.states_function_of(typed.name())),
                &mut shared.notes,
            ));
        }
        if wanted.type_name == "aws_proxy" {
            return drifts;
        }
        let selections = self.typed.map(Selections::of);
        let typed = self.typed.zip(selections.as_ref());
        let selected = typed.map(|(operation, selections)| {
            selection::compare(
                operation.renderer(),
                selections,
                integration,
                self.setting.types.unreadable_message(),
            )
        });
        let selected = selected.unwrap_or_default();
        drifts.extend(selected.drifts);
        let side = |trial, operation| Side { trial, operation };
        let requests = Requests {
            found: side(self.setting.found, found),
            expected: side(self.setting.expected, self.expected),
            request: SampleRequest::new(self.method, self.path()),
            accepted: self.setting.accepted,
        };
        drifts.extend(selections.and_then(|selections| {
            self.setting.types.shown_prefix(
                &requests.found,
                &requests.expected,
                &requests.request,
                &selections,
            )
        }));
        drifts.extend(requests.drifts());
        let answers = Answers {
            is_bare: requests.are_mapped(),
            found: requests.found,
            expected: requests.expected,
            typed: self.typed,
            request: requests.request,
            origins: self.setting.origins,
            broken: selected.broken,
        };
        drifts.extend(answers.drifts(&mut shared.models));
        drifts
    }
}
