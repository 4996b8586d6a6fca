//! The answers of one operation: its templates and header mappings are run on samples of a function's outcomes.

use super::{
    drift::DriftKind,
    outcomes::{self, Group, Sample},
    schema::{self, Comparison},
    settings,
    side::Side,
};
use crate::{
    callback::Answer,
    openapi::samples::{Difference, Part, SampleRequest, Strictness, differences},
};
use apigw_local::document::{IntegrationResponse, MethodResponse, Operation, Template};
use axum::body::Bytes;
use http::Response;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// One operation, in the gateway and in the types.
pub(super) struct Answers<'a> {
    pub(super) found: Side<'a>,
    pub(super) expected: Side<'a>,
    /// The operation of the types; a mock has none.
    pub(super) typed: Option<&'a crate::Operation>,
    pub(super) request: SampleRequest<'a>,
    /// Whether the function gets requests in AWS's form, and gives bare bodies.
    pub(super) is_bare: bool,
    /// The origins that may call, and one that may not, where CORS makes the answers differ.
    pub(super) origins: &'a [String],
    /// The statuses that were reported already.
    pub(super) broken: BTreeSet<u16>,
}

/// An integration response in the gateway and in the types.
struct Pair<'a> {
    status: u16,
    found: &'a IntegrationResponse,
    expected: &'a IntegrationResponse,
}

/// The same response of both, run alone: this response answers every outcome of the function.
struct Alone {
    found: Arc<Operation>,
    expected: Arc<Operation>,
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
        let found = &self.found.operation.integration.responses;
        let mut pairs = Vec::new();
        for expected in &self.expected.operation.integration.responses {
            let status = expected.status;
            let is_default = expected.pattern.is_none();
            let other = found.iter().find(|found| {
                found.pattern.is_none() == is_default && (is_default || found.status == status)
            });
            match other {
                _ if self.broken.contains(&status) => {}
                Some(found) if found.status == status => pairs.push(Pair {
                    status,
                    found,
                    expected,
                }),
                other if is_default => drifts.push(DriftKind::DefaultDiffers {
                    found: other.map(|found| found.status),
                    expected: status,
                }),
                _ => {}
            }
        }
        pairs.sort_by_key(|pair| pair.status);
        pairs
    }

    fn method_response(&self, pair: &Pair<'_>, models: &mut Comparison<'a>) -> Vec<DriftKind> {
        let status = pair.status;
        let responses = |side: &Side<'a>| -> Option<&'a MethodResponse> {
            side.operation.responses.get(&status)
        };
        let (found, expected) = match (responses(&self.found), responses(&self.expected)) {
            (_, None) => return Vec::new(),
            (None, Some(_)) => return vec![DriftKind::MethodResponseMissing { status }],
            (Some(found), Some(expected)) => (found, expected),
        };
        // A header that only a mapping needs is reported with the mapping.
        let (mapped, wanted) = (mappings(pair.found), mappings(pair.expected));
        let is_reported = |name: &String| wanted.contains_key(name) && !mapped.contains_key(name);
        let undeclared = expected.headers.difference(&found.headers);
        let mut drifts: Vec<_> = undeclared
            .filter(|header| !is_reported(header))
            .map(|header| DriftKind::HeaderUndeclared {
                status,
                header: header.clone(),
            })
            .collect();
        if models.content(&found.content, &expected.content).is_some() {
            drifts.push(DriftKind::ModelDiffers {
                statuses: vec![status],
                found: schema::names(&found.content),
                expected: schema::names(&expected.content),
            });
        }
        drifts
    }

    fn unselectable(&self) -> impl Iterator<Item = DriftKind> {
        let found = self.found.operation;
        let expected = &self.expected.operation.responses;
        let selected = &found.integration.responses;
        let unknown = found.responses.keys().filter(move |&&status| {
            !expected.contains_key(&status)
                && !selected.iter().any(|response| response.status == status)
        });
        unknown.map(|&status| DriftKind::Unselectable {
            status,
            pattern: None,
        })
    }

    fn response(&self, pair: &Pair<'_>) -> Vec<DriftKind> {
        let (found, expected) = (pair.found, pair.expected);
        let handling = settings::content_handling(
            &format!("responses.{}.contentHandling", pair.status),
            found.content_handling,
            expected.content_handling,
        );
        if let Some(drift) = handling {
            return vec![drift];
        }
        if mappings(found) == mappings(expected) && templates(found) == templates(expected) {
            return Vec::new();
        }
        let mut groups = match (self.typed, &found.pattern) {
            (None, _) => outcomes::of_mock(),
            (Some(operation), None) => outcomes::unselected(operation),
            (Some(operation), Some(pattern)) => outcomes::failures(operation, pair.status, pattern),
        };
        outcomes::add_origins(&mut groups, self.origins);
        let mut drifts = Vec::new();
        for template in each_template(found) {
            let mut reports = Reports::new(pair, template);
            match template.and_then(|(_, template)| template.error()) {
                Some(error) => reports.failure(error.to_owned(), None),
                None => self.compare(&self.alone(pair, template), &groups, &mut reports),
            }
            for drift in reports.drifts() {
                if !drifts.contains(&drift) {
                    drifts.push(drift);
                }
            }
        }
        drifts
    }

    fn alone(&self, pair: &Pair<'_>, template: Option<&(String, Template)>) -> Alone {
        let wanted = &self.expected.operation.responses;
        let of = |side: &Side<'_>, response: &IntegrationResponse, template| {
            let mut operation = side.runnable(&self.expected);
            let mut response = response.clone();
            response.pattern = None;
            response.templates = Option::into_iter(template).cloned().collect();
            operation.integration.responses = vec![response];
            operation.responses.clone_from(wanted);
            operation.responses.entry(pair.status).or_default();
            Arc::new(operation)
        };
        Alone {
            found: of(&self.found, pair.found, template),
            expected: of(
                &self.expected,
                pair.expected,
                each_template(pair.expected).next().flatten(),
            ),
        }
    }

    fn compare(&self, alone: &Alone, groups: &[Group], reports: &mut Reports<'_>) {
        for group in groups {
            let is_right = |form: &u32| {
                let first = group.first(*form);
                first.is_some_and(|sample| {
                    let (got, wanted) = self.run(alone, &sample);
                    let same = |got: &Response<Bytes>, wanted: &Answer| {
                        let differences = differences(wanted, got, Strictness::Meaning);
                        !differences
                            .iter()
                            .any(|difference| difference.part == Part::Body)
                    };
                    matches!((got, wanted), (Ok(got), Some(wanted)) if same(&got, &wanted))
                })
            };
            let form = (0..group.forms()).find(is_right).unwrap_or_default();
            for sample in group.samples(form) {
                match self.run(alone, &sample) {
                    (_, None) => {}
                    (Err(reason), Some(_)) => return reports.failure(reason, Some(&sample)),
                    (Ok(got), Some(wanted)) => {
                        for difference in differences(&wanted, &got, Strictness::Meaning) {
                            reports.difference(difference, &sample);
                        }
                    }
                }
            }
        }
    }

    /// The client's response, and the one that the types say, where they say one.
    fn run(
        &self,
        alone: &Alone,
        sample: &Sample,
    ) -> (Result<Response<Bytes>, String>, Option<Answer>) {
        let request = SampleRequest {
            origin: sample.origin.as_deref(),
            ..self.request.clone()
        };
        let given = sample.given(self.is_bare);
        let got = self.found.trial.response(&alone.found, &request, given);
        let wanted = self
            .expected
            .trial
            .response(&alone.expected, &request, &sample.answer);
        let wanted = wanted.ok().map(|wanted| {
            let (parts, body) = wanted.into_parts();
            let body = String::from_utf8_lossy(&body).into_owned();
            Answer::new(parts.status, parts.headers, body)
        });
        (got, wanted)
    }
}

