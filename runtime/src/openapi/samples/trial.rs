//! Runs one sample: a document's event for a request, and its answer to the end of an invocation.
//!
//! Input: a document and a sample. Output: what the engine of the local gateway gives. Every run has the same id and time,
//! so that two documents can be compared. Nothing here decides what a gateway does.

use super::SampleRequest;
use apigw_local::{
    Document, Outcome, Trace,
    document::Operation,
    engine::{
        self, Call, ClientRequest, Deployment, Failure, IntegrationAnswer, MethodRequest,
        RequestStamp, TemplateContext,
    },
};
use axum::body::Bytes;
use http::{Request, Response};
use std::{
    cell::Cell,
    sync::Arc,
    time::{Duration, SystemTime},
};

/// A document that samples are run on.
#[derive(Debug)]
pub(crate) struct Trial {
    deployment: Deployment,
    runs: Cell<usize>,
}

/// The request to an integration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) payload: String,
    /// The changes that the request template made to the call itself.
    pub(crate) overrides: Vec<(String, String)>,
}

impl Trial {
    pub(crate) fn new(document: Document) -> Self {
        let mut deployment = Deployment::new(document);
        let variables = &mut deployment.stage_variables;
        variables.insert("variable".to_owned(), "value".to_owned());
        Self {
            deployment,
            runs: Cell::new(0),
        }
    }

    pub(crate) fn document(&self) -> &Document {
        &self.deployment.document
    }

    /// How many samples were run.
    pub(crate) fn runs(&self) -> usize {
        self.runs.get()
    }

    /// The operation that takes the requests for a path template and a method; `ANY` is a method that no operation names.
    pub(crate) fn operation_for(&self, method: &str, path: &str) -> Option<&Arc<Operation>> {
        let sample = SampleRequest {
            // No fixed segment of a path may have this character.
            text: "~",
            ..SampleRequest::new(method, path)
        };
        let request = sample.to_http();
        self.document()
            .operation_for(request.method(), request.uri().path())
    }

    /// The request that `operation` sends to its integration for `sample`, as if it had passed authorization and validation.
    ///
    /// # Errors
    ///
    /// When it sends no request; the error is the reason.
    pub(crate) fn event(
        &self,
        operation: &Arc<Operation>,
        sample: &SampleRequest<'_>,
    ) -> Result<Event, String> {
        let request = self.let_in(operation, sample);
        let sent = engine::integration_request(&self.deployment, &request, &mut Trace::default())
            .map_err(reason)?;
        Ok(Event {
            overrides: sent
                .templates
                .request_overrides()
                .map(|(name, value)| (name, value.to_owned()))
                .collect(),
            payload: sent.payload,
        })
    }

    /// The status that `operation`, a mock, chooses for `sample`; `None` if it chooses no status.
    pub(crate) fn mock_status(
        &self,
        operation: &Arc<Operation>,
        sample: &SampleRequest<'_>,
    ) -> Option<i64> {
        let request = self.let_in(operation, sample);
        let trace = &mut Trace::default();
        let sent = engine::integration_request(&self.deployment, &request, trace).ok()?;
        match engine::call(&request, sent.target, sent.payload, trace).ok()? {
            Call::Answered(IntegrationAnswer::Mock(status)) => Some(status),
            _ => None,
        }
    }

    /// The client's response for the integration's `answer` to any request.
    ///
    /// # Errors
    ///
    /// When the gateway answers by itself; the error is the reason.
    pub(crate) fn response(
        &self,
        operation: &Arc<Operation>,
        sample: &SampleRequest<'_>,
        answer: &IntegrationAnswer,
    ) -> Result<Response<Bytes>, String> {
        let request = self.let_in(operation, sample);
        let trace = &mut Trace::default();
        let templates = TemplateContext::default();
        engine::integration_response(&self.deployment, &request, templates, answer, trace)
            .and_then(|mapped| engine::method_response(&request, mapped, trace))
            .map_err(reason)
    }

    /// The client's response to `request`, if the function ends with `outcome`.
    pub(crate) fn exchange(
        &self,
        request: Request<Bytes>,
        outcome: Outcome,
    ) -> (Response<Bytes>, Trace) {
        self.runs.set(self.runs.get() + 1);
        let deployment = &self.deployment;
        let stamp = stamp();
        let mut trace = Trace::new(&stamp.id);
        let request = ClientRequest::new(request, stamp);
        let request = match engine::method_request(deployment, request, &mut trace) {
            Ok(request) => request,
            Err(refused) => {
                let response = engine::gateway_response(
                    deployment,
                    &refused.request,
                    &refused.failure,
                    &mut trace,
                );
                return (response, trace);
            }
        };
        let response = self
            .after_method_request(&request, outcome, &mut trace)
            .unwrap_or_else(|failure| {
                engine::gateway_response(deployment, &request.request, &failure, &mut trace)
            });
        (response, trace)
    }

    fn after_method_request(
        &self,
        request: &MethodRequest,
        outcome: Outcome,
        trace: &mut Trace,
    ) -> Result<Response<Bytes>, Failure> {
        let deployment = &self.deployment;
        let sent = engine::integration_request(deployment, request, trace)?;
        let answer = match engine::call(request, sent.target, sent.payload, trace)? {
            Call::Answered(answer) => answer,
            Call::Invoke(_) | Call::Send(_) => engine::ended(outcome, trace),
        };
        let mapped =
            engine::integration_response(deployment, request, sent.templates, &answer, trace)?;
        engine::method_response(request, mapped, trace)
    }

    fn let_in(&self, operation: &Arc<Operation>, sample: &SampleRequest<'_>) -> MethodRequest {
        self.runs.set(self.runs.get() + 1);
        let mut request = ClientRequest::new(sample.to_http(), stamp());
        request.context.authorizer = sample.authorizer();
        MethodRequest::to_operation(Arc::clone(operation), request)
    }
}

fn stamp() -> RequestStamp {
    RequestStamp {
        id: "3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10".to_owned(),
        time: SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_341_607),
    }
}

/// The reason, without the words that each reason of a mapping template starts with.
fn reason(failure: Failure) -> String {
    match failure.reason.strip_prefix("the mapping template: ") {
        Some(reason) => reason.to_owned(),
        None => failure.reason,
    }
}
