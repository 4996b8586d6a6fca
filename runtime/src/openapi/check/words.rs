//! A drift in words: what is the case, and what to do.

use super::drift::DriftKind;

/// How much of a text is shown.
const SHOWN: usize = 120;

impl DriftKind {
    pub(super) fn finding(&self) -> String {
        match self {
            Self::OperationMissing => "the gateway lacks this operation".to_owned(),
            Self::OperationUnknown => "the types have no such operation".to_owned(),
            Self::GatewayResponseMissing => "the gateway answers in its own words".to_owned(),
            Self::SettingDiffers {
                setting,
                found,
                expected,
            } => {
                format!(
                    "`{setting}` is {}, and should be {}",
                    quoted(found),
                    quoted(expected)
                )
            }
            Self::DefaultDiffers {
                found: None,
                expected,
            } => {
                format!("there is no default response, which should answer {expected}")
            }
            Self::DefaultDiffers {
                found: Some(found),
                expected,
            } => {
                format!("the default response is {found}, and should be {expected}")
            }
            Self::StatusDiffers {
                found: None,
                expected,
            } => {
                format!("it has no status of its own, and should have {expected}")
            }
            Self::StatusDiffers {
                found: Some(found),
                expected,
            } => {
                format!("its status is {found}, and should be {expected}")
            }
            Self::MethodResponseMissing { status } => {
                format!("{status} is no method response, so API Gateway answers 500 in its place")
            }
            Self::HeaderUndeclared { status, header } => {
                format!("the method response {status} does not declare the header `{header}`")
            }
            Self::ModelDiffers {
                status,
                found,
                expected,
            } => format!(
                "the method response {status} has the content {}, and should have {}",
                quoted(found),
                quoted(expected)
            ),
            Self::HeaderDiffers {
                status,
                header,
                found,
                expected,
            } => format!(
                "the header `{header}` of {status} {}",
                difference(found.as_deref(), expected.as_deref())
            ),
            Self::TemplateDiffers {
                status,
                media_type,
                found,
                expected,
            } => {
                let of = status.map_or("request".to_owned(), |status| status.to_string());
                format!(
                    "the template of {of} for `{media_type}` {}",
                    difference(found.as_deref(), expected.as_deref())
                )
            }
            _ => self.selection(),
        }
    }

    fn selection(&self) -> String {
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

    pub(super) fn remedy(&self) -> String {
        match self {
            Self::OperationMissing => "import the document that the types make".to_owned(),
            Self::OperationUnknown => {
                "remove it from the gateway, or add its endpoint to the `Api`".to_owned()
            }
            Self::GatewayResponseMissing => "import the gateway responses of the types".to_owned(),
            Self::SettingDiffers {
                setting, expected, ..
            } => {
                format!("set `{setting}` to {}", quoted(expected))
            }
            Self::Unmatched {
                status, expected, ..
            } => {
                format!("give {status} the pattern {}", exactly(expected))
            }
            Self::WrongStatus {
                status, messages, ..
            } => {
                format!("have the pattern of {status} take {}", messages.join(", "))
            }
            Self::TwoPatterns {
                expected, status, ..
            }
            | Self::TakesSuccess {
                expected, status, ..
            }
            | Self::Misfire {
                expected, status, ..
            } => match expected {
                Some(expected) => format!("give {status} the pattern {}", exactly(expected)),
                None => format!("remove it: the types have no {status} that a pattern selects"),
            },
            Self::Unselectable {
                status,
                pattern: Some(_),
            } => {
                format!(
                    "remove the integration response {status}, or declare its error in the types"
                )
            }
            Self::Unselectable {
                status,
                pattern: None,
            } => {
                format!("remove the method response {status}, or declare its error in the types")
            }
            Self::UnreadablePattern { .. } => "take the pattern of the types".to_owned(),
            Self::StatusRepeated { status } => {
                format!(
                    "make one pattern of the two, or give one of them another status than {status}"
                )
            }
            Self::DefaultDiffers { expected, .. } | Self::StatusDiffers { expected, .. } => {
                format!("give it the status {expected}")
            }
            Self::MethodResponseMissing { status } => {
                format!("declare {status} under `responses`")
            }
            Self::HeaderUndeclared { status, header } => {
                format!("declare `{header}` under the `headers` of {status}")
            }
            Self::ModelDiffers { .. } => "take the content of the types".to_owned(),
            Self::HeaderDiffers {
                header,
                expected: Some(expected),
                ..
            } => {
                format!("map {} to `{header}`", quoted(expected))
            }
            Self::HeaderDiffers {
                header,
                expected: None,
                ..
            } => {
                format!("remove the mapping to `{header}`")
            }
            Self::TemplateDiffers {
                expected: Some(_), ..
            } => "take the template of the types".to_owned(),
            Self::TemplateDiffers { expected: None, .. } => "remove it".to_owned(),
        }
    }
}

fn list(statuses: &[u16]) -> String {
    let statuses: Vec<_> = statuses.iter().map(u16::to_string).collect();
    statuses.join(", ")
}

/// How `found` differs from `expected`, as the end of a sentence.
fn difference(found: Option<&str>, expected: Option<&str>) -> String {
    let (found, expected) = match (found, expected) {
        (None, _) => return "is missing".to_owned(),
        (Some(_), None) => return "is not in the types".to_owned(),
        (Some(found), Some(expected)) => (found, expected),
    };
    if found.len().max(expected.len()) <= SHOWN {
        return format!("is {}, and should be {}", quoted(found), quoted(expected));
    }
    let same = found
        .chars()
        .zip(expected.chars())
        .take_while(|(one, other)| one == other)
        .count();
    let rest = |text: &str| quoted(&text.chars().skip(same).collect::<String>());
    format!(
        "differs from character {} on: it goes on with {}, and should with {}",
        same + 1,
        rest(found),
        rest(expected)
    )
}

/// The start of a text, on one line.
fn quoted(text: &str) -> String {
    let start: String = text.chars().take(SHOWN).collect();
    let more = if start.len() < text.len() { "…" } else { "" };
    format!("`{}{more}`", one_line(&start))
}

/// The whole text, on one line.
fn exactly(text: &str) -> String {
    format!("`{}`", one_line(text))
}

/// The text with what breaks lines, and what terminals obey, escaped.
fn one_line(text: &str) -> String {
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
