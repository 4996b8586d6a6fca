//! The outcomes of functions: each response of a contract with adversarial texts in it, successes, and the platform's outcomes.

use super::words::quoted;
use crate::{
    DeclaredResponse, Operation,
    body::Renderer,
    openapi::{
        patterns::Selections,
        samples::{
            ADVERSARIAL_TEXTS, Extensions, Filling, PLAIN, Place, SampleAnswer, SampleError,
            places, platform_outcomes,
        },
    },
};
use apigw_local::{Outcome, document::SelectionPattern, engine::IntegrationAnswer};

/// How many extensions of a response are tried as texts and as numbers.
const EXTENSIONS_IN_FORMS: usize = 5;

/// The outcome of a function or a mock, and the origin of the page that called.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    /// A description.
    pub(super) what: String,
    pub(super) answer: IntegrationAnswer,
    /// The same for an event of AWS's form, if it is another.
    bare: Option<IntegrationAnswer>,
    pub(super) origin: Option<String>,
}

impl Sample {
    /// What the function gives to an event of AWS's form, or of this library's.
    pub(super) fn given(&self, is_bare: bool) -> &IntegrationAnswer {
        match &self.bare {
            Some(bare) if is_bare => bare,
            _ => &self.answer,
        }
    }

    fn of_message(what: String, message: &str) -> Self {
        Self {
            what,
            answer: Outcome::failed("Type", message).into(),
            bare: None,
            origin: None,
        }
    }
}

/// One kind of answer.
pub(super) struct Group {
    kind: GroupKind,
    origins: Vec<String>,
}

enum GroupKind {
    /// The messages of a response that the pattern takes, in each form that its extensions may have. A template that is
    /// right about one of the forms may have been made for it.
    Declared {
        renderer: Renderer,
        response: &'static DeclaredResponse,
        pattern: Box<SelectionPattern>,
    },
    Fixed(Vec<Sample>),
}

impl Group {
    fn of(kind: GroupKind) -> Self {
        Self {
            kind,
            origins: Vec::new(),
        }
    }

    /// How many forms its samples have.
    pub(super) fn forms(&self) -> u32 {
        match &self.kind {
            GroupKind::Declared { response, .. } => {
                1 << response.extension_names().len().min(EXTENSIONS_IN_FORMS)
            }
            GroupKind::Fixed(_) => 1,
        }
    }

    /// The plain sample of a form.
    pub(super) fn first(&self, form: u32) -> Option<Sample> {
        match &self.kind {
            GroupKind::Declared { .. } => self.declared(form, Place::Text, PLAIN),
            GroupKind::Fixed(samples) => samples.first().cloned(),
        }
    }

    /// The samples of a form, the plain one first; that is there once more for each page that asks.
    pub(super) fn samples(&self, form: u32) -> Vec<Sample> {
        let mut samples = match &self.kind {
            GroupKind::Declared { response, .. } => places(response)
                .into_iter()
                .flat_map(|place| ADVERSARIAL_TEXTS.iter().map(move |text| (place, *text)))
                .filter_map(|(place, text)| self.declared(form, place, text))
                .collect(),
            GroupKind::Fixed(samples) => samples.clone(),
        };
        if let Some(first) = samples.first().cloned() {
            samples.extend(self.origins.iter().map(|origin| Sample {
                what: format!("{} for a page of {}", first.what, quoted(origin)),
                origin: Some(origin.clone()),
                ..first.clone()
            }));
        }
        samples
    }

    /// The message with `text` at `place`, if the pattern takes it.
    fn declared(&self, form: u32, place: Place, text: &str) -> Option<Sample> {
        let GroupKind::Declared {
            renderer,
            response,
            pattern,
        } = &self.kind
        else {
            return None;
        };
        let error = SampleError {
            response,
            filling: Filling::At(place, text),
            extensions: Extensions::Numbers(form),
        };
        let message = error.message(*renderer);
        let code = response.code();
        let what = match (place, text) {
            (Place::Text, PLAIN) => format!("the message of `{code}`"),
            _ => format!("the message of `{code}` when {place} is {}", quoted(text)),
        };
        (pattern.matches(&message) == Ok(true)).then(|| Sample::of_message(what, &message))
    }
}

