//! The sentence that says what differs.

use super::{super::drift::DriftKind, SHOWN, list, one_line, quoted, to_exact_string};

impl DriftKind {
    pub(in super::super) fn finding(&self) -> String {
        match self {
            Self::OperationMissing | Self::FallbackMissing => {
                "the gateway lacks this operation".to_owned()
            }
            Self::OperationUnknown => "the types have no such operation".to_owned(),
            Self::GatewayResponseMissing => "the gateway answers in its own words".to_owned(),
            Self::SettingDiffers {
                setting,
                found,
                expected,
            } => {
                let setting = one_line(setting);
                let found = if found.is_empty() {
                    "missing".to_owned()
                } else {
                    quoted(found)
                };
                if expected.is_empty() {
                    format!("`{setting}` is {found}, and should not be there")
                } else {
                    format!("`{setting}` is {found}, and should be {}", quoted(expected))
                }
            }
            Self::Invalid { pointer, reason } => {
                format!("{}: {}", to_exact_string(pointer), one_line(reason))
            }
            Self::SchemaDiffers { uses } => {
                format!("it has another form, in {uses} responses and request bodies")
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
            Self::PathDiffers { found, expected } => format!(
                "its path is {}, and should be {}",
                quoted(found),
                quoted(expected)
            ),
            Self::AccessDiffers { found, expected } => format!(
                "callers must bring {}, and should {}",
                things(found),
                things(expected)
            ),
            Self::ParameterRequired { name } => {
                format!(
                    "requests without the parameter {} are refused",
                    quoted(name)
                )
            }
            _ => self.of_response(),
        }
    }

    fn of_response(&self) -> String {
        match self {
            Self::MethodResponseMissing { status } => {
                format!(
                    "{status} is not a method response, so API Gateway answers 500 in its place"
                )
            }
            Self::HeaderUndeclared { status, header } => {
                format!("the method response {status} does not declare the header `{header}`")
            }
            Self::ModelDiffers {
                statuses,
                found,
                expected,
            } => {
                let of = match &statuses[..] {
                    [] => "the body of requests has".to_owned(),
                    [status] => format!("the method response {status} has"),
                    statuses => format!("the method responses {} have", list(statuses)),
                };
                if found == expected {
                    format!("{of} the content {} of another form", quoted(found))
                } else {
                    format!(
                        "{of} the content {}, and should have {}",
                        bodies(found),
                        bodies(expected)
                    )
                }
            }
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
            } => format!(
                "{} {}",
                template(*status, media_type),
                difference(found.as_deref(), expected.as_deref())
            ),
            Self::TemplateFails {
                status,
                media_type,
                sample,
                reason,
            } => {
                let on = sample
                    .as_ref()
                    .map_or_else(String::new, |on| format!(" on {on}"));
                let template = template(*status, media_type);
                format!("{template} fails{on}: {}", one_line(reason))
            }
            Self::AnswerDiffers { .. } => self.of_answer(),
            Self::EventDiffers { .. } => self.of_event(),
            Self::CallOverridden {
                media_type,
                name,
                value,
            } => format!(
                "{} sets {} to {}, which changes how the function is asked",
                template(None, media_type),
                quoted(name),
                quoted(value)
            ),
            _ => self.of_selection(),
        }
    }

    fn of_answer(&self) -> String {
        let Self::AnswerDiffers {
            status,
            media_type,
            sample,
            part,
            found,
            expected,
        } = self
        else {
            return String::new();
        };
        let who = match media_type {
            Some(media_type) => template(Some(*status), media_type),
            None => format!("{status}, which has no template,"),
        };
        let difference = difference(found.as_deref(), expected.as_deref());
        format!("{who} answers {sample} wrongly: the {part} {difference}")
    }

    fn of_event(&self) -> String {
        let Self::EventDiffers {
            media_type,
            sample,
            pointer,
            found,
            expected,
        } = self
        else {
            return String::new();
        };
        let template = template(None, media_type);
        if pointer.is_empty() {
            let event = quoted(found.as_deref().unwrap_or_default());
            return format!(
                "{template} makes an event that the function does not take of a request with {sample}: {event}"
            );
        }
        let difference = difference(found.as_deref(), expected.as_deref());
        let place = quoted(pointer);
        format!(
            "{template} tells the function something else: of a request with {sample}, {place} {difference}"
        )
    }
}

/// A template by its place.
fn template(status: Option<u16>, media_type: &str) -> String {
    let of = status.map_or("request".to_owned(), |status| status.to_string());
    format!("the template of {of} for `{}`", one_line(media_type))
}

fn bodies(content: &str) -> String {
    if content.is_empty() {
        "none".to_owned()
    } else {
        quoted(content)
    }
}

fn things(list: &[String]) -> String {
    match list {
        [] => "nothing".to_owned(),
        list => one_line(&list.join(" and ")),
    }
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
