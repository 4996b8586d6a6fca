//! What the gateway answers by itself. Its templates are not programs, so they are compared as texts.

use super::drift::{Drift, DriftKind};
use apigw_local::{Document, document::GatewayResponse};
use std::collections::{BTreeMap, BTreeSet};

/// How the gateway responses differ.
pub(super) fn drifts(found: &Document, expected: &Document) -> Vec<Drift> {
    let (found, expected) = (&found.gateway_responses, &expected.gateway_responses);
    if found.is_empty() && !expected.is_empty() {
        let all = "gateway responses";
        return vec![Drift::new(all, DriftKind::GatewayResponseMissing)];
    }
    let mut drifts = Vec::new();
    for (kind, wanted) in expected {
        let name = format!("gateway response {}", kind.name());
        let status = wanted.status.unwrap_or_default();
        let kinds = match found.get(kind) {
            None => vec![DriftKind::GatewayResponseMissing],
            Some(found) if found.status != wanted.status => vec![DriftKind::StatusDiffers {
                found: found.status,
                expected: status,
            }],
            Some(found) => response(status, found, wanted),
        };
        drifts.extend(kinds.into_iter().map(|kind| Drift::new(&*name, kind)));
    }
    drifts
}

fn response(status: u16, found: &GatewayResponse, expected: &GatewayResponse) -> Vec<DriftKind> {
    let headers = |response: &GatewayResponse| -> BTreeMap<String, String> {
        let mappings = response.headers.iter();
        mappings
            .map(|mapping| {
                (
                    mapping.name().to_ascii_lowercase(),
                    mapping.expression.clone(),
                )
            })
            .collect()
    };
    let templates = |response: &GatewayResponse| -> BTreeMap<String, String> {
        response.templates.iter().cloned().collect()
    };
    let headers = differing(headers(found), headers(expected)).map(|(header, found, expected)| {
        DriftKind::HeaderDiffers {
            status,
            header,
            found,
            expected,
        }
    });
    let templates =
        differing(templates(found), templates(expected)).map(|(media_type, found, expected)| {
            DriftKind::TemplateDiffers {
                status: Some(status),
                media_type,
                found,
                expected,
            }
        });
    headers.chain(templates).collect()
}

/// Each name whose texts are not the same, with both of them.
fn differing(
    found: BTreeMap<String, String>,
    expected: BTreeMap<String, String>,
) -> impl Iterator<Item = (String, Option<String>, Option<String>)> {
    let names: BTreeSet<_> = found.keys().chain(expected.keys()).cloned().collect();
    names
        .into_iter()
        .map(move |name| {
            let text = |texts: &BTreeMap<String, String>| texts.get(&name).cloned();
            let (found, expected) = (text(&found), text(&expected));
            (name, found, expected)
        })
        .filter(|(_, found, expected)| found != expected)
}
