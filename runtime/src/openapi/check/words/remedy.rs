//! The remedy of each drift.

use super::{super::drift::DriftKind, one_line, quoted, to_exact_string};
use crate::builtin::UNREADABLE_EVENT;

impl DriftKind {
    #[expect(clippy::too_many_lines, reason = "one arm for each kind of drift")]
    pub(in super::super) fn remedy(&self) -> String {
        match self {
            Self::OperationMissing | Self::FallbackMissing => {
                "import the document that the types make".to_owned()
            }
            Self::OperationUnknown => {
                "remove it from the gateway, or add its endpoint to the `Api`".to_owned()
            }
            Self::GatewayResponseMissing => "import the gateway responses of the types".to_owned(),
            Self::SettingDiffers {
                setting, expected, ..
            } if expected.is_empty() => format!("remove `{}`", one_line(setting)),
            Self::SettingDiffers {
                setting, expected, ..
            } => {
                format!("set `{setting}` to {}", quoted(expected))
            }
            Self::Unmatched {
                status,
                expected,
                messages,
                ..
            } => {
                let event = format!("`{}`", UNREADABLE_EVENT.code());
                let other = if messages.contains(&event) {
                    format!(
                        ", or have the message of {event} begin as one of the gateway's patterns wants it, with `Api::unreadable_prefix`"
                    )
                } else {
                    String::new()
                };
                let expected = to_exact_string(expected);
                format!("give {status} the pattern {expected}{other}")
            }
            Self::WrongStatus {
                status,
                messages,
                own: Some(_),
                ..
            } => {
                format!("have the pattern of {status} take {}", messages.join(", "))
            }
            Self::WrongStatus {
                status,
                pattern,
                own: None,
                expected,
                ..
            } if pattern == expected => format!("give this pattern the status {status}"),
            Self::PrefixShown {
                status, expected, ..
            }
            | Self::WrongStatus {
                status,
                own: None,
                expected,
                ..
            } => format!("give {status} the pattern {}", to_exact_string(expected)),
            Self::TwoPatterns {
                expected, status, ..
            }
            | Self::TakesSuccess {
                expected, status, ..
            }
            | Self::Misfire {
                expected, status, ..
            } => match expected {
                Some(expected) => {
                    format!("give {status} the pattern {}", to_exact_string(expected))
                }
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
                format!("map {} to `{header}`, and declare it", quoted(expected))
            }
            Self::HeaderDiffers {
                header,
                expected: None,
                ..
            } => {
                format!("remove the mapping to `{header}`")
            }
            Self::TemplateDiffers { expected: None, .. } => "remove it".to_owned(),
            Self::EventDiffers {
                pointer,
                found: Some(found),
                ..
            } if pointer.is_empty() && found.contains("\"body-json\"") => {
                "take the template of the types, or have the `Api` accept `EventKind::Passthrough`"
                    .to_owned()
            }
            Self::EventDiffers {
                pointer,
                found: Some(found),
                ..
            } if pointer.is_empty() && found.contains("\"requestPath\"") => {
                "take the template of the types, or have the `Api` accept `EventKind::Serverless`"
                    .to_owned()
            }
            Self::TemplateDiffers {
                expected: Some(_), ..
            }
            | Self::TemplateFails { .. }
            | Self::AnswerDiffers { .. }
            | Self::EventDiffers { .. }
            | Self::CallOverridden { .. } => "take the template of the types".to_owned(),
            Self::PathDiffers { expected, .. } => format!("name it {}", quoted(expected)),
            Self::SchemaDiffers { .. } => "take the model of the types".to_owned(),
            Self::Invalid { .. } => {
                "correct it, or import the document that the types make".to_owned()
            }
            Self::AccessDiffers { .. } => "take the `security` of the types".to_owned(),
            Self::ParameterRequired { name } => format!(
                "take `required` off {}, or the validator off the operation",
                quoted(name)
            ),
        }
    }
}
