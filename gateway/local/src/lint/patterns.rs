//! Rules of selection patterns. Each text is tried before a finding is made of it.

use super::{
    Found, Place, advice,
    candidate::{Candidate, UNRELATED},
    finding::{Shown, quoted},
    rule::{
        CATASTROPHIC_PATTERN, GLOB_PATTERN, INVALID_PATTERN, STATUS_AS_PATTERN, SUCCESS_MATCHED,
    },
    trial::Trial,
};
use crate::{document::SelectionPattern, function::Outcome};

/// How many steps a matcher that backtracks may take on a short text.
const BACKTRACKING_LIMIT: u64 = 100_000;
/// How often a part of a text is repeated to find such steps.
const REPETITIONS: usize = 32;

/// The findings about the patterns of an integration that invokes a function.
pub(super) fn findings(trial: &Trial<'_>) -> Vec<Found> {
    let responses = &trial.operation.integration.responses;
    let mut found = Vec::new();
    let mut candidates = Vec::new();
    for (index, response) in responses.iter().enumerate() {
        let Some(pattern) = &response.pattern else {
            continue;
        };
        if pattern.error().is_some() {
            found.extend(invalid(trial, index, response.status, pattern));
        } else {
            candidates.push(Candidate::new(trial, index, response, pattern));
        }
    }
    for (place, candidate) in candidates.iter().enumerate() {
        if trial.steps.are_used_up() {
            break;
        }
        let of_success = candidate.success(trial);
        let takes_success = of_success.is_some();
        found.extend(of_success);
        if !takes_success {
            found.extend(candidate.status_as_pattern(trial));
        }
        found.extend(candidate.glob(trial));
        found.extend(candidate.overlap(trial, &candidates[place + 1..]));
        found.extend(candidate.text_selects(trial));
        found.extend(candidate.line_break(trial));
        found.extend(candidate.catastrophe(trial));
    }
    found
}

fn invalid(
    trial: &Trial<'_>,
    index: usize,
    status: u16,
    pattern: &SelectionPattern,
) -> Option<Found> {
    let answer = trial.fail(UNRELATED);
    (pattern.is_invalid() && answer.is_misconfigured()).then(|| Found {
        rule: &INVALID_PATTERN,
        place: Place::Response(index),
        reason: format!(
            "the pattern {} for {status} is not a regular expression of Java: {}",
            quoted(pattern.as_str()),
            pattern.error().unwrap_or_default()
        ),
        shown: Some(Shown::new(UNRELATED, answer.in_words())),
        fix: "write a backslash in front of a character that is meant as itself, such as `{`, `[`, `(` or `*`".to_owned(),
    })
}

impl Candidate<'_> {
    fn success(&self, trial: &Trial<'_>) -> Option<Found> {
        if !trial.takes(self.pattern, "") {
            return None;
        }
        let answer = trial.end(Outcome::Payload("{}".to_owned()));
        let selection = answer.trace.selection.as_ref()?;
        if selection.pattern.as_deref() != Some(self.text()) {
            return None;
        }
        let better = SelectionPattern::new(&advice::not_empty(self.text()));
        let is_better = !trial.takes(&better, "")
            && self.examples.iter().all(|text| trial.takes(&better, text));
        Some(self.found(
            &SUCCESS_MATCHED,
            format!(
                "{} takes the empty text, which is that of a success",
                self.named()
            ),
            Shown {
                message: None,
                answer: answer.in_words(),
            },
            if is_better {
                advice::to_use(better.as_str())
            } else {
                "use a pattern that needs at least one character".to_owned()
            },
        ))
    }

    /// `200`, where the default response is meant.
    fn status_as_pattern(&self, trial: &Trial<'_>) -> Option<Found> {
        let message = self.status.to_string();
        let is_success = (200..300).contains(&self.status) && !self.takes_everything;
        if !is_success || !trial.takes(self.pattern, &message) {
            return None;
        }
        let answer = trial.fail(&message);
        (answer.status() == self.status).then_some(())?;
        Some(self.found(
            &STATUS_AS_PATTERN,
            format!(
                "{} takes failed invocations only, since successes match no pattern",
                self.named()
            ),
            Shown::new(&message, answer.in_words()),
            format!(
                "remove it, and give successes {} by the key `default`",
                self.status
            ),
        ))
    }

    /// `Invalid*`, where `Invalid.*` is meant.
    fn glob(&self, trial: &Trial<'_>) -> Option<Found> {
        let word = self.text().strip_suffix('*')?;
        let mut last = word.chars().rev();
        let is_word = last.next()?.is_alphanumeric() && last.next()? != '\\';
        if !is_word || !trial.takes(self.pattern, word) {
            return None;
        }
        let message = format!("{word} input");
        let better = SelectionPattern::new(&advice::of_glob(word));
        if trial.takes(self.pattern, &message) || !trial.takes(&better, &message) {
            return None;
        }
        let answer = trial.fail(&message);
        (answer.status() != self.status).then_some(())?;
        Some(self.found(
            &GLOB_PATTERN,
            format!(
                "{} repeats its last character only, and takes no message that goes on",
                self.named()
            ),
            Shown::new(&message, answer.in_words()),
            advice::to_use(better.as_str()),
        ))
    }

    fn catastrophe(&self, trial: &Trial<'_>) -> Option<Found> {
        let steps = |text: &str| {
            let steps = self.pattern.backtracking_steps(text, BACKTRACKING_LIMIT)?;
            trial.steps.charge(steps);
            (!trial.steps.are_used_up()).then_some(steps)
        };
        for example in &self.examples {
            for text in repeated(example).chain(likely(self.text(), example)) {
                if steps(&text)? < BACKTRACKING_LIMIT {
                    continue;
                }
                let length = text.chars().count();
                return Some(self.found(
                    &CATASTROPHIC_PATTERN,
                    format!("{} takes a matcher that backtracks very long", self.named()),
                    Shown::new(
                        &text,
                        format!("no answer within {BACKTRACKING_LIMIT} steps of such a matcher, for {length} characters"),
                    ),
                    "write a repetition of repetitions as one, such as `a+` in place of `(a+)+`; and leave one way only in which a text can be divided".to_owned(),
                ));
            }
        }
        None
    }
}

/// Texts that repeat a character which the pattern names, in front of `example` and after it, and end as the pattern does not
/// expect. The shortest texts of a pattern lack what it may repeat.
fn likely(pattern: &str, example: &str) -> Vec<String> {
    const CHARACTERS: usize = 8;
    let mut characters = vec!['a'];
    for c in pattern.chars().filter(|c| c.is_alphanumeric()) {
        if characters.len() < CHARACTERS && !characters.contains(&c) {
            characters.push(c);
        }
    }
    let texts = characters.into_iter().flat_map(|c| {
        let repeated = String::from(c).repeat(REPETITIONS);
        [
            format!("{repeated}\u{1}"),
            format!("{example}{repeated}\u{1}"),
        ]
    });
    texts.collect()
}

/// Texts that begin as `example`, repeat a part of it, and end as the pattern does not expect.
fn repeated(example: &str) -> impl Iterator<Item = String> {
    const PLACES: usize = 24;
    let characters: Vec<char> = example.chars().collect();
    let places = 0..characters.len().min(PLACES);
    places.flat_map(move |place| {
        let characters = characters.clone();
        (1..=2).filter_map(move |length| {
            let part = characters.get(place..place + length)?;
            let repeated = part.iter().cycle().take(REPETITIONS);
            let text = characters[..place].iter().chain(repeated);
            Some(text.copied().chain(['\u{1}']).collect())
        })
    })
}
