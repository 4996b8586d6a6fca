//! Texts of a form, a length and a pattern.

use super::bound;
use apigw_java_regex::{Pattern, Search, StepBudget};
use serde_json::Value;

/// The longest text that is made because a schema asks for its length, in characters.
const LONGEST: usize = 1000;
/// Texts that patterns often mean, in order of preference.
const USUAL: &[&str] = &[
    "text",
    "Text",
    "TEXT",
    "a",
    "A",
    "1",
    "12",
    "123",
    "1234",
    "12345",
    "a1",
    "A1",
    "1.0",
    "1.0.0",
    "true",
    "en",
    "EUR",
    "2026-01-31",
    "2026-01-31T12:00:00Z",
    "12:00:00",
    "12:00",
    "6f1c9a3b-2f10-4d0e-9d43-3a5d3f1c7c7e",
    "ada@example.com",
    "https://example.com/",
    "/text",
    "+4930123456",
    "127.0.0.1",
];

/// A text that the schema takes, or the nearest to it that is found.
pub(super) fn within(schema: &Value, steps: &mut StepBudget) -> String {
    let least = bound(schema, "minLength").unwrap_or_default();
    let most = bound(schema, "maxLength").unwrap_or(usize::MAX);
    let usual = of_format(schema.get("format").and_then(Value::as_str));
    let plain = sized(usual, least, most);
    let Some(pattern) = schema.get("pattern").and_then(Value::as_str) else {
        return plain;
    };
    let Some(search) = compiled(pattern, steps) else {
        return plain;
    };
    let is_long_enough = |text: &str| (least..=most).contains(&text.chars().count());
    let takes = |text: &str, steps: &mut StepBudget| {
        is_long_enough(text) && matches!(search.find_all(text, steps).next(), Some(Ok(_)))
    };
    let likely = [plain.as_str(), usual]
        .into_iter()
        .chain(USUAL.iter().copied());
    for text in likely {
        if takes(text, steps) {
            return text.to_owned();
        }
    }
    let made = Pattern::new(pattern).map(|pattern| pattern.examples());
    let made = made.unwrap_or_default();
    for text in &made {
        if takes(text, steps) {
            return text.clone();
        }
    }
    // A pattern such as `^[a-z]+$` has a short example; repeating one of its characters makes it long enough.
    for text in made.iter().filter(|text| text.chars().count() < least) {
        for longer in stretched(text, least.min(LONGEST)) {
            if takes(&longer, steps) {
                return longer;
            }
        }
    }
    made.into_iter().next().unwrap_or(plain)
}

fn compiled(pattern: &str, steps: &mut StepBudget) -> Option<Search> {
    steps.charge_compile(pattern).ok()?;
    Search::new(pattern).ok()
}

fn of_format(format: Option<&str>) -> &'static str {
    match format {
        Some("date-time") => "2026-01-31T12:00:00Z",
        Some("date") => "2026-01-31",
        Some("time") => "12:00:00Z",
        Some("duration") => "PT1H",
        Some("uuid") => "6f1c9a3b-2f10-4d0e-9d43-3a5d3f1c7c7e",
        Some("email" | "idn-email") => "ada@example.com",
        Some("uri" | "url" | "iri") => "https://example.com/",
        Some("uri-reference") => "/text",
        Some("hostname" | "idn-hostname") => "example.com",
        Some("ipv4") => "127.0.0.1",
        Some("ipv6") => "::1",
        Some("byte") => "dGV4dA==",
        _ => "text",
    }
}

/// The text, cut or filled up.
fn sized(text: &str, least: usize, most: usize) -> String {
    let length = text.chars().count().max(least.min(LONGEST)).min(most);
    let filled = text.chars().chain(std::iter::repeat('x'));
    filled.take(length).collect()
}

/// The text with one of its characters so often that it has `length` characters.
fn stretched(text: &str, length: usize) -> impl Iterator<Item = String> {
    let characters: Vec<_> = text.chars().collect();
    let more = length.saturating_sub(characters.len());
    (0..characters.len()).rev().map(move |at| {
        let (start, end) = characters.split_at(at);
        let repeated = std::iter::repeat_n(characters[at], more);
        start
            .iter()
            .copied()
            .chain(repeated)
            .chain(end.iter().copied())
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_text_keeps_its_pattern_its_form_and_its_length() {
        for (schema, expected) in [
            (json!({}), "text"),
            (json!({"minLength": 6}), "textxx"),
            (json!({"maxLength": 2}), "te"),
            (
                json!({"format": "uuid"}),
                "6f1c9a3b-2f10-4d0e-9d43-3a5d3f1c7c7e",
            ),
            (json!({"pattern": "^[0-9]{4}$"}), "1234"),
            (json!({"pattern": "^[A-Z]{2}-[0-9]{3}$"}), "AA-000"),
            (json!({"pattern": "[0-9]"}), "1"),
            (json!({"pattern": "^[0-9]+$", "minLength": 8}), "00000000"),
            (json!({"pattern": "^c-[a-f]+$", "minLength": 5}), "c-aaa"),
            (
                json!({"pattern": "^(?:red|green)$", "minLength": 4}),
                "green",
            ),
            (json!({"pattern": "(", "minLength": 6}), "textxx"),
        ] {
            assert_eq!(
                within(&schema, &mut StepBudget::steps(10_000_000)),
                expected,
                "{schema}"
            );
        }
    }

    #[test]
    fn a_pattern_that_never_ends_is_given_up() {
        let schema = json!({"pattern": format!("^{}b$", "(a|aa)+".repeat(20)), "minLength": 200});
        let steps = &mut StepBudget::steps(1_000_000);
        within(&schema, steps);
        assert_eq!(steps.left(), 0);
    }
}
