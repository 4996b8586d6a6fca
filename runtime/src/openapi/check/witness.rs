//! Texts that may lead a pattern astray: pieces of what it takes, and what mapping by text stumbles over.

use apigw_java_regex::Pattern;

/// Texts that break lines in one of Java's ways, or close what stands around them.
const HOSTILE: [&str; 12] = [
    "two\u{2028}lines",
    "two\u{85}lines",
    "two\nlines",
    "two\r\nlines",
    "",
    "\"",
    "{}",
    "\"}",
    "Task timed out after 1.00 seconds",
    "\"status\":500",
    "Internal Server Error: {}",
    "\u{1f}{}",
];

/// Texts to try on `pattern`, those made from it first.
pub(super) fn texts(pattern: &Pattern) -> Vec<String> {
    let mut texts = pattern.examples();
    texts.retain(|text| !text.is_empty());
    let unescaped: Vec<_> = texts
        .iter()
        .filter_map(|text| serde_json::from_str(&format!("\"{text}\"")).ok())
        .filter(|text| !texts.contains(text))
        .collect();
    texts.extend(unescaped);
    texts.extend(HOSTILE.map(str::to_owned));
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_texts_are_tried_as_json_reads_them_too() {
        let texts = texts(&Pattern::new(r#".*\\"status\\":400.*"#).unwrap());
        assert_eq!(
            texts[..texts.len() - HOSTILE.len()],
            [r#"\"status\":400"#, "\"status\":400"]
        );
    }
}
