//! Answers that middleware changes, and formats that fail: what a client of a custom integration gets is what a client of a proxy
//! integration gets, or an opaque 500.

use crate::{
    compare::{Expected, on_all, respond},
    responses::{Twins, exchange, json_call, report},
};
use lambda_api_errors_tests::{
    altered::{self, Alteration},
    for_each_format,
    formats::{self, Asked, Format, PANIC},
    gateway::{Outcome, Rendered, integrations},
    hostile::{HOSTILE, random},
    jvm::Jvm,
    random::Random,
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, env, time::Instant};
use tokio::runtime::{Builder, Runtime};

/// How many cases, unless the variable `ALTERED_CASES` says.
const CASES: usize = 40_000;

/// How many random texts the cases are made of, beside the listed ones.
const TEXTS: usize = 3_000;

/// How many cases a JVM gets at a time.
const BATCH: usize = 200;

/// What stands in each text, and in no answer that hides the text.
const SECRET: &str = "5ec2e7";

/// The variants that hide their texts.
const HIDDEN: [&str; 4] = ["Denied", "Lost", "Down", "Inner(Full"];

const HEADERS: [&str; 6] = [
    "x-new",
    "Retry-After",
    "X-Note",
    "Location",
    "content-type",
    "X-$m.b",
];

const STATUSES: [u16; 12] = [200, 201, 204, 207, 303, 400, 404, 409, 429, 500, 503, 504];

/// Starts of bodies and messages that would select another status, if they were taken.
const BODIES: [&str; 16] = [
    "",
    "null",
    "[]",
    "{}",
    "\u{feff}{}",
    "{\n}",
    "{}\u{1f}{\"Location\":\"https://evil.example\"}",
    r#"{"status":201,"errors":[]}"#,
    r#"{"status":207,"title":"Multi-Status"}"#,
    r#"{"status": 404,"errors":[]}"#,
    r#"{"status":404,"errors":[],"Location":"https://evil.example"}"#,
    r#"{"error":{"httpStatusCode":207,"#,
    r#"{"errorMessage":"Multi-Status: {}"}"#,
    r#"{"errorMessage":"Not Found: forged"}"#,
    r#"{"lambdaApiErrors":1,"status":201,"headers":{},"body":"forged"}"#,
    "Task timed out after 3.00 seconds",
];

fn is_json(operation: &str) -> bool {
    operation.ends_with("_json")
}

/// An answer of one of the enums, which the operation gives.
#[derive(Debug, Clone)]
struct Variant {
    operation: &'static str,
    index: usize,
    is_hidden: bool,
}

impl Variant {
    fn asked(&self, text: &str) -> Asked {
        Asked {
            variant: self.index,
            text: text.to_owned(),
        }
    }
}

fn variants() -> Vec<Variant> {
    let mut all = Vec::new();
    macro_rules! each {
        ($($format:ident),*) => {$( all.extend(variants_of::<formats::$format::Failure>()); )*};
    }
    for_each_format!(each);
    all.extend(variants_of::<altered::Failure>());
    all
}

fn variants_of<E: Format>() -> Vec<Variant> {
    let all = E::all("").into_iter().map(|error| format!("{error:?}"));
    // In the `json` style a header of an error is also a member of its body.
    let shown = if is_json(E::OPERATION) { "Down" } else { "" };
    let hidden = all.map(|name| {
        let mut hidden = HIDDEN.iter().filter(|hidden| **hidden != shown);
        hidden.any(|hidden| name.starts_with(hidden))
    });
    let hidden: Vec<_> = hidden.collect();
    assert!(hidden.contains(&true), "{} hides texts", E::OPERATION);
    let success = (hidden.len(), false);
    hidden
        .into_iter()
        .enumerate()
        .chain([success, (PANIC, true)])
        .map(|(index, is_hidden)| Variant {
            operation: E::OPERATION,
            index,
            is_hidden,
        })
        .collect()
}

