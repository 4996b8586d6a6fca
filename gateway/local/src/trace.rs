//! The trace: the reasons for the gateway's answer, as data.

use crate::text::pictured;
use http::Method;
use serde::{Serialize, Serializer};
use std::{fmt, sync::Arc};

/// The steps of one request through the gateway.
///
/// It serialises as an object with these members in camel case, and each step as an object of one member, its kind.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// The id of the request.
    pub request_id: String,
    /// The operation's method and path template, once it was found.
    pub operation: Option<String>,
    /// The integration response that was selected, in a custom or mock integration.
    pub selection: Option<Selection>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// Whether a template, pattern or model took all the steps that the request allows.
    pub used_up: bool,
    /// Whether only the steps are kept that say which part of the gateway answered.
    #[serde(skip)]
    pub(super) brief: bool,
    /// The stages that began, each with the number of steps before it.
    #[serde(skip)]
    pub(super) stages: Vec<(RequestStage, usize)>,
}

/// A stage of a request on its way through the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestStage {
    /// The gateway finds the operation, and checks the request.
    MethodRequest,
    /// Mappings and a template make the integration's request.
    IntegrationRequest,
    /// The function, the server or the mock answers.
    Integration,
    /// A pattern selects the response, and mappings and a template make it.
    IntegrationResponse,
    /// The declared response, with its headers renamed.
    MethodResponse,
}

impl RequestStage {
    /// All stages, in their order.
    pub const ALL: [Self; 5] = [
        Self::MethodRequest,
        Self::IntegrationRequest,
        Self::Integration,
        Self::IntegrationResponse,
        Self::MethodResponse,
    ];

    /// The name that AWS gives it.
    ///
    /// ```
    /// assert_eq!(apigw_local::RequestStage::MethodRequest.name(), "method request");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::MethodRequest => "method request",
            Self::IntegrationRequest => "integration request",
            Self::Integration => "integration",
            Self::IntegrationResponse => "integration response",
            Self::MethodResponse => "method response",
        }
    }
}

/// How far a trace has come.
#[cfg(feature = "server")]
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    steps: usize,
    stages: usize,
}

/// Which integration response was selected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Selection {
    /// Its pattern; `None` is the default response.
    pub pattern: Option<Arc<str>>,
    /// Its status, before overrides.
    pub status: u16,
    /// Its place among all integration responses, from 1: patterns by their status, then the default.
    pub place: usize,
    /// How many integration responses there are.
    pub of: usize,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Step {
    /// A template was chosen by its media type.
    Template {
        /// Whether it made the request or the response.
        of: &'static str,
        /// Its key.
        media_type: String,
        /// The keys it was chosen from.
        among: Vec<String>,
    },
    /// No template applied: the body went on as it was.
    PassedThrough {
        /// Whether that was the request's body or the response's.
        of: &'static str,
    },
    /// The function was invoked with this event.
    Event {
        /// The function's name.
        function: String,
        /// The payload.
        payload: String,
    },
    /// The outcome of the function or of the mock.
    Outcome(String),
    /// A selection pattern was tried.
    Tried {
        /// The pattern.
        pattern: Arc<str>,
        /// The status it stands for.
        status: u16,
        /// Whether it took the text, or why there is no answer. It serialises as `true`, `false`, or this text.
        #[serde(serialize_with = "bool_or_reason")]
        taken: Result<bool, String>,
    },
    /// A parameter or header was set by a mapping.
    Mapped {
        /// The target.
        target: String,
        /// The source.
        expression: String,
        /// The value; `None` if the source had no value.
        value: Option<String>,
    },
    /// A header's name was changed, or the header dropped.
    Renamed {
        /// The name in the document.
        from: String,
        /// The name on the wire.
        to: Option<String>,
    },
    /// A template overrode a status or a header.
    Overridden {
        /// The target.
        target: String,
        /// The value.
        value: String,
    },
    /// The gateway answered by itself.
    GatewayResponse {
        /// The response's type.
        kind: &'static str,
        /// The reason, which the client does not see.
        reason: String,
    },
    /// Lambda refused the event for this reason, so the function was not invoked. The outcome is Lambda's refusal.
    Refused(String),
    /// The operation is not run here, for this reason: 501.
    NotRun(String),
    /// A decision for which AWS's behaviour is not known.
    Unverified(String),
    /// Another fact that explains the answer.
    Note(String),
}

