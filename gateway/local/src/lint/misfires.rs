//! Rules of messages that a pattern takes or loses against its purpose.

use super::{
    Found, advice,
    candidate::{Candidate, UNRELATED},
    finding::{Shown, quoted, quoted_whole},
    rule::{LINE_BREAK_DEFEATS_PATTERN, OVERLAPPING_PATTERNS, TEXT_SELECTS_PATTERN},
    trial::Trial,
};
use crate::document::SelectionPattern;
use serde_json::Value;

impl Candidate<'_> {
    pub(super) fn overlap(&self, trial: &Trial<'_>, others: &[Self]) -> Option<Found> {
        let mut shared = others
            .iter()
            .take_while(|_| !trial.steps.are_used_up())
            .filter(|other| other.status != self.status)
            .filter_map(|other| Some((other, self.shared_text(trial, other)?)));
        let (first, text) = shared.next()?;
        let statuses: Vec<_> = std::iter::once(first)
            .chain(shared.map(|(other, _)| other))
            .map(|other| other.status.to_string())
            .collect();
        let answer = trial.fail(&text);
        let pattern = quoted(first.text());
        let more = match &statuses[1..] {
            [] => String::new(),
            more => format!(", and so do those for {}", more.join(", ")),
        };
        Some(self.found(
            &OVERLAPPING_PATTERNS,
            format!(
                "{} and the pattern {pattern} for {} take one message{more}",
                self.named(),
                first.status
            ),
            Shown::new(
                &text,
                format!(
                    "{} or {}: AWS does not say which, and here it is {}",
                    self.status,
                    first.status,
                    answer.in_words()
                ),
            ),
            self.disjoint(trial, first, &text),
        ))
    }

    /// A text that both patterns take.
    fn shared_text(&self, trial: &Trial<'_>, other: &Self) -> Option<String> {
        let pairs = self
            .examples
            .iter()
            .flat_map(|a| other.examples.iter().map(move |b| (a, b)));
        let joined =
            pairs.flat_map(|(a, b)| [format!("{a}{b}"), format!("{b}{a}"), format!("{a} {b}")]);
        let alone = self.examples.iter().chain(&other.examples).cloned();
        let mut texts = alone.chain(joined);
        texts.find(|text| trial.takes(self.pattern, text) && trial.takes(other.pattern, text))
    }

    /// What makes the patterns take no common text.
    fn disjoint(&self, trial: &Trial<'_>, other: &Self, text: &str) -> String {
        let (general, special) = match (self.takes_everything, other.takes_everything) {
            (true, false) => (self, other),
            (false, true) => (other, self),
            _ => {
                return "have the messages of each status begin with a constant of its own, and begin the pattern with it instead of `.*`".to_owned();
            }
        };
        let better = SelectionPattern::new(&advice::without(general.text(), special.text()));
        if !trial.takes(&better, text) && trial.takes(&better, UNRELATED) {
            format!(
                "use {} for {}",
                quoted_whole(better.as_str()),
                general.status
            )
        } else {
            format!(
                "exclude what {} takes from {}",
                quoted(special.text()),
                quoted(general.text())
            )
        }
    }

    /// Whether the words of the pattern select it at any place of a message.
    pub(super) fn text_selects(&self, trial: &Trial<'_>) -> Option<Found> {
        if self.takes_everything {
            return None;
        }
        let (text, message) = self.examples.iter().find_map(|text| {
            let mut carriers = carriers(text).into_iter();
            let taken = carriers.find(|message| trial.takes(self.pattern, message));
            Some((text, taken?))
        })?;
        let answer = trial.fail(&message);
        (answer.status() == self.status).then_some(())?;
        let better = advice::anchored(self.text()).map(|better| SelectionPattern::new(&better));
        let better = better.filter(|better| {
            let starts = better.examples();
            let is_out_of_reach = |text: &String| {
                let mut messages = carriers(text).into_iter();
                !messages.any(|message| trial.takes(better, &message))
            };
            let mut used = starts.iter().filter(|start| !start.is_empty()).peekable();
            used.peek().is_some()
                && used.all(|start| trial.takes(better, start))
                && starts.iter().chain(&self.examples).all(is_out_of_reach)
        });
        Some(self.found(
            &TEXT_SELECTS_PATTERN,
            format!(
                "{} is selected by {} anywhere in a message, so a caller's text in another failure's message selects {}",
                self.named(),
                quoted(text),
                self.status
            ),
            Shown::new(&message, answer.in_words()),
            match better {
                Some(better) => format!(
                    "have the function begin the message with the constant, and {}",
                    advice::to_use(better.as_str())
                ),
                None => "have the function begin the message with a constant that no caller's text comes before, and begin the pattern with it".to_owned(),
            },
        ))
    }

    pub(super) fn line_break(&self, trial: &Trial<'_>) -> Option<Found> {
        let message = self.examples.iter().find_map(|text| {
            let forms = [
                (format!("{text}text"), format!("{text}text\ntext")),
                (format!("text{text}"), format!("text\ntext{text}")),
            ];
            let mut defeated = forms.into_iter().filter(|(plain, broken)| {
                trial.takes(self.pattern, plain) && !trial.takes(self.pattern, broken)
            });
            defeated.next().map(|(_, broken)| broken)
        })?;
        let answer = trial.fail(&message);
        (answer.status() != self.status).then_some(())?;
        let better = SelectionPattern::new(&advice::across_lines(self.text()));
        Some(self.found(
            &LINE_BREAK_DEFEATS_PATTERN,
            format!("{} loses a message with a line break", self.named()),
            Shown::new(&message, answer.in_words()),
            if trial.takes(&better, &message) {
                advice::to_use(better.as_str())
            } else {
                r"use `[\s\S]` in place of each dot".to_owned()
            },
        ))
    }
}

/// Messages of another failure with a caller's text in them: in JSON as a text and as a value, and plain.
fn carriers(text: &str) -> Vec<String> {
    let start = r#"{"error": "something else has failed", "detail": "#;
    let mut messages = vec![format!("{start}{}}}", Value::from(text))];
    if let Some(value) = as_json(text) {
        messages.push(format!("{start}{value}}}"));
    }
    messages.push(format!("{UNRELATED}: {text}"));
    messages
}

/// The JSON that the text is, or is the member of.
fn as_json(text: &str) -> Option<Value> {
    [text.to_owned(), format!("{{{text}}}")]
        .iter()
        .find_map(|text| serde_json::from_str(text).ok())
        .filter(|value: &Value| value.is_object() || value.is_array())
}
