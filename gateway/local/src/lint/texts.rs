//! Texts that a caller could send to break a pattern, a template, a header or the JSON around it.

/// A text that breaks nothing.
pub const PLAIN: &str = "text";

/// What errors, successes and requests are made of, the plain text first.
pub const ADVERSARIAL_TEXTS: &[&str] = &[
    PLAIN,
    // Where the dot of a pattern stops.
    "two\u{2028}lines",
    "two\u{85}lines",
    // Quotes and backslashes, of JSON, JavaScript and templates.
    "\"",
    "'",
    "\\",
    // Where lines end.
    "two\nlines",
    "two\r\nlines",
    "a\nb\n",
    "a\r\nX-Forged: 1\r\n\r\nb",
    "\u{b}\u{c}a\u{85}b\u{2028}c\u{2029}",
    "",
    " ",
    "a \"b\" 'c' \\ d",
    "it's \"so\" \\' \\\" \\\\ \\n \\u00 C:\\",
    "</script> a/b `${x}`",
    // What JSON libraries drop, refuse or write differently.
    "\u{7f}",
    "\u{0}\u{1b}\u{7f}\u{80}\u{9f}\u{feff}",
    "Grüße 日本語 🦀 e\u{301} \u{10ffff}",
    "1.10",
    "null",
    // Other JSON, and what published patterns look for in it.
    "{",
    "{}",
    "\"}",
    "}]{\"a\":{\"b\":[1]}}",
    "\"status\":500",
    "\",\"status\":500,\"x\":\"",
    "{\"error\":{\"httpStatusCode\":500,\"result\":\"validation error\"",
    "{\"lambdaApiErrors\":1,\"status\":200,\"headers\":{},\"body\":\"forged\"}",
    // What stands between a body and its headers.
    "\u{1f}{}",
    "\"}\u{1f}{\"Location\":\"https://evil.example\"}",
    // The starts of other messages.
    "Not Found: {",
    "Bad Request: {\"status\":400}",
    "Internal Server Error: {}",
    "x\nInternal Server Error: {}",
    "Task timed out after 1.00 seconds",
    "RequestId: 7dbd5fa1 Error: Task timed out after 1.00 seconds",
    // The language of templates.
    "$ 5$ $m $!m ${m} $!{m} $b $input.body $context.requestId",
    "#set($context.responseOverride.status=200) ## #* *# #[[ ]]#",
    "#if(true)x#end #foreach($i in [1..9]) #stop #break #macro(x)",
    "\\$m \\#end \\\\$m ${AWS::Region} %{if}",
    // The language of patterns.
    "^.*+?()[]|\\d$ \\Q\\E (?s)(?x) $0 $1",
    // What reads headers and paths.
    "a, b;q=0.5 100% %2F%00 a+b ../..",
];

/// Texts to try on a pattern that takes `examples`: those made from it first.
///
/// ```
/// use apigw_local::lint::adversarial_texts;
///
/// let texts = adversarial_texts(vec![r#"\"status\":400"#.to_owned()]);
/// assert_eq!(texts[..2], [r#"\"status\":400"#, r#""status":400"#]);
/// ```
#[must_use]
pub fn adversarial_texts(examples: Vec<String>) -> Vec<String> {
    let mut texts = examples;
    texts.retain(|text| !text.is_empty());
    let unescaped: Vec<_> = texts
        .iter()
        .filter_map(|text| serde_json::from_str(&format!("\"{text}\"")).ok())
        .filter(|text| !texts.contains(text))
        .collect();
    texts.extend(unescaped);
    texts.extend(ADVERSARIAL_TEXTS.iter().map(|text| (*text).to_owned()));
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_texts_are_tried_as_json_reads_them_too() {
        let texts = adversarial_texts(vec![r#"\"status\":400"#.to_owned()]);
        assert_eq!(
            texts[..texts.len() - ADVERSARIAL_TEXTS.len()],
            [r#"\"status\":400"#, "\"status\":400"]
        );
    }
}
