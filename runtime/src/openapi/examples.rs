//! Failures as examples: each declared response with values of its members' types.

use super::{
    OpenApi,
    samples::SampleAnswer,
    schemas::{Audience, Models},
};
use crate::{DeclaredResponse, Operation, callback};
use apigw_local::document::Schemas;

/// What examples of an API's failures are made of.
pub(crate) struct Examples {
    models: Models,
    schemas: Schemas,
}

/// One failure, as the runtime writes it.
pub(crate) struct Example {
    /// What the client gets; `None` if it cannot be written.
    pub(crate) answer: Option<SampleAnswer>,
    /// The callback message of a custom integration.
    pub(crate) message: String,
}

impl OpenApi {
    /// What examples of this API's failures are made of.
    pub(crate) fn examples(&self) -> Examples {
        let models = Models::of(
            &self.operations,
            (self.renderer, &[]),
            &self.settings,
            Audience::Clients,
        );
        let schemas = models.for_examples();
        Examples { models, schemas }
    }
}

impl Examples {
    /// The response `response` of `operation`; `None` if the operation does not declare it.
    pub(crate) fn failure(
        &self,
        operation: &Operation,
        response: &'static DeclaredResponse,
    ) -> Option<Example> {
        let status = response.status().as_u16();
        let group = self.models.failures(operation.name(), status)?;
        let mut failures = group.failures.iter();
        let failure = failures.find(|failure| failure.response == response)?;
        Some(failure.occurrence(&self.schemas, |occurrence| Example {
            answer: SampleAnswer::of_occurrence(operation, occurrence),
            message: callback::of_occurrence(operation.renderer(), occurrence).0,
        }))
    }
}
