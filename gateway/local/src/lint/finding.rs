//! What the linter says.

use super::{examined::Examined, rule::Rule};
use std::fmt::{self, Write};

/// One defect of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The method and the path; of what belongs to all operations, its name.
    pub operation: String,
    /// The place in the document, as a JSON pointer.
    pub pointer: String,
    /// What is wrong, as a sentence without a full stop.
    pub reason: String,
    /// A message that shows it.
    pub shown: Option<Shown>,
    /// What to do.
    pub fix: String,
}

/// A message, and what the engine made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shown {
    /// The `errorMessage` of the function's failure; `None` is a success.
    pub message: Option<String>,
    /// What the client gets, or what the pattern does.
    pub answer: String,
}

/// What the linter found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
#[non_exhaustive]
pub struct Report {
    /// The findings, in the document's order.
    pub findings: Vec<Finding>,
    /// The operation at which the steps were used up: it was not looked at to its end, and those after it not at all.
    pub unfinished: Option<String>,
    /// What the linter looked at.
    pub examined: Examined,
}

impl Shown {
    pub(super) fn new(message: &str, answer: impl Into<String>) -> Self {
        Self {
            message: Some(message.to_owned()),
            answer: answer.into(),
        }
    }
}

/// The finding on one line, without its place.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            reason,
            shown,
            fix,
            ..
        } = self;
        write!(f, "{operation}: {reason}")?;
        if let Some(shown) = shown {
            write!(f, "; {shown}")?;
        }
        write!(f, "; {fix}")
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.message {
            Some(message) => write!(f, "the message {} gets {}", quoted(message), self.answer),
            None => write!(f, "a success gets {}", self.answer),
        }
    }
}

/// Whether a terminal obeys the character and does not show it: control characters, and those that change the direction.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The text in quotes and on one line, to be copied: as JSON, which is a double-quoted text of YAML too.
pub(super) fn quoted_whole(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    if !quoted.contains(is_invisible) {
        return quoted;
    }
    quoted.chars().fold(String::new(), |mut escaped, c| {
        if is_invisible(c) {
            // Writing to a text does not fail.
            let _ = write!(escaped, "\\u{:04x}", u32::from(c));
        } else {
            escaped.push(c);
        }
        escaped
    })
}

/// The same, cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 300;
    let mut characters = text.chars();
    let start: String = characters.by_ref().take(LONGEST).collect();
    match characters.next() {
        None => quoted_whole(&start),
        Some(_) => quoted_whole(&start) + "…",
    }
}

#[cfg(test)]
mod tests {
    use super::quoted_whole;

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        let text = "a\u{1b}[31m\u{7f}\u{9b}\u{202e}\u{2028}\n\"é日";
        let quoted = quoted_whole(text);
        assert_eq!(quoted, r#""a\u001b[31m\u007f\u009b\u202e\u2028\n\"é日""#);
        assert_eq!(serde_json::from_str::<String>(&quoted).unwrap(), text);
    }
}
