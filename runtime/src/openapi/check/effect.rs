//! What a difference does to those who call the API.

use super::drift::{Drift, DriftKind};
use std::fmt;

/// What a difference between a gateway and the types does, the worst first. It displays as a sentence.
///
/// ```
/// use lambda_api_errors::openapi::Effect;
///
/// assert!(Effect::RequestsFail < Effect::AnswersDiffer);
/// assert_eq!(Effect::AnswersDiffer.to_string(), "Clients get other answers than the types say");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// Requests do not reach the endpoint, or arrive as the function cannot read them.
    RequestsFail,
    /// Clients get another status, body or header than the types say.
    AnswersDiffer,
    /// Only what the document says differs: models, and operations and responses that the types do not have.
    DescriptionDiffers,
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RequestsFail => "Requests fail, or arrive otherwise than the types say",
            Self::AnswersDiffer => "Clients get other answers than the types say",
            Self::DescriptionDiffers => "The document describes something else than the types",
        })
    }
}

impl Drift {
    /// What the difference does to those who call the API.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.kind().effect()
    }
}

impl DriftKind {
    fn effect(&self) -> Effect {
        match self {
            Self::OperationMissing
            | Self::PathDiffers { .. }
            | Self::AccessDiffers { .. }
            | Self::ParameterRequired { .. }
            | Self::SettingDiffers { .. }
            | Self::Invalid { .. }
            | Self::CallOverridden { .. }
            | Self::EventDiffers { .. }
            | Self::TemplateDiffers { status: None, .. }
            | Self::TemplateFails { status: None, .. } => Effect::RequestsFail,
            Self::FallbackMissing
            | Self::GatewayResponseMissing
            | Self::Unmatched { .. }
            | Self::WrongStatus { .. }
            | Self::TwoPatterns { .. }
            | Self::TakesSuccess { .. }
            | Self::Misfire { .. }
            | Self::PrefixShown { .. }
            | Self::UnreadablePattern { .. }
            | Self::StatusRepeated { .. }
            | Self::DefaultDiffers { .. }
            | Self::StatusDiffers { .. }
            | Self::MethodResponseMissing { .. }
            | Self::HeaderUndeclared { .. }
            | Self::HeaderDiffers { .. }
            | Self::TemplateDiffers {
                status: Some(_), ..
            }
            | Self::TemplateFails {
                status: Some(_), ..
            }
            | Self::AnswerDiffers { .. } => Effect::AnswersDiffer,
            Self::OperationUnknown
            | Self::Unselectable { .. }
            | Self::ModelDiffers { .. }
            | Self::SchemaDiffers { .. } => Effect::DescriptionDiffers,
        }
    }
}
