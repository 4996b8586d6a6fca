//! One operation: what of the gateway takes its requests, and how that differs.

use super::{
    answers::Answers,
    compare,
    drift::DriftKind,
    event,
    gateway::{self, Gateway, Integration, Place},
    routing, schema, selection,
};
use crate::{Operation, openapi::patterns::Selections};

/// One operation of the types, or a mock, and what of the gateway takes its requests.
pub(super) struct Comparison<'a> {
    pub(super) place: &'a Place,
    pub(super) typed: Option<&'a Operation>,
    pub(super) expected: &'a gateway::Operation,
    pub(super) origins: &'a [String],
    /// Whether functions are asked by proxy integrations.
    pub(super) is_proxy: bool,
    pub(super) takes_passthrough: bool,
}

impl<'a> Comparison<'a> {
    /// The place of what takes the requests in the gateway, and how it differs.
    pub(super) fn drifts(
        &self,
        gateway: &'a Gateway,
        types: &'a Gateway,
    ) -> (Option<&'a Place>, Vec<DriftKind>) {
        let Some(wanted) = &self.expected.integration else {
            return (None, Vec::new());
        };
        let Some((place, found)) = gateway.taker(self.place) else {
            return (None, vec![DriftKind::OperationMissing]);
        };
        let kind = found
            .integration
            .as_ref()
            .map(|integration| &*integration.kind);
        let passes_all = kind == Some("aws_proxy") && self.passes_all(wanted);
        if !passes_all {
            let is_renamed = routing::differ_in_names(&place.0, &self.place.0);
            let is_elsewhere = place.0 != self.place.0 && !is_renamed;
            let is_for_the_rest = place.1 == "ANY" && self.is_for_the_rest(found, wanted);
            if is_elsewhere || is_for_the_rest {
                return (None, vec![DriftKind::OperationMissing]);
            }
            if is_renamed && self.typed.is_some() {
                let renamed = DriftKind::PathDiffers {
                    found: place.0.clone(),
                    expected: self.place.0.clone(),
                };
                return (Some(place), vec![renamed]);
            }
        } else if self.typed.is_none() {
            return (Some(place), Vec::new());
        }
        let mut models = schema::Comparison::new(&gateway.models, &types.models);
        let mut drifts = compare::requests(found, self.expected, &mut models);
        drifts.extend(self.integration_drifts(found, wanted, &mut models));
        (Some(place), drifts)
    }

    /// Whether what takes any method was not made for this one: it asks somebody else, or refuses preflight requests.
    fn is_for_the_rest(&self, found: &gateway::Operation, wanted: &Integration) -> bool {
        let integration = found.integration.as_ref();
        if self.typed.is_some() {
            return integration.map(|found| &*found.kind) != Some(&*wanted.kind);
        }
        let status = |integration: &Integration| integration.default.as_ref()?.status;
        self.place.1 == "OPTIONS" && integration.and_then(status) != status(wanted)
    }

    /// Whether a function that is asked for everything gives the answers of `wanted`: it routes by itself, and answers
    /// unknown routes and methods, but no preflight requests.
    fn passes_all(&self, wanted: &Integration) -> bool {
        wanted.kind == "aws_proxy"
            || (self.is_proxy && self.typed.is_none() && self.place.1 == "ANY")
    }

    fn integration_drifts(
        &self,
        found: &'a gateway::Operation,
        wanted: &'a Integration,
        models: &mut schema::Comparison<'a>,
    ) -> Vec<DriftKind> {
        let Some(integration) = &found.integration else {
            return vec![DriftKind::SettingDiffers {
                setting: "type",
                found: String::new(),
                expected: wanted.kind.clone(),
            }];
        };
        let mut drifts = compare::settings(integration, wanted);
        if integration.kind != wanted.kind || wanted.kind == "aws_proxy" {
            return drifts;
        }
        let selected = self.typed.map(|operation| select(operation, integration));
        let selected = selected.unwrap_or_default();
        drifts.extend(selected.drifts);
        let (path, method) = self.place;
        let asked = event::Asked {
            method,
            path,
            takes_passthrough: self.takes_passthrough,
        };
        drifts.extend(compare::events(integration, wanted, asked));
        let answers = Answers {
            found: (found, integration),
            expected: (self.expected, wanted),
            typed: self.typed,
            asked,
            origins: self.origins,
            broken: selected.broken,
        };
        drifts.extend(answers.drifts(models));
        drifts
    }
}

fn select(operation: &Operation, integration: &Integration) -> selection::Outcome {
    selection::compare(
        operation.renderer(),
        &Selections::of(operation),
        integration,
    )
}
