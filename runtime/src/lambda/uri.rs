//! Request URIs from what events say of them.

use super::{Unreadable, custom::Values};
use http::Uri;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use std::{collections::BTreeMap, fmt::Write};

/// All but the unreserved characters of [RFC 3986, section 2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3).
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What cannot stand in a path that is encoded already, or should have been.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\')
    .add(b'^')
    .add(b'|');

/// The path `template` with its parameters filled in and encoded, and the query.
pub(super) fn of_template<'a>(
    template: &str,
    parameter: impl Fn(&str) -> Option<&'a str>,
    query: &BTreeMap<String, Values>,
) -> Result<Uri, Unreadable> {
    let mut uri = String::new();
    for segment in template.split('/').skip(1) {
        uri.push('/');
        let Some(name) = segment
            .strip_prefix('{')
            .and_then(|segment| segment.strip_suffix('}'))
        else {
            uri.push_str(segment);
            continue;
        };
        let name_only = name.trim_start_matches('*').trim_end_matches('+');
        let value = parameter(name_only).filter(|value| !value.is_empty());
        let value = value.ok_or_else(|| {
            Unreadable::new(format!("the event lacks the path parameter `{name_only}`"))
        })?;
        if name_only == name {
            extend(&mut uri, value);
        } else {
            for (index, part) in value.split('/').enumerate() {
                uri.push_str(if index == 0 { "" } else { "/" });
                extend(&mut uri, part);
            }
        }
    }
    let mut separator = '?';
    for (name, values) in query {
        for value in values.iter() {
            uri.push(separator);
            extend(&mut uri, name);
            uri.push('=');
            extend(&mut uri, value);
            separator = '&';
        }
    }
    parse(&uri)
}

/// A path as a gateway passes it on, and a query string that is encoded already.
pub(super) fn of_raw(path: &str, query: Option<&str>) -> Result<Uri, Unreadable> {
    let mut uri = if path.starts_with('/') {
        String::new()
    } else {
        "/".to_owned()
    };
    let _ = write!(uri, "{}", utf8_percent_encode(path, PATH));
    if let Some(query) = query {
        uri.push('?');
        uri.push_str(query);
    }
    parse(&uri)
}

fn extend(uri: &mut String, text: &str) {
    uri.extend(utf8_percent_encode(text, COMPONENT));
}

fn parse(uri: &str) -> Result<Uri, Unreadable> {
    uri.parse()
        .map_err(|error| Unreadable::new(format!("the path and the query make no URI: {error}")))
}
