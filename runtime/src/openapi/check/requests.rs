//! Request templates: the event that the function, or a mock, gets for a request. They are run on samples, and the events are compared.

use super::{
    drift::DriftKind,
    event::{self, Difference},
    side::Side,
    words::quoted,
};
use crate::{
    EventKind,
    openapi::samples::{ADVERSARIAL_TEXTS, PLAIN, SampleRequest},
};
use apigw_local::document::{Operation, Template};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

const JSON: &str = "application/json";

/// Bodies that are not JSON, or almost JSON.
const MALFORMED: [&str; 9] = [
    "{",
    "{\"a\":",
    "\"",
    "nul",
    "[1,]",
    "text",
    "{}{}",
    "\"}\u{1f}{",
    "\\",
];

/// The request templates of one operation, in the gateway and in the types.
pub(super) struct Requests<'a> {
    pub(super) found: Side<'a>,
    pub(super) expected: Side<'a>,
    pub(super) request: SampleRequest<'a>,
    /// The kinds of event that the function takes.
    pub(super) accepted: &'a [EventKind],
}

impl Requests<'_> {
    pub(super) fn drifts(&self) -> Vec<DriftKind> {
        let (one, other) = (templates(&self.found), templates(&self.expected));
        let names: BTreeSet<_> = one.keys().chain(other.keys()).copied().collect();
        let text = |template: &&Template| template.source().to_owned();
        let differing = |name: &str| match (one.get(name), other.get(name)) {
            (Some(found), Some(expected)) if found.source() == expected.source() => None,
            (Some(found), Some(expected)) => self.template(name, found, expected),
            (found, expected) => Some(DriftKind::TemplateDiffers {
                status: None,
                media_type: name.to_owned(),
                found: found.map(text),
                expected: expected.map(text),
            }),
        };
        names.into_iter().filter_map(differing).collect()
    }

    /// Whether the function gets events of templates that it knows and that are not the types', which it answers with bare JSON.
    pub(super) fn are_mapped(&self) -> bool {
        let templates = templates(&self.found);
        let mut templates = templates.values();
        templates.any(|template| {
            let operation = self.with_template(&self.found, JSON, template);
            self.mapped_kind(&operation, JSON).is_some()
        })
    }

    fn mapped_kind(&self, operation: &Arc<Operation>, media_type: &str) -> Option<EventKind> {
        let is_mapped = |kind: &EventKind| event::MAPPED.contains(kind);
        if !self.accepted.iter().any(is_mapped) {
            return None;
        }
        let request = SampleRequest {
            media_type,
            ..self.request.clone()
        };
        let event = self.found.trial.event(operation, &request).ok()?;
        event::mapped_kind(&serde_json::from_str(&event.payload).ok()?, self.accepted)
    }

    fn with_template(&self, side: &Side<'_>, name: &str, template: &Template) -> Arc<Operation> {
        let mut operation = side.runnable(&self.expected);
        operation.integration.request_templates = vec![(name.to_owned(), template.clone())];
        Arc::new(operation)
    }

    fn template(&self, name: &str, found: &Template, expected: &Template) -> Option<DriftKind> {
        let fails = |reason: &str, sample: Option<String>| DriftKind::TemplateFails {
            status: None,
            media_type: name.to_owned(),
            sample: sample.map(|sample| format!("a request with {sample}")),
            reason: reason.to_owned(),
        };
        if let Some(reason) = found.error() {
            return Some(fails(reason, None));
        }
        let expected = self.with_template(&self.expected, name, expected);
        let found = self.with_template(&self.found, name, found);
        if self.expected.operation.integration.type_name == "mock" {
            return self.mock(name, &found, &expected);
        }
        let is_mapped = self.mapped_kind(&found, name).is_some();
        for (sample, what) in self.samples(name, is_mapped) {
            let Ok(wanted) = self.expected.trial.event(&expected, &sample) else {
                continue;
            };
            let Ok(wanted_event) = serde_json::from_str::<Value>(&wanted.payload) else {
                continue;
            };
            let got = match self.found.trial.event(&found, &sample) {
                Ok(got) => got,
                Err(reason) => return Some(fails(&reason, Some(what))),
            };
            let mut changed = got.overrides.into_iter();
            if let Some((override_name, value)) =
                changed.find(|changed| !wanted.overrides.contains(changed))
            {
                return Some(DriftKind::CallOverridden {
                    media_type: name.to_owned(),
                    name: override_name,
                    value,
                });
            }
            let difference = match serde_json::from_str(&got.payload) {
                Ok(event) => event::difference(event, wanted_event, self.accepted),
                Err(_) => Some(Difference::of_whole(got.payload)),
            };
            if let Some(difference) = difference {
                return Some(DriftKind::EventDiffers {
                    media_type: name.to_owned(),
                    sample: what,
                    pointer: difference.pointer,
                    found: difference.found,
                    expected: difference.expected,
                });
            }
        }
        None
    }

    /// The requests to try, the plain one first, each with a description of its special part.
    ///
    /// AWS's template does not escape names. Neither it nor the Serverless Framework's escapes the principal, which an authorizer writes.
    /// Both take JSON bodies and forms only, and lose U+007F, which API Gateway's JSON reader drops. Where an API accepts its events, these are not differences.
    fn samples<'a>(
        &'a self,
        media_type: &'a str,
        is_mapped: bool,
    ) -> Vec<(SampleRequest<'a>, String)> {
        let request = SampleRequest {
            media_type,
            principal: is_mapped.then_some(PLAIN),
            ..self.request.clone()
        };
        let texts = ADVERSARIAL_TEXTS.iter().copied();
        let mut samples: Vec<_> = texts
            .clone()
            .map(|text| {
                let request = SampleRequest {
                    text,
                    ..request.clone()
                };
                (request, quoted(text))
            })
            .collect();
        if is_mapped {
            samples.retain(|(request, _)| !request.text.contains('\u{7f}'));
            return samples;
        }
        samples.extend(texts.filter(|name| !name.is_empty()).map(|name| {
            let request = SampleRequest {
                query_name: name,
                ..request.clone()
            };
            (request, format!("the query parameter {}", quoted(name)))
        }));
        if media_type
            .split(';')
            .next()
            .unwrap_or_default()
            .ends_with("json")
        {
            samples.extend(MALFORMED.map(|body| {
                let request = SampleRequest {
                    body: Some(body),
                    ..request.clone()
                };
                (request, format!("the body {}", quoted(body)))
            }));
        }
        samples
    }

    /// A mock answers with the status that its template names, if a pattern asks for it.
    fn mock(
        &self,
        media_type: &str,
        found: &Arc<Operation>,
        expected: &Arc<Operation>,
    ) -> Option<DriftKind> {
        let got = self.found.trial.mock_status(found, &self.request);
        let wanted = self.expected.trial.mock_status(expected, &self.request);
        let responses = &self.found.operation.integration.responses;
        let selects = responses.iter().any(|response| response.pattern.is_some());
        let is_same = got.is_some() && (got == wanted || !selects);
        (!is_same).then(|| DriftKind::EventDiffers {
            media_type: media_type.to_owned(),
            sample: quoted(self.request.text),
            pointer: "/statusCode".to_owned(),
            found: got.map(|status| status.to_string()),
            expected: wanted.map(|status| status.to_string()),
        })
    }
}

