//! A drift in words: what is the case, and what to do.

mod finding;
mod remedy;
mod selection;

/// How much of a text is shown.
const SHOWN: usize = 120;

/// The start of a text, on one line.
pub(super) fn quoted(text: &str) -> String {
    let start: String = text.chars().take(SHOWN).collect();
    let more = if start.len() < text.len() { "…" } else { "" };
    format!("`{}{more}`", one_line(&start))
}

/// The whole text, on one line.
pub(super) fn to_exact_string(text: &str) -> String {
    format!("`{}`", one_line(text))
}

/// The text with what breaks lines, and what terminals obey, escaped.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control()
            || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}')
        {
            line.extend(character.escape_unicode());
        } else {
            line.push(character);
        }
    }
    line
}

fn list(statuses: &[u16]) -> String {
    let statuses: Vec<_> = statuses.iter().map(u16::to_string).collect();
    statuses.join(", ")
}