/// The header mappings: expressions by names in lower case.
fn mappings(response: &IntegrationResponse) -> BTreeMap<String, &str> {
    let mappings = response.headers.iter();
    mappings
        .map(|mapping| (mapping.name().to_ascii_lowercase(), &*mapping.expression))
        .collect()
}

/// The templates that are not empty.
fn templates(response: &IntegrationResponse) -> BTreeMap<&str, &str> {
    each_template(response)
        .flatten()
        .map(|(media_type, template)| (media_type.as_str(), template.source()))
        .collect()
}

/// Each template that is not empty; one `None` if all are empty.
fn each_template(
    response: &IntegrationResponse,
) -> impl Iterator<Item = Option<&(String, Template)>> {
    let is_there = |(_, template): &&(String, Template)| !template.source().is_empty();
    let templates = response.templates.iter().filter(is_there);
    let none = templates.clone().next().is_none().then_some(None);
    templates.map(Some).chain(none)
}

/// What is reported of one template: each header that is mapped in another way, and the first of all else.
struct Reports<'a> {
    status: u16,
    media_type: Option<String>,
    found: BTreeMap<String, &'a str>,
    expected: BTreeMap<String, &'a str>,
    headers: BTreeSet<String>,
    other: Option<DriftKind>,
}

impl<'a> Reports<'a> {
    fn new(pair: &Pair<'a>, template: Option<&(String, Template)>) -> Self {
        Self {
            status: pair.status,
            media_type: template.map(|(media_type, _)| media_type.clone()),
            found: mappings(pair.found),
            expected: mappings(pair.expected),
            headers: BTreeSet::new(),
            other: None,
        }
    }

    fn failure(&mut self, reason: String, sample: Option<&Sample>) {
        self.other.get_or_insert_with(|| DriftKind::TemplateFails {
            status: Some(self.status),
            media_type: self.media_type.clone().unwrap_or_default(),
            sample: sample.map(|sample| sample.what.clone()),
            reason,
        });
    }

    fn difference(&mut self, difference: Difference, sample: &Sample) {
        if let Part::Header(name) = &difference.part
            && self.found.get(name) != self.expected.get(name)
        {
            self.headers.insert(name.clone());
            return;
        }
        self.other.get_or_insert_with(|| DriftKind::AnswerDiffers {
            status: self.status,
            media_type: self.media_type.clone(),
            sample: sample.what.clone(),
            part: difference.part.to_string(),
            found: difference.found,
            expected: difference.expected,
        });
    }

    fn drifts(self) -> impl Iterator<Item = DriftKind> {
        let text = |mappings: &BTreeMap<String, &str>, header: &str| {
            mappings.get(header).map(|text| (*text).to_owned())
        };
        let (found, expected, status) = (self.found, self.expected, self.status);
        let headers = self
            .headers
            .into_iter()
            .map(move |header| DriftKind::HeaderDiffers {
                status,
                found: text(&found, &header),
                expected: text(&expected, &header),
                header,
            });
        headers.chain(self.other)
    }
}
