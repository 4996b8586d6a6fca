//! One difference between a gateway and the types.

use super::words::one_line;
use apigw_local::lint;
use std::fmt;

/// One difference between a gateway and the types: where, what, and what to do. It displays as one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    operation: String,
    kind: DriftKind,
}

impl Drift {
    pub(super) fn new(operation: impl Into<String>, kind: DriftKind) -> Self {
        Self {
            operation: operation.into(),
            kind,
        }
    }

    /// The operation, as `add_item (POST /carts/{cart}/items)`; method and path alone where the types have none;
    /// `gateway response THROTTLED` for an answer that the gateway gives by itself, `model NewItem`, `security scheme users`,
    /// or `the API` for what holds for all operations.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// What differs.
    #[must_use]
    pub fn kind(&self) -> &DriftKind {
        &self.kind
    }

    /// The id of the rule that `apigw-local lint` has for the same defect, if it has one. `apigw-local lint --rules` prints the
    /// fact about AWS behind each rule, with its source.
    #[must_use]
    pub fn rule(&self) -> Option<&'static str> {
        let rule = match &self.kind {
            DriftKind::TakesSuccess { .. } => &lint::SUCCESS_MATCHED,
            DriftKind::TwoPatterns { .. } => &lint::OVERLAPPING_PATTERNS,
            DriftKind::Misfire { text, .. } if text.contains(['\n', '\r']) => {
                &lint::LINE_BREAK_DEFEATS_PATTERN
            }
            DriftKind::Misfire { .. } => &lint::TEXT_SELECTS_PATTERN,
            DriftKind::StatusRepeated { .. } => &lint::REPEATED_STATUS,
            _ => return None,
        };
        Some(rule.id)
    }
}

