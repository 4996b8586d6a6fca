//! Selection patterns: which messages each pattern takes with adversarial texts in them.

use super::drift::DriftKind;
use crate::{
    DeclaredResponse,
    body::Renderer,
    openapi::{
        patterns::Selections,
        samples::{
            Filling, PLAIN, Place, PlatformOutcome, SampleError, adversarial_texts, places,
            platform_outcomes,
        },
    },
};
use apigw_java_regex::{Pattern, StepBudget};
use apigw_local::document::Integration;
use std::collections::{BTreeMap, BTreeSet};

/// The budget of steps for one match. It is small, because many texts are tried and messages are short.
const STEPS: u64 = 500_000;

/// The patterns of one operation, and those of its types.
pub(super) struct Selection<'a> {
    renderer: Renderer,
    expected: BTreeMap<u16, Expected>,
    found: Vec<Found<'a>>,
    default: Option<u16>,
    /// The code and a message of an event that cannot be read, which belongs to no operation.
    unreadable: (&'static str, String),
}

struct Expected {
    pattern: String,
    responses: Vec<&'static DeclaredResponse>,
}

struct Found<'a> {
    pattern: &'a str,
    status: u16,
    java: Pattern,
    /// Whether the types have the same pattern for the same status. No caller's text reaches such a pattern.
    is_expected: bool,
    /// Whether it was reported already, so that what follows from that is not reported too.
    is_reported: bool,
    takes: BTreeSet<u16>,
}

/// The faults of the patterns, and the statuses for which further reports would only repeat them.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) drifts: Vec<DriftKind>,
    pub(super) broken: BTreeSet<u16>,
}