fn bool_or_reason<S: Serializer>(
    taken: &Result<bool, String>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match taken {
        Ok(taken) => serializer.serialize_bool(*taken),
        Err(reason) => serializer.serialize_str(reason),
    }
}

impl Trace {
    /// The trace of a request to which nothing has happened yet.
    #[must_use]
    pub fn new(request_id: &str) -> Self {
        Self {
            request_id: request_id.to_owned(),
            ..Self::default()
        }
    }

    /// A trace for one line of a log: it keeps only the selection, and the steps that say why the gateway answered by itself.
    #[cfg(feature = "server")]
    pub(super) fn brief(request_id: &str) -> Self {
        Self {
            brief: true,
            ..Self::new(request_id)
        }
    }

    /// Adds a step that even a brief trace keeps.
    pub(super) fn keep(&mut self, step: Step) {
        self.steps.push(step);
    }

    pub(super) fn add(&mut self, step: impl FnOnce() -> Step) {
        if !self.brief {
            self.steps.push(step());
        }
    }

    /// Begins a stage: the steps that follow are its steps.
    pub(super) fn enter(&mut self, stage: RequestStage) {
        if !self.brief {
            self.stages.push((stage, self.steps.len()));
        }
    }

    /// The stages that the request came to, in order, each with its steps. A brief trace has none.
    ///
    /// ```
    /// use apigw_local::{Document, LocalGateway, RequestStage};
    /// use {bytes::Bytes, http::Request};
    /// # use apigw_local::{Function, Invocation, Outcome};
    /// # struct Absent;
    /// # impl Function for Absent {
    /// #     fn invoke(&self, _: Invocation) -> futures_util::future::BoxFuture<'_, Outcome> { unreachable!() }
    /// # }
    ///
    /// let mock = r#"{"type": "mock", "requestTemplates": {"application/json": "{\"statusCode\": 200}"}}"#;
    /// let text = format!(r#"{{"openapi": "3.0.1", "paths": {{"/": {{"get": {{"x-amazon-apigateway-integration": {mock}}}}}}}}}"#);
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let gateway = LocalGateway::new(Document::read(&text).unwrap(), Absent);
    /// let (_, trace) = gateway.answer(Request::get("/").body(Bytes::new()).unwrap()).await;
    /// // The mock has no response, so the last stage is not reached.
    /// assert_eq!(trace.stages().last().unwrap().0, RequestStage::IntegrationResponse);
    /// # });
    /// ```
    pub fn stages(&self) -> impl Iterator<Item = (RequestStage, &[Step])> {
        let mut stages = self.stages.clone();
        match stages.first_mut() {
            // What comes before the first stage belongs to it.
            Some((_, start)) => *start = 0,
            // The gateway refused the request before it looked for the operation.
            None if self.brief || self.steps.is_empty() => {}
            None => stages.push((RequestStage::MethodRequest, 0)),
        }
        let ends = stages.iter().skip(1).map(|(_, start)| *start);
        let ends: Vec<_> = ends.chain([self.steps.len()]).collect();
        let stages = stages.into_iter().zip(ends);
        stages.map(|((stage, start), end)| (stage, self.steps.get(start..end).unwrap_or(&[])))
    }

    /// What [`rewind`](Self::rewind) goes back to.
    #[cfg(feature = "server")]
    pub(super) fn mark(&self) -> Mark {
        Mark {
            steps: self.steps.len(),
            stages: self.stages.len(),
        }
    }