/// The failed invocations that mean `status`, as far as `pattern` takes them.
pub(super) fn failures(
    operation: &Operation,
    status: u16,
    pattern: &SelectionPattern,
) -> Vec<Group> {
    let selections = Selections::of(operation);
    let selection = selections
        .iter()
        .find(|selection| selection.status == status);
    let responses = selection.map_or(&[][..], |selection| &selection.responses);
    let declared = responses.iter().map(|&response| {
        Group::of(GroupKind::Declared {
            renderer: operation.renderer(),
            response,
            pattern: Box::new(pattern.clone()),
        })
    });
    let of_platform = platform_outcomes()
        .into_iter()
        .filter(|outcome| outcome.status == status)
        .filter_map(|outcome| Some((outcome.name.to_owned(), outcome.message?)));
    let foreign = (status == 500).then(|| {
        let what = "the message `text`, which the function never sends".to_owned();
        (what, PLAIN.to_owned())
    });
    let fixed = of_platform
        .chain(foreign)
        .filter(|(_, message)| pattern.matches(message) == Ok(true))
        .map(|(what, message)| Sample::of_message(what, &message))
        .collect();
    declared
        .chain([Group::of(GroupKind::Fixed(fixed))])
        .collect()
}

/// Outcomes that no pattern takes: successes, failures without a message, and envelopes that this library did not write.
pub(super) fn unselected(operation: &Operation) -> Vec<Group> {
    let mut samples = Vec::new();
    for &success in operation.successes() {
        let texts = ADVERSARIAL_TEXTS
            .iter()
            .filter(|text| success.media_type().is_some() || **text == PLAIN);
        samples.extend(texts.filter_map(|text| {
            let success = SampleAnswer::of_success(success, text)?;
            Some(Sample {
                what: format!("a success with the body {}", quoted(&success.body)),
                answer: success.outcome(operation).ok()?.into(),
                bare: success.bare_outcome(operation).ok().map(Into::into),
                origin: None,
            })
        }));
    }
    let platform = platform_outcomes().into_iter();
    let platform = platform.filter(|outcome| outcome.message.is_none());
    samples.extend(platform.map(|outcome| failure(outcome.outcome)));
    let status = operation.success_status().as_u16();
    samples.extend(foreign_envelopes(status).map(|payload| failure(Outcome::Payload(payload))));
    vec![Group::of(GroupKind::Fixed(samples))]
}

fn failure(outcome: Outcome) -> Sample {
    let payload: &str = match &outcome {
        Outcome::Payload(text) | Outcome::FunctionError(text) | Outcome::NotInvoked(text) => text,
        _ => "",
    };
    Sample {
        what: format!("the failure {}", quoted(payload)),
        answer: outcome.into(),
        bare: None,
        origin: None,
    }
}

/// Payloads that are almost an envelope of a success.
fn foreign_envelopes(status: u16) -> impl Iterator<Item = String> {
    let members = |marker: u16, status: u16| {
        [
            format!(r#""lambdaApiErrors":{marker}"#),
            format!(r#""status":{status}"#),
            r#""headers":{}"#.to_owned(),
            r#""body":"{}""#.to_owned(),
        ]
        .to_vec()
    };
    let without = move |member: usize| {
        let mut members = members(1, status);
        members.remove(member);
        members
    };
    [members(1, 404), members(1, 599), members(2, status)]
        .into_iter()
        .chain((0..4).map(without))
        .map(|members| format!("{{{}}}", members.join(",")))
}

/// What a mock gives.
pub(super) fn of_mock() -> Vec<Group> {
    vec![Group::of(GroupKind::Fixed(vec![Sample {
        what: "a request".to_owned(),
        answer: IntegrationAnswer::Mock(200),
        bare: None,
        origin: None,
    }]))]
}

/// Adds, for each origin, the plain sample of each group as a page of this origin asks for it.
pub(super) fn add_origins(groups: &mut [Group], origins: &[String]) {
    for group in groups {
        group.origins = origins.to_vec();
    }
}
