//! Paths into a JSON body, as header mappings write them: `errorMessage.error.trace`, `things[0].id`.
//!
//! Members keep the order in which they were sent.

use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The text at `path` in `body`: a string as it is, anything else as compact JSON. `None` if it is missing or null.
///
/// In a function error, a string that holds JSON is read as JSON.
pub(super) fn text(body: &str, path: &str, function_error: bool) -> Option<String> {
    let trimmed = body.trim_start();
    if path.is_empty() {
        return Some(if body.is_empty() { "{}" } else { body }.to_owned());
    }
    if !trimmed.starts_with(['{', '[', '"']) {
        return None;
    }
    let mut json = trimmed.to_owned();
    for step in steps(path) {
        if function_error && json.starts_with('"') {
            json = serde_json::from_str::<String>(&json).ok()?;
        }
        json = step.of(&json)?;
    }
    match json.as_bytes().first()? {
        b'"' => serde_json::from_str(&json).ok(),
        b'n' => None,
        _ => Some(compact(&json)),
    }
}

enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

impl Step<'_> {
    fn of(&self, json: &str) -> Option<String> {
        let value: &RawValue = match self {
            Self::Member(name) => {
                let mut members: BTreeMap<String, &RawValue> = serde_json::from_str(json).ok()?;
                members.remove(*name)?
            }
            Self::Item(index) => {
                let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
                items.get(*index)?
            }
        };
        Some(value.get().to_owned())
    }
}

fn steps(path: &str) -> impl Iterator<Item = Step<'_>> {
    path.trim_start_matches("$.").split('.').flat_map(|part| {
        let (name, indexes) = part
            .split_once('[')
            .map_or((part, ""), |(name, rest)| (name, rest));
        let items = indexes
            .split('[')
            .filter_map(|index| index.strip_suffix(']')?.parse().ok())
            .map(Step::Item);
        (!name.is_empty())
            .then_some(Step::Member(name))
            .into_iter()
            .chain(items)
    })
}

/// JSON without white space between its tokens.
fn compact(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in json.chars() {
        if quoted {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if c.is_ascii_whitespace() {
            continue;
        } else {
            quoted = c == '"';
        }
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::text;

    const ERROR: &str = r#"{"errorMessage": "{ \"errorType\" : \"InternalServerError\", \"error\": {\"function\":\"abc()\", \"line\":123, \"file\":\"a b\"}, \"list\": [[1, null]]}"}"#;

    #[test]
    fn an_error_message_is_read_as_json() {
        let of = |path: &str| text(ERROR, path, true);
        assert_eq!(of("errorMessage.errorType").unwrap(), "InternalServerError");
        assert_eq!(
            of("errorMessage.error").unwrap(),
            r#"{"function":"abc()","line":123,"file":"a b"}"#
        );
        assert_eq!(of("errorMessage.list[0][0]").unwrap(), "1");
        assert_eq!(of("errorMessage.list[0][1]"), None);
        assert_eq!(of("errorMessage.missing"), None);
    }

    #[test]
    fn the_text_of_a_success_stays_a_text() {
        assert_eq!(text(ERROR, "errorMessage.errorType", false), None);
        assert_eq!(text("plain", "a", true), None);
        assert_eq!(text("", "", true).unwrap(), "{}");
        assert_eq!(text(r#"{"a":"\"é\""}"#, "a", false).unwrap(), "\"é\"");
    }
}
