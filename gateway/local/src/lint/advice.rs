//! Patterns to use instead: candidates, of which the linter prints only those that it has tried.

use super::finding::quoted_whole;

/// What a pattern begins with that is to find its words anywhere.
const ANYTHING: &[&str] = &[
    "(?s).*",
    "(?s).+",
    "(?i).*",
    "^.*",
    ".*",
    ".+",
    r"^[\s\S]*",
    r"[\s\S]*",
    r"[\s\S]+",
    "(.|\n)*",
    "(\n|.)*",
    r"(.|\n)*",
    r"(\n|.)*",
];

/// Lambda's own message after a timeout, in both recorded forms. It takes no text that another failure's message may have in it.
pub(super) const TIMEOUT: &str = r"(?:RequestId: [0-9a-f-]+ Error: |[0-9TZ:.-]+ [0-9a-f-]+ )Task timed out after [0-9.]+ seconds";
/// Lambda's own messages after a crash, and of an answer that is too large.
pub(super) const CRASH: &str = r"RequestId: [0-9a-f-]+ (?:Error: Runtime exited (?:without providing a reason|with error: (?:exit status [0-9]+|signal: (?:killed|aborted|terminated|segmentation fault|bus error|illegal instruction)(?: \(core dumped\))?))|Process exited before completing request)|Response payload size exceeded maximum allowed payload size \([0-9]+ bytes\)\.";

/// The pattern with a dot that takes line breaks.
pub(super) fn across_lines(pattern: &str) -> String {
    match pattern.strip_prefix("(?s)") {
        Some(_) => pattern.to_owned(),
        None => format!("(?s){pattern}"),
    }
}

/// The pattern at the start of the message; `None` if it stands there.
pub(super) fn anchored(pattern: &str) -> Option<String> {
    let rest = ANYTHING
        .iter()
        .find_map(|start| pattern.strip_prefix(start))?;
    // What begins with the name of a member begins an object.
    let start = if rest.starts_with('"') { r"\{" } else { "" };
    Some(across_lines(&format!("{start}{rest}")))
}

/// The pattern without the empty text.
pub(super) fn not_empty(pattern: &str) -> String {
    if ANYTHING.contains(&pattern) {
        "(?s).+".to_owned()
    } else {
        format!(r"(?=[\s\S])(?:{pattern})")
    }
}

/// The pattern without what another takes.
pub(super) fn without(pattern: &str, other: &str) -> String {
    format!(r"(?!(?:{other})\z)(?:{pattern})")
}

/// Both patterns as one.
pub(super) fn either(one: &str, other: &str) -> String {
    format!("(?:{one})|(?:{other})")
}

/// `Invalid*` as it was meant.
pub(super) fn of_glob(word: &str) -> String {
    across_lines(&format!("{word}.*"))
}

/// To use a pattern, in words.
pub(super) fn to_use(pattern: &str) -> String {
    format!("use {}", quoted_whole(pattern))
}
