//! Sentences about patterns.

use super::{super::drift::DriftKind, list, one_line, quoted, to_exact_string};

impl DriftKind {
    pub(super) fn of_selection(&self) -> String {
        match self {
            Self::Unmatched {
                status,
                messages,
                answered,
                ..
            } => {
                let answered = match answered {
                    Some(answered) => format!("{answered} by the default response"),
                    None => "500, since there is no default response".to_owned(),
                };
                format!(
                    "no pattern takes {}, which should answer {status} and will answer {answered}",
                    messages.join(", ")
                )
            }
            Self::WrongStatus {
                status,
                messages,
                pattern,
                found,
                ..
            } => format!(
                "{} should answer {status}, and the pattern {} answers {found}",
                messages.join(", "),
                quoted(pattern)
            ),
            Self::TwoPatterns {
                pattern,
                status,
                others,
                ..
            } => format!(
                "the pattern {} of {status} also takes messages of {}",
                quoted(pattern),
                list(others)
            ),
            Self::TakesSuccess {
                pattern, status, ..
            } => format!(
                "the pattern {} takes the empty text, so successes answer {status}",
                quoted(pattern)
            ),
            Self::Misfire {
                pattern,
                status,
                code,
                meant,
                place,
                text,
                ..
            } => {
                let does = if status == meant { "loses" } else { "takes" };
                format!(
                    "the pattern {} of {status} {does} the message of `{code}`, which should answer {meant}, when {place} is {}",
                    quoted(pattern),
                    quoted(text)
                )
            }
            Self::PrefixShown {
                status,
                pattern,
                code,
                prefix,
                ..
            } => format!(
                "the pattern {} of {status} also takes the message of `{code}`, an event that the function cannot read, and its template \
                 gives the client the prefix {} in front of the body",
                quoted(pattern),
                to_exact_string(prefix)
            ),
            Self::Unselectable {
                status,
                pattern: Some(pattern),
            } => {
                format!(
                    "no message selects the pattern {} of {status}",
                    quoted(pattern)
                )
            }
            Self::Unselectable {
                status,
                pattern: None,
            } => {
                format!("no message selects the method response {status}")
            }
            Self::UnreadablePattern { pattern, reason } => {
                format!(
                    "the pattern {} cannot be relied on: {}",
                    quoted(pattern),
                    one_line(reason)
                )
            }
            Self::StatusRepeated { status } => format!(
                "two integration responses have the status {status}, of which API Gateway keeps one"
            ),
            _ => String::new(),
        }
    }
}
