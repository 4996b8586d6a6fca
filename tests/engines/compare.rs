//! Outcomes of invocations through the engines, compared with what a client is to get.

use lambda_api_errors::callback::Answer;
use lambda_api_errors_tests::{
    gateway::{Integration, Outcome, Rendered},
    jvm::{self, Jvm},
};
use serde::Serialize;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
    thread,
};

/// How many JVMs work at once, and how many cases each gets at a time.
const WORKERS: usize = 2;

/// What a client is to get.
#[derive(Debug, Clone)]
pub(crate) struct Expected {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
    /// Whether only what the body says counts, and not its bytes.
    pub(crate) as_json: bool,
}

impl Expected {
    pub(crate) fn new(answer: Answer, as_json: bool) -> Self {
        let headers = answer.headers.iter();
        let text = |value: &[u8]| String::from_utf8(value.to_vec()).expect("UTF-8");
        Self {
            status: answer.status.as_u16(),
            headers: headers
                .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
                .collect(),
            body: answer.body,
            as_json,
        }
    }

    pub(crate) fn differs(&self, outcome: &Outcome, got: &Rendered) -> Option<&'static str> {
        let is_same_body = || {
            self.body == got.body
                || self.as_json
                    && json(&self.body).is_some_and(|body| json(&got.body) == Some(body))
        };
        match got {
            Rendered { error: Some(_), .. } => Some("the engines fail"),
            Rendered { agreed: false, .. } => Some("the ways to match differ"),
            _ if got.selected.len() != usize::from(outcome.failed) => {
                Some("not exactly one pattern")
            }
            _ if got.status != self.status => Some("another status"),
            _ if got.headers != self.headers => Some("other headers"),
            _ if !is_same_body() => Some("another body"),
            _ => None,
        }
    }
}

fn json(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// Has the engines answer each outcome of `batches`, on all JVMs, and lists what is not as expected; with the number of cases.
pub(crate) fn compare<I>(integrations: &[Integration], batches: I) -> (usize, Vec<String>)
where
    I: Iterator<Item = Vec<(Outcome, Expected)>> + Send,
{
    let judge = |jvm: &mut Jvm, cases: Vec<(Outcome, Expected)>| {
        let outcomes: Vec<_> = cases.iter().map(|(outcome, _)| outcome).collect();
        let rendered = respond(jvm, &outcomes);
        let judged = cases.iter().zip(&rendered);
        let failures = judged.filter_map(|((outcome, expected), got)| {
            let difference = expected.differs(outcome, got)?;
            Some(format!(
                "{difference}\n  {outcome:.300?}\n  expected {expected:.600?}\n  got {got:.600?}"
            ))
        });
        (cases.len(), failures.collect::<Vec<_>>())
    };
    let done = on_all(integrations, batches, judge);
    let cases = done.iter().map(|(cases, _)| cases).sum();
    (
        cases,
        done.into_iter()
            .flat_map(|(_, failures)| failures)
            .collect(),
    )
}

/// What the engines make of each of `outcomes`.
pub(crate) fn respond(jvm: &mut Jvm, outcomes: &[&Outcome]) -> Vec<Rendered> {
    let lines: Vec<_> = outcomes.iter().map(|outcome| line(outcome)).collect();
    let answers = jvm.ask(&lines);
    answers
        .iter()
        .map(|answer| {
            serde_json::from_str(answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
        })
        .collect()
}

fn line(outcome: &Outcome) -> Vec<u8> {
    #[derive(Serialize)]
    struct Case<'a> {
        kind: &'static str,
        #[serde(flatten)]
        outcome: &'a Outcome,
    }
    jvm::line(&Case {
        kind: "respond",
        outcome,
    })
}

/// Works off `batches` on JVMs that know `integrations`.
pub(crate) fn on_all<I, R>(
    integrations: &[Integration],
    batches: I,
    work: impl Fn(&mut Jvm, I::Item) -> R + Sync,
) -> Vec<R>
where
    I: Iterator + Send,
    R: Send,
{
    let batches = Mutex::new(batches);
    let next = || batches.lock().ok()?.next();
    let worker = || {
        let mut jvm = Jvm::start(&prelude(integrations));
        std::iter::from_fn(next)
            .map(|batch| work(&mut jvm, batch))
            .collect::<Vec<_>>()
    };
    thread::scope(|scope| {
        let workers = [(); WORKERS].map(|()| scope.spawn(worker));
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("a worker that ends"))
            .collect()
    })
}

fn prelude(integrations: &[Integration]) -> Vec<Vec<u8>> {
    let names: BTreeSet<_> = integrations
        .iter()
        .map(|integration| &integration.name)
        .collect();
    assert_eq!(
        names.len(),
        integrations.len(),
        "two integrations of one name"
    );
    let line = |Integration { name, integration }: &Integration| {
        jvm::line(&json!({ "kind": "integration", "name": name, "integration": integration }))
    };
    integrations.iter().map(line).collect()
}
