//! Request URIs, from the paths and parameters of events.

use super::{
    Unreadable,
    text::{Lists, Texts},
};
use http::Uri;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;

/// Bytes in which most paths and queries have room.
const CAPACITY: usize = 128;

/// All but the unreserved characters of [RFC 3986, section 2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3).
pub(super) const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The characters that a path or a query may not contain, even if it should be encoded already.
pub(super) const ENCODED: &AsciiSet = &CONTROLS
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

/// The characters that a decoded path may not contain.
const DECODED: &AsciiSet = &ENCODED.add(b'%');

/// The path `template` with its parameters filled in and encoded, and the query.
pub(super) fn of_template(
    template: &str,
    parameters: &Texts<'_>,
    query: Lists<'_>,
) -> Result<Uri, Unreadable> {
    let mut uri = String::with_capacity(CAPACITY);
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
        let value = parameters.get(name_only).filter(|value| !value.is_empty());
        let value = value.ok_or_else(|| {
            Unreadable::new(format!("the event lacks the path parameter `{name_only}`"))
        })?;
        if name_only == name {
            uri.extend(utf8_percent_encode(value, COMPONENT));
        } else {
            for (index, part) in value.split('/').enumerate() {
                uri.push_str(if index == 0 { "" } else { "/" });
                uri.extend(utf8_percent_encode(part, COMPONENT));
            }
        }
    }
    with_query(uri, &self::query(&query.sorted(), COMPONENT))
}

/// A path as it was sent, and a query string that is encoded already.
pub(super) fn of_raw(path: &str, query: &str) -> Result<Uri, Unreadable> {
    of_path(path, ENCODED, query)
}

/// A path that a gateway has decoded, and a query string that is encoded already.
pub(super) fn of_decoded(path: &str, query: &str) -> Result<Uri, Unreadable> {
    of_path(path, DECODED, query)
}

fn of_path(path: &str, encode: &'static AsciiSet, query: &str) -> Result<Uri, Unreadable> {
    let mut uri = String::with_capacity(CAPACITY);
    if !path.starts_with('/') {
        uri.push('/');
    }
    uri.extend(utf8_percent_encode(path, encode));
    with_query(uri, &Cow::from(utf8_percent_encode(query, ENCODED)))
}

/// A query string of the `parameters`, in whose names and values `encode` is encoded.
pub(super) fn query(parameters: &Lists<'_>, encode: &'static AsciiSet) -> String {
    let mut query = String::new();
    for pair in &parameters.0 {
        if !query.is_empty() {
            query.push('&');
        }
        query.extend(utf8_percent_encode(&pair.name, encode));
        query.push('=');
        query.extend(utf8_percent_encode(&pair.value, encode));
    }
    query
}

fn with_query(mut uri: String, query: &str) -> Result<Uri, Unreadable> {
    if !query.is_empty() {
        uri.push('?');
        uri.push_str(query);
    }
    Uri::try_from(uri)
        .map_err(|error| Unreadable::new(format!("the path and the query make no URI: {error}")))
}
