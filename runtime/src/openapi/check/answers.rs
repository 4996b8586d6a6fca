//! What the responses of one operation answer: templates and header mappings are run on samples of what a function gives.

use super::{
    drift::DriftKind,
    event::Asked,
    gateway::{Integration, MethodResponse, Operation, Response},
    payload::{self, Variants},
    rendering::{Answer, Payload, Rendering},
    schema::{self, Comparison},
};
use apigw_java_regex::Pattern;
use std::collections::BTreeSet;

/// One operation, in the gateway and in the types.
pub(super) struct Answers<'a> {
    pub(super) found: (&'a Operation, &'a Integration),
    pub(super) expected: (&'a Operation, &'a Integration),
    /// The operation of the types; a mock has none.
    pub(super) typed: Option<&'a crate::Operation>,
    pub(super) asked: Asked<'a>,
    /// The pages that may ask, and one that may not, where that makes a difference.
    pub(super) origins: &'a [String],
    /// The statuses that were told of already.
    pub(super) broken: BTreeSet<u16>,
}

/// An integration response in the gateway and in the types.
struct Pair<'a> {
    status: u16,
    pattern: Option<&'a str>,
    found: &'a Response,
    expected: &'a Response,
}

impl<'a> Answers<'a> {
    pub(super) fn drifts(&self, models: &mut Comparison<'a>) -> Vec<DriftKind> {
        let mut drifts = Vec::new();
        for pair in self.pairs(&mut drifts) {
            for drift in self.method_response(&pair, models) {
                drift.join(&mut drifts);
            }
            drifts.extend(self.response(&pair));
        }
        drifts.extend(self.unselectable());
        drifts
    }

    fn pairs(&self, drifts: &mut Vec<DriftKind>) -> Vec<Pair<'a>> {
        let (found, expected) = (self.found.1, self.expected.1);
        let mut pairs = Vec::new();
        if let Some(expected) = &expected.default {
            let status = expected.status.unwrap_or_default();
            match &found.default {
                Some(found) if found.status == expected.status => pairs.push(Pair {
                    status,
                    pattern: None,
                    found,
                    expected,
                }),
                _ if self.broken.contains(&status) => {}
                other => drifts.push(DriftKind::DefaultDiffers {
                    found: other.as_ref().and_then(|found| found.status),
                    expected: status,
                }),
            }
        }
        for (_, expected) in &expected.selected {
            let status = expected.status.unwrap_or_default();
            let mut of_status = found.selected.iter();
            let of_status = of_status.find(|(_, found)| found.status == expected.status);
            if let Some((pattern, found)) = of_status.filter(|_| !self.broken.contains(&status)) {
                pairs.push(Pair {
                    status,
                    pattern: Some(pattern),
                    found,
                    expected,
                });
            }
        }
        pairs.sort_by_key(|pair| pair.status);
        pairs
    }

    fn method_response(&self, pair: &Pair<'_>, models: &mut Comparison<'a>) -> Vec<DriftKind> {
        let status = pair.status;
        let responses = |operation: &'a Operation| -> Option<&'a MethodResponse> {
            operation.method_responses.get(&status)
        };
        let (found, expected) = match (responses(self.found.0), responses(self.expected.0)) {
            (_, None) => return Vec::new(),
            (None, Some(_)) => return vec![DriftKind::MethodResponseMissing { status }],
            (Some(found), Some(expected)) => (found, expected),
        };
        // What only a mapping needs is told with the mapping.
        let is_told = |name: &String| {
            pair.expected.headers.contains_key(name) && !pair.found.headers.contains_key(name)
        };
        let undeclared = expected.headers.difference(&found.headers);
        let mut drifts: Vec<_> = undeclared
            .filter(|header| !is_told(header))
            .map(|header| DriftKind::HeaderUndeclared {
                status,
                header: header.clone(),
            })
            .collect();
        if !models.same_content(&found.content, &expected.content) {
            drifts.push(DriftKind::ModelDiffers {
                statuses: vec![status],
                found: schema::names(&found.content),
                expected: schema::names(&expected.content),
            });
        }
        drifts
    }

    fn unselectable(&self) -> impl Iterator<Item = DriftKind> {
        let (found, integration) = self.found;
        let is_selected = |status: u16| {
            let selected = integration.selected.iter();
            selected
                .map(|(_, response)| response)
                .chain(&integration.default)
                .any(|response| response.status == Some(status))
        };
        let unknown = found.method_responses.keys().filter(move |&&status| {
            !self.expected.0.method_responses.contains_key(&status) && !is_selected(status)
        });
        unknown.map(|&status| DriftKind::Unselectable {
            status,
            pattern: None,
        })
    }

    /// Whether the function is told of requests in AWS's form, and gives bare bodies.
    fn is_bare(&self) -> bool {
        let mut templates = self.found.1.request_templates.values();
        templates.any(|template| self.asked.is_passthrough(template))
    }

    fn payloads(&self, pair: &Pair<'_>) -> Vec<Variants> {
        let mut groups = match (self.typed, pair.pattern) {
            (None, _) => payload::of_mock(),
            (Some(operation), None) => payload::unselected(operation),
            (Some(operation), Some(pattern)) => match Pattern::new(pattern) {
                Ok(pattern) => payload::failures(operation, pair.status, &pattern),
                Err(_) => Vec::new(),
            },
        };
        payload::add_origins(&mut groups, self.origins);
        groups
    }

    fn response(&self, pair: &Pair<'_>) -> Vec<DriftKind> {
        let (found, expected) = (pair.found, pair.expected);
        if found.headers == expected.headers && found.templates == expected.templates {
            return Vec::new();
        }
        let template = expected.templates.values().next().map(String::as_str);
        let Ok(wanted) = Rendering::new(pair.status, expected, template) else {
            return Vec::new();
        };
        let groups = self.payloads(pair);
        let mut drifts = Vec::new();
        let templates: Vec<_> = if found.templates.is_empty() {
            vec![(None, None)]
        } else {
            let templates = found.templates.iter();
            templates
                .map(|(media_type, template)| (Some(media_type), Some(template.as_str())))
                .collect()
        };
        for (media_type, template) in templates {
            let mut told = Told::new(pair, media_type);
            match Rendering::new(pair.status, found, template) {
                Ok(rendering) => self.compare(&rendering, &wanted, &groups, &mut told),
                Err(reason) => told.failure(reason, None),
            }
            for drift in told.drifts() {
                if !drifts.contains(&drift) {
                    drifts.push(drift);
                }
            }
        }
        drifts
    }

    fn compare(
        &self,
        found: &Rendering<'_>,
        wanted: &Rendering<'_>,
        groups: &[Variants],
        told: &mut Told<'_>,
    ) {
        let is_bare = self.is_bare();
        let answers = |payload: &Payload| {
            let wanted = wanted.answer(payload, self.asked).ok()?;
            Some((found.answer(&payload.given(is_bare), self.asked), wanted))
        };
        for variants in groups {
            let is_right = |payloads: &&Vec<Payload>| {
                let answers = payloads.first().and_then(answers);
                answers.is_some_and(|(got, wanted)| {
                    got.is_ok_and(|got| same_body(&got.body, &wanted.body))
                })
            };
            let variant = variants.iter().find(is_right).or(variants.first());
            for payload in variant.into_iter().flatten() {
                match answers(payload) {
                    None => {}
                    Some((Err(reason), _)) => return told.failure(reason, Some(payload)),
                    Some((Ok(got), wanted)) => {
                        for difference in differences(&got, &wanted) {
                            told.difference(difference, payload);
                        }
                    }
                }
            }
        }
    }
}