/// Compares the patterns of `integration` with those of the types.
pub(super) fn compare(
    renderer: Renderer,
    selections: &Selections,
    integration: &Integration,
    event: (&'static str, String),
) -> Outcome {
    let mut outcome = Outcome::default();
    let expected: BTreeMap<_, _> = selections
        .iter()
        .map(|selection| {
            let expected = Expected {
                pattern: selections.pattern(selection),
                responses: selection.responses.clone(),
            };
            (selection.status, expected)
        })
        .collect();
    repeated(integration, &mut outcome);
    let mut found = Vec::new();
    for response in &integration.responses {
        let (Some(pattern), status) = (&response.pattern, response.status) else {
            continue;
        };
        let pattern = pattern.as_str();
        match Pattern::new(pattern) {
            Ok(java) => found.push(Found {
                pattern,
                status,
                java,
                is_expected: expected
                    .get(&status)
                    .is_some_and(|expected| expected.pattern == pattern),
                is_reported: false,
                takes: BTreeSet::new(),
            }),
            Err(error) => unreadable(pattern, status, error.to_string(), &mut outcome),
        }
    }
    let is_same = found.len() == expected.len() && found.iter().all(|found| found.is_expected);
    if is_same && outcome.drifts.is_empty() {
        return outcome;
    }
    let mut selection = Selection {
        renderer,
        expected,
        found,
        default: integration
            .responses
            .iter()
            .find(|response| response.pattern.is_none())
            .map(|default| default.status),
        unreadable: event,
    };
    selection.successes(&mut outcome);
    selection.plain_messages(&mut outcome);
    selection.misfires(&mut outcome);
    selection.unselectable(&mut outcome);
    outcome
}

fn repeated(integration: &Integration, outcome: &mut Outcome) {
    let mut seen = BTreeSet::new();
    for response in &integration.responses {
        let status = response.status;
        if !seen.insert(status) && outcome.broken.insert(status) {
            outcome.drifts.push(DriftKind::StatusRepeated { status });
        }
    }
}

fn unreadable(pattern: &str, status: u16, reason: String, outcome: &mut Outcome) {
    outcome.broken.insert(status);
    outcome.drifts.push(DriftKind::UnreadablePattern {
        pattern: pattern.to_owned(),
        reason,
    });
}

impl Selection<'_> {
    fn pattern_of(&self, status: u16) -> Option<String> {
        self.expected
            .get(&status)
            .map(|expected| expected.pattern.clone())
    }

    /// The patterns that take `message`, by index. One that takes too long is reported, and left out from then on.
    fn matching_patterns(&mut self, message: &str, outcome: &mut Outcome) -> Vec<usize> {
        let mut matching = Vec::new();
        for (index, found) in self.found.iter_mut().enumerate() {
            match takes(&found.java, message) {
                Ok(true) => matching.push(index),
                Err(reason) if !found.is_reported => {
                    found.is_reported = true;
                    unreadable(found.pattern, found.status, reason, outcome);
                }
                Ok(false) | Err(_) => {}
            }
        }
        matching
    }

    fn successes(&mut self, outcome: &mut Outcome) {
        for index in self.matching_patterns("", outcome) {
            let expected = self.pattern_of(self.found[index].status);
            let found = &mut self.found[index];
            found.is_reported = true;
            outcome.drifts.push(DriftKind::TakesSuccess {
                pattern: found.pattern.to_owned(),
                status: found.status,
                expected,
            });
        }
    }

    /// Each message of the contract and the platform, with a plain text in it.
    fn plain_messages(&mut self, outcome: &mut Outcome) {
        let mut unmatched: BTreeMap<u16, Vec<String>> = BTreeMap::new();
        let mut wrong: BTreeMap<(u16, usize), Vec<String>> = BTreeMap::new();
        let mut shared: BTreeMap<usize, Vec<u16>> = BTreeMap::new();
        for (status, name, message) in self.messages() {
            let matching = self.matching_patterns(&message, outcome);
            for &matched in &matching {
                self.found[matched].takes.insert(status);
            }
            let is_right = matching
                .iter()
                .any(|&matched| self.found[matched].status == status);
            match matching[..] {
                [] => note(unmatched.entry(status).or_default(), name),
                [matched, ..] if !is_right => {
                    note(wrong.entry((status, matched)).or_default(), name);
                }
                _ => {
                    for matched in matching {
                        if self.found[matched].status != status {
                            note(shared.entry(matched).or_default(), status);
                        }
                    }
                }
            }
        }
        self.unreadable_event(&mut unmatched, outcome);
        self.report_unmatched(unmatched, outcome);
        self.report_wrong(wrong, outcome);
        self.report_shared(shared, outcome);
    }

    /// An event that cannot be read must not become a success. Its message belongs to no operation, so any pattern of a failure may take it.
    fn unreadable_event(
        &mut self,
        unmatched: &mut BTreeMap<u16, Vec<String>>,
        outcome: &mut Outcome,
    ) {
        let (code, message) = self.unreadable.clone();
        let name = format!("`{code}`");
        let matching = self.matching_patterns(&message, outcome);
        let is_success = |status: u16| (200..300).contains(&status);
        if matching.is_empty() && self.default.is_some_and(is_success) {
            note(unmatched.entry(self.taking(&message)).or_default(), name);
            return;
        }
        for matched in matching {
            let status = self.taking(&message);
            let found = &mut self.found[matched];
            found.takes.insert(found.status);
            if is_success(found.status) && !found.is_reported {
                found.is_reported = true;
                let drift = self.wrong_status(status, vec![name.clone()], matched);
                outcome.drifts.push(drift);
            }
        }
    }

    /// The status whose pattern in the document of the types takes `message`: that of 500 takes what no other does.
    fn taking(&self, message: &str) -> u16 {
        let takes = |expected: &Expected| {
            let pattern = Pattern::new(&expected.pattern);
            pattern.is_ok_and(|pattern| takes(&pattern, message) == Ok(true))
        };
        let taking = self.expected.iter().find(|(_, expected)| takes(expected));
        taking.map_or(500, |(&status, _)| status)
    }

    fn report_unmatched(&self, unmatched: BTreeMap<u16, Vec<String>>, outcome: &mut Outcome) {
        for (status, messages) in unmatched {
            if !outcome.broken.insert(status) {
                continue;
            }
            let found = self.found.iter().find(|found| found.status == status);
            let found = found.map(|found| found.pattern.to_owned());
            outcome.drifts.push(DriftKind::Unmatched {
                status,
                messages,
                found,
                expected: self.pattern_of(status).unwrap_or_default(),
                answered: self.default,
            });
        }
    }

    fn report_wrong(&mut self, wrong: BTreeMap<(u16, usize), Vec<String>>, outcome: &mut Outcome) {
        for ((status, matched), messages) in wrong {
            let found = &mut self.found[matched];
            if !outcome.broken.insert(status) || found.is_reported {
                continue;
            }
            found.is_reported = true;
            let drift = self.wrong_status(status, messages, matched);
            outcome.drifts.push(drift);
        }
    }

    /// The pattern at the index `matched` takes `messages`, which should answer `status`.
    fn wrong_status(&self, status: u16, messages: Vec<String>, matched: usize) -> DriftKind {
        let found = &self.found[matched];
        let mut others = self.found.iter();
        let own = others.find(|other| other.status == status);
        DriftKind::WrongStatus {
            status,
            messages,
            pattern: found.pattern.to_owned(),
            found: found.status,
            own: own.map(|own| own.pattern.to_owned()),
            expected: self.pattern_of(status).unwrap_or_default(),
        }
    }

    fn report_shared(&mut self, shared: BTreeMap<usize, Vec<u16>>, outcome: &mut Outcome) {
        for (matched, others) in shared {
            let expected = self.pattern_of(self.found[matched].status);
            let found = &mut self.found[matched];
            if found.is_reported {
                continue;
            }
            found.is_reported = true;
            outcome.drifts.push(DriftKind::TwoPatterns {
                pattern: found.pattern.to_owned(),
                status: found.status,
                others,
                expected,
            });
        }
    }

    fn messages(&self) -> Vec<(u16, String, String)> {
        let mut messages = Vec::new();
        for (&status, expected) in &self.expected {
            for &response in &expected.responses {
                let name = || format!("`{}`", response.code());
                for filling in [Filling::Least(PLAIN), Filling::At(Place::Text, PLAIN)] {
                    let message = SampleError::new(response, filling).message(self.renderer);
                    messages.push((status, name(), message));
                }
            }
        }
        for PlatformOutcome {
            name,
            status,
            message,
            ..
        } in platform_outcomes()
        {
            messages.extend(message.map(|message| (status, name.to_owned(), message)));
        }
        messages
    }

    /// Texts that make a pattern take a message of another status, or lose a message of its own.
    fn misfires(&mut self, outcome: &mut Outcome) {
        for found in &mut self.found {
            if found.is_expected || found.is_reported {
                continue;
            }
            match misfire(self.renderer, &self.expected, found, &outcome.broken) {
                Ok(None) => {}
                Ok(Some(drift)) => {
                    found.is_reported = true;
                    outcome.drifts.push(drift);
                }
                Err(reason) => {
                    found.is_reported = true;
                    unreadable(found.pattern, found.status, reason, outcome);
                }
            }
        }
    }

    fn unselectable(&self, outcome: &mut Outcome) {
        for found in &self.found {
            let is_reported = found.is_reported || outcome.broken.contains(&found.status);
            if found.takes.is_empty() && !is_reported {
                outcome.drifts.push(DriftKind::Unselectable {
                    status: found.status,
                    pattern: Some(found.pattern.to_owned()),
                });
            }
        }
    }
}

