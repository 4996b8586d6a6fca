//! Whether a document lets pages of other origins call.

use apigw_local::{Document, document::Kind};
use http::{Method, header};
use std::collections::BTreeSet;

/// Whether any integration response sets `Access-Control-Allow-Origin`, by a mapping or in a template.
pub(super) fn answers_pages(document: &Document) -> bool {
    let name = header::ACCESS_CONTROL_ALLOW_ORIGIN;
    let mut responses = document
        .operations
        .iter()
        .flat_map(|operation| &operation.integration.responses);
    responses.any(|response| {
        let mut mappings = response.headers.iter();
        let mut templates = response.templates.iter();
        mappings.any(|mapping| mapping.name().eq_ignore_ascii_case(name.as_str()))
            || templates.any(|(_, template)| {
                let template = template.source().to_ascii_lowercase();
                template.contains(name.as_str())
            })
    })
}

/// Whether a mock of `found` answers preflight requests at each path where `expected` asks a function, and none of `expected`
/// does.
pub(super) fn has_all_preflights(found: &Document, expected: &Document) -> bool {
    let preflights = |document: &Document| -> BTreeSet<String> {
        let operations = document.operations.iter();
        operations
            .filter(|operation| operation.method == Some(Method::OPTIONS))
            .filter(|operation| operation.integration.kind == Kind::Mock)
            .map(|operation| operation.path.text.clone())
            .collect()
    };
    let found = preflights(found);
    let mut asking = expected
        .operations
        .iter()
        .filter(|operation| operation.integration.kind != Kind::Mock);
    preflights(expected).is_empty() && asking.all(|operation| found.contains(&operation.path.text))
}
