//! One operation, and what its clients get of the ends of an invocation: the engine's word, within a budget of steps.

use crate::{
    document::{Operation, ResponseType, SelectionPattern},
    engine::{
        self, ClientRequest, Deployment, Failure, IntegrationAnswer, MethodRequest, RequestStamp,
        TemplateContext,
    },
    function::Outcome,
    trace::{Step, Trace},
};
use apigw_java_regex::StepBudget;
use bytes::Bytes;
use http::{Method, Request, Response};
use std::{cell::Cell, sync::Arc, time::SystemTime};

/// The most steps of one pattern or template on one text.
const STEPS_PER_TEXT: u64 = 500_000;
/// What it costs in steps to make a text and to try it, in addition to the steps of the pattern.
const STEPS_PER_TRY: u64 = 20;
/// What a run costs in steps, in addition to its patterns and templates.
const STEPS_PER_RUN: u64 = 5_000;

/// The steps that are left for a document.
#[derive(Debug)]
pub(super) struct Steps(Cell<u64>);

/// An operation of a deployed document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trial<'a> {
    pub(super) deployment: &'a Deployment,
    pub(super) operation: &'a Arc<Operation>,
    pub(super) steps: &'a Steps,
}

/// What a client gets, and why.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) response: Response<Bytes>,
    pub(super) trace: Trace,
}

impl Steps {
    pub(super) fn new(steps: u64) -> Self {
        Self(Cell::new(steps))
    }

    pub(super) fn are_used_up(&self) -> bool {
        self.0.get() == 0
    }

    pub(super) fn charge(&self, steps: u64) {
        self.0.set(self.0.get().saturating_sub(steps));
    }

    /// Whether the pattern takes the text. One that has no answer within its steps takes nothing.
    pub(super) fn takes(&self, pattern: &SelectionPattern, text: &str) -> bool {
        let limit = STEPS_PER_TEXT.min(self.0.get());
        let mut budget = StepBudget::steps(limit);
        let taken = pattern.matches_within(text, &mut budget);
        self.charge(STEPS_PER_TRY + limit - budget.left());
        taken.unwrap_or(false)
    }
}

impl Trial<'_> {
    pub(super) fn takes(&self, pattern: &SelectionPattern, text: &str) -> bool {
        self.steps.takes(pattern, text)
    }

    /// What the client gets when the function fails with this message.
    pub(super) fn fail(&self, message: &str) -> Answer {
        self.end(Outcome::failed("Error", message))
    }

    /// What the client gets when the invocation ends so.
    pub(super) fn end(&self, outcome: Outcome) -> Answer {
        self.answer(&engine::ended(outcome, &mut Trace::default()))
    }

    /// A request to the operation.
    fn request(&self) -> MethodRequest {
        let stamp = RequestStamp {
            id: "3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10".to_owned(),
            time: SystemTime::UNIX_EPOCH,
        };
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = self.operation.method.clone().unwrap_or(Method::GET);
        let mut request = ClientRequest::new(request, stamp);
        request.step_limit = STEPS_PER_TEXT.min(self.steps.0.get());
        MethodRequest::to_operation(Arc::clone(self.operation), request)
    }

    /// What the client gets if the integration takes too long.
    pub(super) fn late(&self) -> Answer {
        let request = self.request();
        self.failed(&request, &engine::timed_out(&request))
    }

    /// What the client gets if the gateway itself fails so.
    pub(super) fn refuse(&self, kind: ResponseType) -> Answer {
        let failure = Failure::new(kind, "a failure", "a failure");
        self.failed(&self.request(), &failure)
    }

    fn failed(&self, request: &MethodRequest, failure: &Failure) -> Answer {
        let request = &request.request;
        let mut trace = Trace::new(&request.stamp.id);
        self.steps.charge(STEPS_PER_RUN);
        let response = engine::gateway_response(self.deployment, request, failure, &mut trace);
        Answer { response, trace }
    }

    /// What the client gets of this answer of the integration.
    pub(super) fn answer(&self, answer: &IntegrationAnswer) -> Answer {
        let request = self.request();
        let mut trace = Trace::new(&request.request.stamp.id);
        let limit = request.request.step_limit;
        let templates = TemplateContext::default();
        let response =
            engine::integration_response(self.deployment, &request, templates, answer, &mut trace)
                .and_then(|mapped| engine::method_response(&request, mapped, &mut trace))
                .unwrap_or_else(|failure| {
                    engine::gateway_response(
                        self.deployment,
                        &request.request,
                        &failure,
                        &mut trace,
                    )
                });
        let failed = |step: &&Step| matches!(step, Step::Tried { taken: Err(_), .. });
        let long = trace.steps.iter().filter(failed).count() as u64 + u64::from(trace.used_up);
        let tried = trace.steps.len() as u64;
        self.steps
            .charge(STEPS_PER_RUN + 100 * tried + long * limit);
        Answer { response, trace }
    }
}

impl Answer {
    pub(super) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// Whether the client takes the answer for a success.
    pub(super) fn is_success(&self) -> bool {
        self.response.status().is_success()
    }

    /// The status and its origin, in words.
    pub(super) fn in_words(&self) -> String {
        let status = self.status();
        match (self.trace.gateway_response(), &self.trace.selection) {
            (Some(kind), _) => format!("{status}, the gateway response {kind}"),
            (None, Some(selection)) => match &selection.pattern {
                Some(pattern) => format!(
                    "{status} by the pattern {}",
                    super::finding::quoted(pattern)
                ),
                None => format!("{status} by the default response"),
            },
            (None, None) => status.to_string(),
        }
    }

    /// Whether the gateway answered by itself, since the document is wrong.
    pub(super) fn is_misconfigured(&self) -> bool {
        self.trace.gateway_response() == Some("API_CONFIGURATION_ERROR")
    }
}
