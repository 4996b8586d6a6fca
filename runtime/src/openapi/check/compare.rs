//! What of one operation differs beside its patterns: settings, method responses, headers, templates.

use super::{
    drift::DriftKind,
    gateway::{Integration, MethodResponse, Operation, Response},
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

/// Request templates, default response, and what each status answers; `broken` are statuses told of already.
pub(super) fn answers(
    found: &Operation,
    found_integration: &Integration,
    expected: &Operation,
    expected_integration: &Integration,
    broken: &BTreeSet<u16>,
) -> Vec<DriftKind> {
    let mut drifts = templates(
        None,
        &found_integration.request_templates,
        &expected_integration.request_templates,
    );
    let mut pairs = Vec::new();
    if let Some(expected) = &expected_integration.default {
        let status = expected.status.unwrap_or_default();
        match &found_integration.default {
            Some(found) if found.status == expected.status => pairs.push((status, found, expected)),
            _ if broken.contains(&status) => {}
            other => drifts.push(DriftKind::DefaultDiffers {
                found: other.as_ref().and_then(|found| found.status),
                expected: status,
            }),
        }
    }
    for (_, expected) in &expected_integration.selected {
        let status = expected.status.unwrap_or_default();
        let found = found_integration.selected.iter();
        let mut found = found.filter(|(_, found)| found.status == expected.status);
        if let Some((_, found)) = found.next().filter(|_| !broken.contains(&status)) {
            pairs.push((status, found, expected));
        }
    }
    for (status, one, other) in pairs {
        drifts.extend(method_response(
            status,
            found.method_responses.get(&status),
            expected.method_responses.get(&status),
        ));
        drifts.extend(response(status, one, other));
    }
    let is_selected = |status: u16| {
        let selected = found_integration.selected.iter();
        selected
            .map(|(_, response)| response)
            .chain(&found_integration.default)
            .any(|response| response.status == Some(status))
    };
    let unknown = found.method_responses.keys().filter(|&&status| {
        !expected.method_responses.contains_key(&status) && !is_selected(status)
    });
    drifts.extend(unknown.map(|&status| DriftKind::Unselectable {
        status,
        pattern: None,
    }));
    drifts
}

fn method_response(
    status: u16,
    found: Option<&MethodResponse>,
    expected: Option<&MethodResponse>,
) -> Vec<DriftKind> {
    let (found, expected) = match (found, expected) {
        (_, None) => return Vec::new(),
        (None, Some(_)) => return vec![DriftKind::MethodResponseMissing { status }],
        (Some(found), Some(expected)) => (found, expected),
    };
    let undeclared = expected.headers.difference(&found.headers);
    let mut drifts: Vec<_> = undeclared
        .map(|header| DriftKind::HeaderUndeclared {
            status,
            header: header.clone(),
        })
        .collect();
    if found.models != expected.models {
        drifts.push(DriftKind::ModelDiffers {
            status,
            found: content(&found.models),
            expected: content(&expected.models),
        });
    }
    drifts
}

fn content(models: &BTreeMap<String, String>) -> String {
    let each = models.iter().map(|(media_type, model)| {
        let model = model.rsplit('/').next().unwrap_or_default();
        format!("{media_type} {model}").trim_end().to_owned()
    });
    each.collect::<Vec<_>>().join(", ")
}

/// Headers and templates of what answers `status`.
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