/// What is told of one template: each header that is mapped in another way, and the first of all else.
struct Told<'a> {
    pair: &'a Pair<'a>,
    media_type: Option<&'a String>,
    headers: BTreeSet<String>,
    other: Option<DriftKind>,
}

impl<'a> Told<'a> {
    fn new(pair: &'a Pair<'a>, media_type: Option<&'a String>) -> Self {
        Self {
            pair,
            media_type,
            headers: BTreeSet::new(),
            other: None,
        }
    }

    fn failure(&mut self, reason: String, sample: Option<&Payload>) {
        self.other.get_or_insert_with(|| DriftKind::TemplateFails {
            status: Some(self.pair.status),
            media_type: self.media_type.cloned().unwrap_or_default(),
            sample: sample.map(|payload| payload.what.clone()),
            reason,
        });
    }

    fn difference(&mut self, difference: Difference, payload: &Payload) {
        let (found, expected) = (&self.pair.found.headers, &self.pair.expected.headers);
        if let Some(name) = difference.header()
            && found.get(name) != expected.get(name)
        {
            self.headers.insert(name.to_owned());
            return;
        }
        self.other.get_or_insert_with(|| DriftKind::AnswerDiffers {
            status: self.pair.status,
            media_type: self.media_type.cloned(),
            sample: payload.what.clone(),
            part: difference.part,
            found: difference.found,
            expected: difference.expected,
        });
    }

    fn drifts(self) -> impl Iterator<Item = DriftKind> {
        let pair = self.pair;
        let headers = self
            .headers
            .into_iter()
            .map(move |header| DriftKind::HeaderDiffers {
                status: pair.status,
                found: pair.found.headers.get(&header).cloned(),
                expected: pair.expected.headers.get(&header).cloned(),
                header,
            });
        headers.chain(self.other)
    }
}

struct Difference {
    /// `status`, `body`, or ``header `name` ``.
    part: String,
    found: Option<String>,
    expected: Option<String>,
}

impl Difference {
    fn header(&self) -> Option<&str> {
        self.part.strip_prefix("header `")?.strip_suffix('`')
    }
}

fn differences(got: &Answer, wanted: &Answer) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut note = |part: String, found: Option<String>, expected: Option<String>| {
        differences.push(Difference {
            part,
            found,
            expected,
        });
    };
    if got.status != wanted.status {
        note(
            "status".to_owned(),
            Some(got.status.to_string()),
            Some(wanted.status.to_string()),
        );
    }
    if !same_body(&got.body, &wanted.body) {
        note(
            "body".to_owned(),
            Some(got.body.clone()),
            Some(wanted.body.clone()),
        );
    }
    let names: BTreeSet<_> = got.headers.keys().chain(wanted.headers.keys()).collect();
    for name in names {
        let (found, expected) = (got.headers.get(name), wanted.headers.get(name));
        if found != expected {
            note(
                format!("header `{name}`"),
                found.cloned(),
                expected.cloned(),
            );
        }
    }
    differences
}

/// Bodies of the same bytes, or of the same JSON.
fn same_body(got: &str, wanted: &str) -> bool {
    let json = |text| serde_json::from_str::<serde_json::Value>(text).ok();
    got == wanted
        || json(got)
            .zip(json(wanted))
            .is_some_and(|(got, wanted)| got == wanted)
}
