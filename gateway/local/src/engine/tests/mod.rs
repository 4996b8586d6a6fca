//! What AWS was recorded to do, as far as this engine does it, and what it documents.

mod authorizers;
mod content;
mod custom;
mod documents;
mod gateway;
mod guard;
mod headers;
mod http_apis;
mod limits;
mod mock;
mod overrides;
mod proxy;
mod selection;
mod servers;

use super::LocalGateway;
use crate::{Document, Function, Invocation, Outcome, Trace};
use bytes::Bytes;
use futures_util::{FutureExt, future::BoxFuture};
use http::{Request, Response};
use std::sync::{Arc, Mutex};

pub(super) const URI: &str =
    "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/echo/invocations";

/// A function with one outcome, or which answers with its event; it keeps the events.
#[derive(Clone, Default)]
pub(super) struct Recorder {
    outcome: Option<Outcome>,
    events: Arc<Mutex<Vec<Invocation>>>,
}

impl Function for Recorder {
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome> {
        let outcome = self.outcome.clone();
        let outcome = outcome.unwrap_or_else(|| Outcome::Payload(invocation.payload.clone()));
        self.events.lock().unwrap().push(invocation);
        async move { outcome }.boxed()
    }
}

impl Recorder {
    pub(super) fn event(&self) -> String {
        self.events.lock().unwrap().last().unwrap().payload.clone()
    }
}

/// A function that never ends.
pub(super) struct Endless;

impl Function for Endless {
    fn invoke(&self, _: Invocation) -> BoxFuture<'_, Outcome> {
        std::future::pending().boxed()
    }
}

pub(super) fn error(message: &str) -> Outcome {
    Outcome::FunctionError(
        serde_json::json!({"errorType": "E", "errorMessage": message}).to_string(),
    )
}

pub(super) fn payload(text: &str) -> Outcome {
    Outcome::Payload(text.to_owned())
}

/// A document whose `paths` are given in YAML, with the URI of a function for `URI`.
pub(super) fn document(paths: &str) -> Document {
    read(&format!("paths:\n{paths}"))
}

pub(super) fn read(text: &str) -> Document {
    let text = text.replace("URI", URI);
    Document::read(&format!(
        "openapi: 3.0.1\ninfo: {{title: t, version: '1'}}\n{text}"
    ))
    .unwrap()
}

/// One path with a POST integration of the type `aws`, whose members and declared statuses are given.
pub(super) fn custom(statuses: &str, integration: &str) -> Document {
    operation("aws", statuses, integration)
}

pub(super) fn operation(kind: &str, statuses: &str, integration: &str) -> Document {
    let declared: Vec<_> = statuses
        .split_whitespace()
        .map(|status| format!("{status}: {{description: d}}"))
        .collect();
    let integration = integration.replace('\n', "\n        ");
    document(&format!(
        "  /x:\n    post:\n      responses: {{{}}}\n      x-amazon-apigateway-integration:\n        type: {kind}\n        httpMethod: POST\n        uri: URI\n        {integration}\n",
        declared.join(", ")
    ))
}

pub(super) struct Answered {
    pub(super) response: Response<Bytes>,
    pub(super) trace: Trace,
    pub(super) recorder: Recorder,
}

impl Answered {
    pub(super) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    pub(super) fn body(&self) -> &str {
        std::str::from_utf8(self.response.body()).unwrap()
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        Some(self.response.headers().get(name)?.to_str().unwrap())
    }

    pub(super) fn is_unverified(&self) -> bool {
        self.trace.to_string().contains("unverified on AWS")
    }
}

pub(super) async fn ask(
    document: Document,
    outcome: Option<Outcome>,
    request: Request<&'static str>,
) -> Answered {
    let recorder = Recorder {
        outcome,
        ..Recorder::default()
    };
    let gateway = LocalGateway::new(document, recorder.clone()).stage_variable("fn", "echo");
    let (response, trace) = gateway.answer(request.map(Bytes::from)).await;
    Answered {
        response,
        trace,
        recorder,
    }
}

pub(super) fn post(body: &'static str) -> Request<&'static str> {
    Request::post("/x").body(body).unwrap()
}
