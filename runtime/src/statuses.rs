//! The responses of a contract by status, which is how documents describe them.

use crate::DeclaredResponse;
#[cfg(any(feature = "aide", feature = "utoipa"))]
use std::collections::BTreeMap;

/// The responses in groups of one status, in the order of the statuses. No group has a response twice.
#[cfg(any(feature = "aide", feature = "utoipa"))]
pub(crate) fn by_status(
    responses: impl IntoIterator<Item = &'static DeclaredResponse>,
) -> BTreeMap<u16, Vec<&'static DeclaredResponse>> {
    let mut by_status: BTreeMap<u16, Vec<&'static DeclaredResponse>> = BTreeMap::new();
    for response in responses {
        let group = by_status.entry(response.status().as_u16()).or_default();
        if !group.contains(&response) {
            group.push(response);
        }
    }
    by_status
}

/// The status with its reason phrase, or, if no RFC gives it one, with the response's title.
#[cfg(feature = "openapi")]
pub(crate) fn named(response: &DeclaredResponse) -> String {
    let status = response.status();
    let phrase = status.canonical_reason().unwrap_or(response.title());
    format!("{} {phrase}", status.as_u16())
}

/// The headers that the responses can carry; one that is spelt in two ways is one.
pub(crate) fn header_names(responses: &[&'static DeclaredResponse]) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for &name in responses
        .iter()
        .flat_map(|response| response.header_names())
    {
        if !names.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            names.push(name);
        }
    }
    names
}

/// The error codes of a status, each with its meaning and the members that it adds to the body.
pub(crate) fn describe<'a>(responses: impl IntoIterator<Item = &'a DeclaredResponse>) -> String {
    let lines: Vec<_> = responses.into_iter().map(described).collect();
    match &lines[..] {
        [line] => line.clone(),
        lines => lines
            .iter()
            .map(|line| format!("- {line}"))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

fn described(response: &DeclaredResponse) -> String {
    let doc = response
        .description()
        .split('\n')
        .map(str::trim)
        .collect::<Vec<_>>()
        .join(" ");
    let doc = if doc.is_empty() {
        response.title()
    } else {
        doc.trim_end()
    };
    let code = response.code();
    let end = if doc.ends_with(['.', '!', '?', ':']) {
        ""
    } else {
        "."
    };
    match response.extension_names() {
        [] => format!("`{code}`: {doc}"),
        names => format!("`{code}`: {doc}{end} Adds `{}`.", names.join("`, `")),
    }
}

#[cfg(all(test, feature = "openapi"))]
mod tests {
    use super::named;
    use crate::DeclaredResponse;

    #[test]
    fn a_status_without_a_phrase_has_the_title() {
        let known = DeclaredResponse::new(404, "NoCart", "No cart", "No cart: ");
        let unknown = DeclaredResponse::new(420, "Calm", "Enhance your calm", "Calm: ");
        assert_eq!(named(&known), "404 Not Found");
        assert_eq!(named(&unknown), "420 Enhance your calm");
    }
}