/// The request templates that are not empty, by media type.
fn templates<'a>(side: &Side<'a>) -> BTreeMap<&'a str, &'a Template> {
    let templates = side.operation.integration.request_templates.iter();
    templates
        .filter(|(_, template)| !template.source().is_empty())
        .map(|(media_type, template)| (media_type.as_str(), template))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::samples::trial::Trial;
    use apigw_local::Document;
    use serde_json::json;

    fn trial(template: &str) -> Trial {
        let document = json!({"openapi": "3.0.1", "paths": {"/carts/{cart}": {"post": {
            "x-amazon-apigateway-integration": {
                "type": "aws",
                "httpMethod": "POST",
                "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations",
                "requestTemplates": {JSON: template},
            },
        }}}});
        Trial::new(Document::from_value(&document).unwrap())
    }

    fn side(trial: &Trial) -> Side<'_> {
        Side {
            trial,
            operation: &trial.document().operations[0],
        }
    }

    #[track_caller]
    fn check(published: &str, kinds: &[EventKind], accepted: bool) {
        let (found, own) = (
            trial(published),
            trial(&crate::openapi::request_template::request_template(
                "add", true,
            )),
        );
        let requests = Requests {
            found: side(&found),
            expected: side(&own),
            request: SampleRequest::new("POST", "/carts/{cart}"),
            accepted: kinds,
        };
        assert_eq!(requests.are_mapped(), accepted);
        let drifts = requests.drifts();
        if accepted {
            assert_eq!(drifts, []);
            return;
        }
        let [DriftKind::EventDiffers { pointer, .. }] = &drifts[..] else {
            panic!("{drifts:?}");
        };
        assert_eq!(pointer, "");
    }

    #[test]
    fn a_known_template_holds_enough_where_its_kind_is_accepted() {
        let known = [
            (EventKind::Passthrough, include_str!("passthrough.vm")),
            (EventKind::Serverless, include_str!("serverless.vm")),
        ];
        for (kind, published) in known {
            check(published, &[EventKind::Custom, kind], true);
            check(published, &EventKind::DEFAULT, false);
        }
    }
}
