//! What of one operation differs beside its patterns and answers, and what of a gateway response.

use super::{
    drift::DriftKind,
    event,
    gateway::{Integration, Operation, Response},
    schema::{self, Comparison},
};
use std::collections::{BTreeMap, BTreeSet};

/// The integration's type and settings. Nothing else can be compared between two types.
pub(super) fn settings(found: &Integration, expected: &Integration) -> Vec<DriftKind> {
    let differs = |setting, found: &str, expected: &str| {
        (found != expected).then(|| DriftKind::SettingDiffers {
            setting,
            found: found.to_owned(),
            expected: expected.to_owned(),
        })
    };
    if let Some(drift) = differs("type", &found.kind, &expected.kind) {
        return vec![drift];
    }
    let method = |integration: &Integration| integration.method.clone().unwrap_or_default();
    let methods = differs("httpMethod", &method(found), &method(expected))
        .filter(|_| expected.method.is_some());
    let passthrough = differs(
        "passthroughBehavior",
        &found.passthrough,
        &expected.passthrough,
    )
    .filter(|_| expected.kind != "aws_proxy");
    methods.into_iter().chain(passthrough).collect()
}

/// Who may call, and what the gateway refuses before it asks the function.
pub(super) fn requests<'a>(
    found: &'a Operation,
    expected: &'a Operation,
    models: &mut Comparison<'a>,
) -> Vec<DriftKind> {
    let mut drifts = Vec::new();
    if found.access != expected.access {
        drifts.push(DriftKind::AccessDiffers {
            found: found.access.iter().cloned().collect(),
            expected: expected.access.iter().cloned().collect(),
        });
    }
    let has_models = !(found.request_content.is_empty() && expected.request_content.is_empty());
    if has_models && found.validation.body != expected.validation.body {
        drifts.push(DriftKind::SettingDiffers {
            setting: "validateRequestBody",
            found: found.validation.body.to_string(),
            expected: expected.validation.body.to_string(),
        });
    } else if has_models
        && found.validation.body
        && !models.same_content(&found.request_content, &expected.request_content)
    {
        drifts.push(DriftKind::ModelDiffers {
            statuses: Vec::new(),
            found: schema::names(&found.request_content),
            expected: schema::names(&expected.request_content),
        });
    }
    if found.validation.parameters {
        let required = found
            .required_parameters
            .difference(&expected.required_parameters);
        drifts.extend(required.map(|name| DriftKind::ParameterRequired { name: name.clone() }));
    }
    drifts
}

/// What the function, or a mock, is told of requests.
pub(super) fn events(
    found: &Integration,
    expected: &Integration,
    asked: event::Asked<'_>,
) -> Vec<DriftKind> {
    let (one, other) = (&found.request_templates, &expected.request_templates);
    let is_mock = expected.kind == "mock";
    let names: BTreeSet<_> = one.keys().chain(other.keys()).collect();
    let differing = |name: &String| match (one.get(name), other.get(name)) {
        (Some(found), Some(expected)) if found == expected => None,
        (Some(template), Some(expected)) if is_mock => {
            event::of_mock(name, template, expected, !found.selected.is_empty())
        }
        (Some(found), Some(expected)) => asked.drift(name, found, expected),
        (found, expected) => Some(DriftKind::TemplateDiffers {
            status: None,
            media_type: name.clone(),
            found: found.cloned(),
            expected: expected.cloned(),
        }),
    };
    names.into_iter().filter_map(differing).collect()
}

/// Headers and templates of the gateway response that answers `status`. Its template is no program.
pub(super) fn response(status: u16, found: &Response, expected: &Response) -> Vec<DriftKind> {
    let names: BTreeSet<_> = found
        .headers
        .keys()
        .chain(expected.headers.keys())
        .collect();
    let mut drifts: Vec<_> = names
        .into_iter()
        .filter(|name| found.headers.get(*name) != expected.headers.get(*name))
        .map(|name| DriftKind::HeaderDiffers {
            status,
            header: name.clone(),
            found: found.headers.get(name).cloned(),
            expected: expected.headers.get(name).cloned(),
        })
        .collect();
    drifts.extend(templates(
        Some(status),
        &found.templates,
        &expected.templates,
    ));
    drifts
}

fn templates(
    status: Option<u16>,
    found: &BTreeMap<String, String>,
    expected: &BTreeMap<String, String>,
) -> Vec<DriftKind> {
    let names: BTreeSet<_> = found.keys().chain(expected.keys()).collect();
    names
        .into_iter()
        .filter(|name| found.get(*name) != expected.get(*name))
        .map(|media_type| DriftKind::TemplateDiffers {
            status,
            media_type: media_type.clone(),
            found: found.get(media_type).cloned(),
            expected: expected.get(media_type).cloned(),
        })
        .collect()
}
