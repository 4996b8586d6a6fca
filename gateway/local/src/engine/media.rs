//! Which template applies: the media type alone decides, without its parameters.

use crate::document::Template;

/// The template whose key is `media_type`.
pub(super) fn exact<'a>(
    templates: &'a [(String, Template)],
    media_type: &str,
) -> Option<(&'a str, &'a Template)> {
    templates
        .iter()
        .find(|(key, _)| plain(key).eq_ignore_ascii_case(media_type))
        .map(|(key, template)| (key.as_str(), template))
}

/// The entry whose key is `media_type`, else the one for JSON, else the first.
pub(super) fn closest<'a, T>(
    entries: &'a [(String, T)],
    media_type: &str,
) -> Option<(&'a str, &'a T)> {
    let of = |wanted: &str| {
        entries
            .iter()
            .find(|(key, _)| plain(key).eq_ignore_ascii_case(wanted))
    };
    of(media_type)
        .or_else(|| of("application/json"))
        .or_else(|| entries.first())
        .map(|(key, entry)| (key.as_str(), entry))
}

fn plain(key: &str) -> &str {
    key.split(';').next().unwrap_or(key).trim()
}

/// Whether one of the binary media types, which may be `image/*` or `*/*`, covers `media_type`.
pub(super) fn is_binary(binary: &[String], media_type: &str) -> bool {
    binary.iter().any(|pattern| match pattern.split_once('/') {
        Some(("*", "*")) => true,
        Some((kind, "*")) => media_type
            .split('/')
            .next()
            .is_some_and(|of| of.eq_ignore_ascii_case(kind)),
        _ => pattern.eq_ignore_ascii_case(media_type),
    })
}

/// A header's name as clients of HTTP/1.1 usually write it: `Content-Type`.
///
/// Names arrive here in lower case, and templates and functions ask for them by their exact spelling.
pub(super) fn train_case(name: &str) -> String {
    let mut start = true;
    name.chars()
        .map(|c| {
            let spelled = if start { c.to_ascii_uppercase() } else { c };
            start = c == '-';
            spelled
        })
        .collect()
}