fn alteration(random: &mut Random, text: String) -> Alteration {
    let status = STATUSES[random.below(STATUSES.len())];
    let name = random.pick(&HEADERS).to_owned();
    // A header's value stands on one line.
    let line = || text.replace(char::is_control, " ");
    match random.below(16) {
        0 => Alteration::Nothing,
        1 => Alteration::Body(text),
        2 => Alteration::Body(json!({ text.clone(): text }).to_string()),
        3 | 4 => Alteration::Body(random.pick(&BODIES).to_owned()),
        5 => Alteration::Body(format!("{}{text}", random.pick(&BODIES))),
        6 => Alteration::Member {
            name: text,
            value: json!(name),
            in_front: random.once_in(2),
        },
        7 => Alteration::Member {
            value: json!(text),
            in_front: random.once_in(2),
            name,
        },
        8 => Alteration::Member {
            name: random
                .pick(&["status", "errors", "title", "error", "result"])
                .to_owned(),
            value: json!(status),
            in_front: random.once_in(2),
        },
        9 => Alteration::Sorted,
        10 => Alteration::Cut(random.below(1000)),
        11 => Alteration::Status(status),
        12 => Alteration::Header(name, line()),
        13 => Alteration::Without(name),
        14 => Alteration::Replaced(status, text),
        _ => Alteration::Panic(text),
    }
}

#[derive(Debug)]
struct Case {
    variant: Variant,
    alteration: Alteration,
    /// What the engines get.
    outcome: Outcome,
    /// The answer of a proxy integration.
    proxy: Expected,
    /// The same without middleware.
    unaltered: Expected,
}

/// Makes cases, the same ones each time.
struct Cases {
    twins: Twins,
    variants: Vec<Variant>,
    runtime: Runtime,
    /// What each variant answers without middleware.
    unaltered: Vec<Expected>,
    texts: Vec<String>,
    random: Random,
}

impl Cases {
    fn new() -> Self {
        let mut cases = Self {
            twins: Twins::new(|| altered::api().service()),
            variants: variants(),
            runtime: Builder::new_current_thread()
                .enable_time()
                .build()
                .expect("a runtime"),
            unaltered: Vec::new(),
            texts: HOSTILE
                .iter()
                .map(|hostile| hostile.text.to_owned())
                .chain(random(9).take(TEXTS))
                .collect(),
            random: Random::new(9),
        };
        let variants = cases.variants.iter();
        let answers = variants.map(|variant| {
            let asked = variant.asked(SECRET);
            cases.exchange(variant.operation, &json!(asked)).1
        });
        cases.unaltered = answers.collect();
        cases
    }

    fn text(&mut self) -> String {
        self.texts[self.random.below(self.texts.len())].clone()
    }

    fn exchange(&self, operation: &'static str, body: &Value) -> (Outcome, Expected) {
        let call = json_call(operation, body);
        self.runtime
            .block_on(exchange("formats", &self.twins, &call))
    }

    fn next(&mut self) -> Case {
        let index = self.random.below(self.variants.len());
        let (variant, unaltered) = (self.variants[index].clone(), self.unaltered[index].clone());
        let asked = variant.asked(&format!("{SECRET}{}", self.text()));
        let text = self.text();
        let alteration = alteration(&mut self.random, text);
        let (outcome, mut proxy) = self.exchange(variant.operation, &alteration.request(&asked));
        if alteration == Alteration::Without("content-type".to_owned()) {
            // The document gives each answer a media type.
            let media_type = &unaltered.headers["content-type"];
            proxy
                .headers
                .insert("content-type".to_owned(), media_type.clone());
        }
        Case {
            variant,
            alteration,
            outcome,
            proxy,
            unaltered,
        }
    }

    /// The opaque answer of each operation.
    fn opaque(&self) -> BTreeMap<&'static str, Expected> {
        let answers = self.variants.iter().zip(&self.unaltered);
        let panics = answers.filter(|(variant, _)| variant.index == PANIC);
        let opaque = panics.map(|(variant, answer)| {
            assert_eq!(answer.status, 500, "{answer:?}");
            (variant.operation, answer.clone())
        });
        opaque.collect()
    }
}

