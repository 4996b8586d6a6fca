//! The rule of failures that the caller of the linter names: none of them may be answered as a success.

use super::{
    Found, Place,
    candidate::Candidate,
    finding::{Shown, quoted, quoted_whole},
    rule::MESSAGE_ANSWERED_2XX,
    texts::{ADVERSARIAL_TEXTS, PLAIN},
    trial::Trial,
};

/// A finding for each of `starts` with which a message begins that is answered as a success.
pub(super) fn findings(trial: &Trial<'_>, starts: &[&str]) -> Vec<Found> {
    let found = starts.iter().filter_map(|start| finding(trial, start));
    found.collect()
}

fn finding(trial: &Trial<'_>, start: &str) -> Option<Found> {
    let texts = ADVERSARIAL_TEXTS.iter();
    let mut messages = texts.map(|text| format!("{start}{text}"));
    let (message, answer) = messages.find_map(|message| {
        let answer = trial.fail(&message);
        answer.is_success().then(|| (message, answer.in_words()))
    })?;
    let pattern = format!("^{}[\\s\\S]*", escaped(start));
    let other = other_start(trial).map_or_else(String::new, |(start, status)| {
        format!(
            ", or have the function begin the message with {}, which gets {status}",
            quoted(&start)
        )
    });
    Some(Found {
        rule: &MESSAGE_ANSWERED_2XX,
        place: Place::Integration,
        reason: format!(
            "clients take for a success: a failure whose message begins with {}",
            quoted(start)
        ),
        shown: Some(Shown::new(&message, answer)),
        fix: format!(
            "give the response of its status the pattern {}{other}",
            quoted_whole(&pattern)
        ),
    })
}

/// The start of a message that gets the status of a failure, and this status.
fn other_start(trial: &Trial<'_>) -> Option<(String, u16)> {
    let responses = trial.operation.integration.responses.iter().enumerate();
    let mut failures = responses.filter(|(_, response)| (400..600).contains(&response.status));
    failures.find_map(|(index, response)| {
        let pattern = response.pattern.as_ref()?;
        let examples = Candidate::new(trial, index, response, pattern).examples;
        let mut examples = examples.into_iter();
        let is_taken = |start: &str| {
            let answer = trial.fail(&format!("{start}{PLAIN}"));
            answer.status() == response.status
        };
        let start = examples.find(|start| is_taken(start))?;
        Some((start, response.status))
    })
}

/// The text as a pattern.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut pattern, character| {
        if r"\^$.|?*+()[]{}".contains(character) {
            pattern.push('\\');
        }
        pattern.push(character);
        pattern
    })
}