fn misfire(
    renderer: Renderer,
    expected: &BTreeMap<u16, Expected>,
    found: &Found<'_>,
    broken: &BTreeSet<u16>,
) -> Result<Option<DriftKind>, String> {
    let texts = adversarial_texts(found.java.examples());
    let mut all: Vec<_> = expected.iter().collect();
    // To take another status's message is worse than to lose one of its own. A caller's text is most often in a 4xx.
    all.sort_by_key(|(status, _)| (**status == found.status, !(400..500).contains(*status)));
    for (&meant, responses) in all {
        if broken.contains(&meant) && meant == found.status {
            continue;
        }
        for &response in &responses.responses {
            for place in places(response) {
                for text in &texts {
                    let sample = SampleError::new(response, Filling::At(place, text));
                    let message = sample.message(renderer);
                    if takes(&found.java, &message)? != (meant == found.status) {
                        return Ok(Some(DriftKind::Misfire {
                            pattern: found.pattern.to_owned(),
                            status: found.status,
                            code: response.code(),
                            meant,
                            place: place.to_string(),
                            text: text.clone(),
                            message,
                            expected: expected
                                .get(&found.status)
                                .map(|expected| expected.pattern.clone()),
                        }));
                    }
                }
            }
        }
    }
    Ok(None)
}

/// Whether the pattern takes the message.
///
/// # Errors
///
/// When that takes too many steps.
pub(super) fn takes(pattern: &Pattern, message: &str) -> Result<bool, String> {
    let taken = pattern.matches_within(message, &mut StepBudget::steps(STEPS));
    taken.map_err(|error| format!("in a message of the contract, {error}"))
}

fn note<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