/// What differs between a gateway and the types.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DriftKind {
    /// The gateway lacks the operation of an endpoint.
    OperationMissing,
    /// The gateway lacks the operation that answers where there is no endpoint: other methods, other paths, preflight requests.
    FallbackMissing,
    /// The types have no such operation.
    OperationUnknown,
    /// The path has parameters of other names, by which the function asks for them.
    PathDiffers {
        /// What the gateway has.
        found: String,
        /// What the types say.
        expected: String,
    },
    /// Callers must send other credentials than the types say, or none.
    AccessDiffers {
        /// What the gateway asks for, in words.
        found: Vec<String>,
        /// What the types say.
        expected: Vec<String>,
    },
    /// The gateway refuses requests without a parameter that the types do not ask for.
    ParameterRequired {
        /// Its name.
        name: String,
    },
    /// The gateway lacks a gateway response, or all of them.
    GatewayResponseMissing,
    /// The integration is of another type, or a setting of it is another.
    SettingDiffers {
        /// Its name in the document.
        setting: String,
        /// What the gateway has; empty if it is not there.
        found: String,
        /// What the types say; empty if it should not be there.
        expected: String,
    },
    /// No pattern takes these messages.
    Unmatched {
        /// The status that they stand for.
        status: u16,
        /// The codes of their errors; a description for a message of the platform.
        messages: Vec<String>,
        /// The pattern that stands for the status now.
        found: Option<String>,
        /// The pattern of the types.
        expected: String,
        /// The status that they get from the default response.
        answered: Option<u16>,
    },
    /// A pattern of another status takes these messages.
    WrongStatus {
        /// The status that they stand for.
        status: u16,
        /// The codes of their errors; a description for a message of the platform.
        messages: Vec<String>,
        /// The pattern.
        pattern: String,
        /// The status of the pattern.
        found: u16,
        /// The pattern that stands for `status` now.
        own: Option<String>,
        /// The pattern of the types for `status`.
        expected: String,
    },
    /// A pattern takes messages that another pattern takes rightly.
    TwoPatterns {
        /// The pattern.
        pattern: String,
        /// Its status.
        status: u16,
        /// The statuses whose messages it takes.
        others: Vec<u16>,
        /// The pattern of the types for its status, if they have the status.
        expected: Option<String>,
    },
    /// A pattern takes the empty text, which is what API Gateway matches when the function succeeds.
    TakesSuccess {
        /// The pattern.
        pattern: String,
        /// Its status.
        status: u16,
        /// The pattern of the types for its status, if they have the status.
        expected: Option<String>,
    },
    /// Text that a caller may control makes a pattern take a message of another status, or lose one of its own.
    Misfire {
        /// The pattern.
        pattern: String,
        /// Its status.
        status: u16,
        /// The code of the error whose message misfires.
        code: &'static str,
        /// The status of that error.
        meant: u16,
        /// Where the text stands: `the error's text`, ``the extension `sku` ``.
        place: String,
        /// The text.
        text: String,
        /// The whole message.
        message: String,
        /// The pattern of the types for its status, if they have the status.
        expected: Option<String>,
    },
    /// A pattern takes the message about an event that cannot be read, and its template gives the client the prefix of the message too.
    PrefixShown {
        /// The status of the pattern.
        status: u16,
        /// The pattern.
        pattern: String,
        /// The code of the message.
        code: &'static str,
        /// The prefix.
        prefix: &'static str,
        /// The pattern of the types for the status, which does not take the message.
        expected: String,
    },
    /// No message selects the status: neither one of the contract nor one of the platform.
    Unselectable {
        /// The status.
        status: u16,
        /// The pattern that should, if there is one.
        pattern: Option<String>,
    },
    /// A pattern that Java refuses, or one that is not supported here.
    UnreadablePattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Two integration responses have one status, of which API Gateway keeps one.
    StatusRepeated {
        /// The status.
        status: u16,
    },
    /// The default response, which answers successes, is missing or has another status.
    DefaultDiffers {
        /// Its status, if it is there.
        found: Option<u16>,
        /// The status of the types.
        expected: u16,
    },
    /// A gateway response has another status.
    StatusDiffers {
        /// What the gateway has; `None` is the default of its type.
        found: Option<u16>,
        /// What the types say.
        expected: u16,
    },
    /// The status is not declared as a method response, so API Gateway answers 500 in its place.
    MethodResponseMissing {
        /// The status.
        status: u16,
    },
    /// The method response does not declare the header, so no mapping to it is possible.
    HeaderUndeclared {
        /// The status.
        status: u16,
        /// The header, in lower case.
        header: String,
    },
    /// The bodies of method responses, or of requests that the gateway validates, have other media types or schemas.
    ModelDiffers {
        /// The statuses; none for requests.
        statuses: Vec<u16>,
        /// What the gateway has.
        found: String,
        /// What the types say.
        expected: String,
    },
    /// A header mapping is missing, is another, or is not in the types.
    HeaderDiffers {
        /// The status.
        status: u16,
        /// The header, in lower case.
        header: String,
        /// The mapping that the gateway has.
        found: Option<String>,
        /// The mapping of the types.
        expected: Option<String>,
    },
    /// A request template is missing or is not in the types, or a template of a gateway response differs.
    TemplateDiffers {
        /// The status that it answers; `None` for a request template.
        status: Option<u16>,
        /// Its media type.
        media_type: String,
        /// The template that the gateway has.
        found: Option<String>,
        /// The template of the types.
        expected: Option<String>,
    },
    /// A template cannot be read, or fails.
    TemplateFails {
        /// The status that it answers; `None` for a request template.
        status: Option<u16>,
        /// Its media type.
        media_type: String,
        /// A description of the sample on which it fails; `None` if it fails on all.
        sample: Option<String>,
        /// Why.
        reason: String,
    },
    /// The client gets another answer than the types say: the response's template gives other text or headers.
    AnswerDiffers {
        /// The status of the response.
        status: u16,
        /// The template's media type; `None` where there is no template, and what the function gave is passed on.
        media_type: Option<String>,
        /// A description of the function's outcome.
        sample: String,
        /// The part of the answer that differs: `status`, `body`, ``header `retry-after` ``.
        part: String,
        /// What the gateway answers.
        found: Option<String>,
        /// What it should.
        expected: Option<String>,
    },
    /// A model of the same name accepts other bodies in the two documents.
    SchemaDiffers {
        /// How many responses and request bodies have it.
        uses: usize,
    },
    /// A part of the document that API Gateway refuses, or that is not supported here.
    Invalid {
        /// The place, as a JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)).
        pointer: String,
        /// What is wrong there.
        reason: String,
    },
    /// A request template changes the call of the function itself.
    CallOverridden {
        /// The media type of the request template.
        media_type: String,
        /// The name that it sets, such as `requestOverride.header.X-Amz-Invocation-Type`.
        name: String,
        /// The value that it sets.
        value: String,
    },
    /// The event that the function gets for a request differs.
    EventDiffers {
        /// The media type of the request template.
        media_type: String,
        /// A description of the request.
        sample: String,
        /// The place in the event, as a JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)).
        pointer: String,
        /// What the gateway sends there.
        found: Option<String>,
        /// The value that it should send; `None` where there should be none, or where the whole event is not JSON.
        expected: Option<String>,
    },
}

impl DriftKind {
    /// Adds this to `drifts`: to one that has found the same model at another status, or as one more.
    pub(super) fn join(self, drifts: &mut Vec<Self>) {
        if let Self::ModelDiffers {
            statuses,
            found,
            expected,
        } = &self
        {
            for drift in &mut *drifts {
                if let Self::ModelDiffers {
                    statuses: others,
                    found: other_found,
                    expected: other_expected,
                } = drift
                    && (&*other_found, &*other_expected) == (found, expected)
                {
                    others.extend(statuses);
                    return;
                }
            }
        }
        drifts.push(self);
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", one_line(&self.operation), self.kind)
    }
}

/// What differs, and what to do.
impl fmt::Display for DriftKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.finding(), self.remedy())
    }
}
