//! The text of a document, JSON or YAML, as one value.

use serde_json::Value;

/// Reads `text`. A text that begins with a brace or a bracket is JSON, and any other is YAML.
///
/// YAML is read within limits of nesting, of size, and of the size of its aliases.
///
/// # Errors
///
/// When the text is neither, with the reason on one line.
pub fn read(text: &str) -> Result<Value, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with(['{', '[']) {
        return serde_json::from_str(text).map_err(|error| error.to_string());
    }
    serde_saphyr::from_str(text).map_err(|error| {
        let reason = error.to_string();
        reason.lines().next().unwrap_or_default().to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::fmt::Write;

    #[test]
    fn both_spellings_of_one_document() {
        let value = json!({"openapi": "3.0.1", "paths": {"/a": {"x": "^(?:A: )\\{[\\s\\S]*"}}});
        assert_eq!(read(&value.to_string()), Ok(value.clone()));
        let yaml = "openapi: 3.0.1\npaths:\n  /a:\n    x: '^(?:A: )\\{[\\s\\S]*'\n";
        assert_eq!(read(yaml), Ok(value.clone()));
        assert_eq!(read(&format!("\u{feff}{value}")), Ok(value));
        let statuses = json!({"responses": {"200": {"statusCode": 200}}});
        assert_eq!(
            read("responses:\n  200:\n    statusCode: 200\n"),
            Ok(statuses)
        );
    }

    #[test]
    fn hostile_texts_are_refused_on_one_line() {
        let mut bomb = "a0: &a0 [x]\n".to_owned();
        for (before, n) in (1..40).enumerate() {
            let list = format!("*a{before}, ").repeat(4);
            writeln!(bomb, "a{n}: &a{n} [{list}]").unwrap();
        }
        for text in [
            "[".repeat(100_000),
            "- ".repeat(100_000),
            bomb,
            "a: [1".to_owned(),
            "a: &a [*a]".to_owned(),
            "a: 1\na: 2".to_owned(),
            "? [a, b]\n: c".to_owned(),
            "a: \u{0}".to_owned(),
        ] {
            let start: String = text.chars().take(40).collect();
            let reason = read(&text).expect_err(&start);
            assert!(!reason.is_empty() && !reason.contains('\n'), "{reason}");
        }
    }
}