    /// Forgets all that came after `mark`, so that the stages can run again.
    #[cfg(feature = "server")]
    pub(super) fn rewind(&mut self, mark: Mark) {
        self.used_up = false;
        self.selection = None;
        self.steps.truncate(mark.steps);
        self.stages.truncate(mark.stages);
    }

    pub(super) fn unverified(&mut self, what: impl Into<String>) {
        self.add(|| Step::Unverified(what.into()));
    }

    pub(super) fn note(&mut self, what: impl Into<String>) {
        self.add(|| Step::Note(what.into()));
    }

    pub(super) fn found(&mut self, method: Option<&Method>, path: &str) {
        if !self.brief {
            let method = method.map_or("ANY", Method::as_str);
            self.operation = Some(format!("{method} {path}"));
        }
    }

    /// Why the operation was not run; `None` if it was.
    #[must_use]
    pub fn not_run(&self) -> Option<&str> {
        self.steps.iter().rev().find_map(|step| match step {
            Step::NotRun(reason) => Some(reason.as_str()),
            _ => None,
        })
    }

    /// The gateway response that was given, if one was.
    #[must_use]
    pub fn gateway_response(&self) -> Option<&'static str> {
        self.steps.iter().rev().find_map(|step| match step {
            Step::GatewayResponse { kind, .. } => Some(*kind),
            _ => None,
        })
    }
}

/// The pattern as the document has it, without the escapes of JSON, on one line.
pub(super) fn in_backticks(pattern: &str) -> String {
    format!("`{}`", pictured(pattern).collect::<String>())
}

impl fmt::Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            pattern,
            status,
            place,
            of,
        } = self;
        match pattern {
            Some(pattern) => {
                let pattern = in_backticks(pattern);
                write!(f, "{place} of {of}, {pattern} for {status}")
            }
            None => write!(f, "{place} of {of}, the default for {status}"),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template {
                of,
                media_type,
                among,
            } => write!(f, "{of} template: {media_type} of [{}]", among.join(", ")),
            Self::PassedThrough { of } => write!(f, "{of} body: passed through"),
            Self::Event { function, payload } => write!(f, "event for {function:?}: {payload}"),
            Self::Outcome(outcome) => write!(f, "outcome: {outcome}"),
            Self::Tried {
                pattern,
                status,
                taken,
            } => {
                let pattern = in_backticks(pattern);
                let answer = match taken {
                    Ok(true) => "taken",
                    Ok(false) => "no",
                    Err(reason) => reason,
                };
                write!(f, "pattern {pattern} for {status}: {answer}")
            }
            Self::Mapped {
                target,
                expression,
                value,
            } => {
                write!(f, "mapping {target} from {expression}: ")?;
                match value {
                    Some(value) => write!(f, "{value:?}"),
                    None => f.write_str("nothing, so it is left out"),
                }
            }
            Self::Renamed { from, to: Some(to) } => write!(f, "header {from} leaves as {to}"),
            Self::Renamed { from, to: None } => write!(f, "header {from} is dropped"),
            Self::Overridden { target, value } => write!(f, "override of {target}: {value}"),
            Self::GatewayResponse { kind, reason } => {
                write!(f, "gateway response {kind}: {reason}")
            }
            Self::Refused(reason) => write!(f, "Lambda refused the event, because {reason}"),
            Self::NotRun(reason) => write!(f, "not run here: {reason}"),
            Self::Unverified(what) => write!(f, "unverified on AWS: {what}"),
            Self::Note(what) => f.write_str(what),
        }
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation.as_deref().unwrap_or("no operation");
        write!(f, "{} {operation}", self.request_id)?;
        for step in &self.steps {
            let step = step.to_string().replace('\n', "\n    ");
            write!(f, "\n  {step}")?;
        }
        if let Some(selection) = &self.selection {
            write!(f, "\n  selected: {selection}")?;
        }
        Ok(())
    }
}