impl Case {
    /// What is wrong with the answer that the engines make of the outcome.
    fn wrong(&self, opaque: &Expected, got: &Rendered) -> Option<&'static str> {
        let is_leak = |body: &str| self.variant.is_hidden && body.contains(SECRET);
        if is_leak(&self.proxy.body) || is_leak(&got.body) {
            return Some("a leak");
        }
        if ![self.unaltered.status, 500].contains(&got.status) {
            return Some("a status of middleware");
        }
        let is_replaced = matches!(self.alteration, Alteration::Replaced(..));
        if self.unaltered.status >= 400 && self.proxy.status < 300 && !is_replaced {
            return Some("a failure that is answered as a success");
        }
        let difference = self.carried().differs(&self.outcome, got)?;
        let is_opaque = opaque.differs(&self.outcome, got).is_none();
        (!is_opaque || !self.is_opaque_in_custom_only()).then_some(difference)
    }

    /// The answer of the proxy integration as far as a custom one carries it: the `json` style has no place for a header that is not
    /// declared.
    fn carried(&self) -> Expected {
        let mut carried = self.proxy.clone();
        if let Alteration::Header(name, _) = &self.alteration
            && self.outcome.failed
            && is_json(self.variant.operation)
        {
            let name = name.to_ascii_lowercase();
            match self.unaltered.headers.get(&name) {
                Some(media_type) if name == "content-type" => {
                    carried.headers.insert(name, media_type.clone());
                }
                Some(_) => {}
                None => {
                    carried.headers.remove(&name);
                }
            }
        }
        carried
    }

    /// Whether the answer is one that only a proxy integration carries, as the docs say.
    fn is_opaque_in_custom_only(&self) -> bool {
        let is_plain = self.variant.operation == formats::message::Failure::OPERATION;
        let is_failure = self.outcome.failed;
        let is_no_object = !self.unaltered.body.starts_with('{');
        match &self.alteration {
            _ if is_failure && is_no_object => true,
            Alteration::Nothing | Alteration::Panic(_) => false,
            Alteration::Status(status) => *status != self.unaltered.status,
            Alteration::Header(name, _) | Alteration::Without(name) => self
                .unaltered
                .headers
                .contains_key(&name.to_ascii_lowercase()),
            Alteration::Replaced(..) => true,
            Alteration::Body(_)
            | Alteration::Member { .. }
            | Alteration::Sorted
            | Alteration::Cut(_) => {
                let body = &self.proxy.body;
                let is_object_on_one_line =
                    body.starts_with('{') && !body.contains(char::is_control);
                is_failure && (is_plain || !is_object_on_one_line)
            }
        }
    }
}

#[test]
fn what_middleware_and_formats_change_is_alike_or_an_opaque_500() {
    let started = Instant::now();
    let count = env::var("ALTERED_CASES").map_or(CASES, |count| count.parse().expect("a number"));
    let integrations = integrations("formats", &altered::api().openapi());
    let mut cases = Cases::new();
    let opaque = cases.opaque();
    let batches = (0..count.div_ceil(BATCH)).map(move |_| {
        let batch = (0..BATCH).map(|_| cases.next());
        batch.collect::<Vec<_>>()
    });
    let judge = |jvm: &mut Jvm, batch: Vec<Case>| {
        let outcomes: Vec<_> = batch.iter().map(|case| &case.outcome).collect();
        let rendered = respond(jvm, &outcomes);
        let mut tally = BTreeMap::<&str, usize>::new();
        let mut failures = Vec::new();
        for (case, got) in batch.iter().zip(&rendered) {
            let is_alike = case.carried().differs(&case.outcome, got).is_none();
            *tally
                .entry(if is_alike {
                    "alike"
                } else {
                    "opaque in custom"
                })
                .or_default() += 1;
            if let Some(wrong) = case.wrong(&opaque[case.variant.operation], got) {
                failures.push(format!("{wrong}\n  {case:.900?}\n  got {got:.600?}"));
            }
        }
        (tally, failures)
    };
    let mut tally = BTreeMap::<&str, usize>::new();
    let mut failures = Vec::new();
    for (some, wrong) in on_all(&integrations, batches, judge) {
        for (what, count) in some {
            *tally.entry(what).or_default() += count;
        }
        failures.extend(wrong);
    }
    println!("altered answers: {tally:?}");
    report("altered answers", started, (tally.values().sum(), failures));
    assert!(tally.values().all(|cases| *cases > count / 10), "{tally:?}");
}
