//! One pattern with some texts, for both engines.

use crate::{Tally, generator};
use apigw_java_regex::{
    Found, MatchError, Pattern, PatternError, ReplaceError, Search, StepBudget,
};
use lambda_api_errors_tests::{jvm::line, random::Random};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt::{Debug, Display};

const TEXTS: usize = 10;

pub(crate) struct Case {
    pattern: String,
    replacement: &'static str,
    texts: Vec<String>,
}

#[derive(Deserialize)]
struct Answer {
    groups: usize,
    texts: Vec<OfText>,
}

#[derive(Deserialize)]
struct OfText {
    matches: Value,
    found: Value,
    all: Value,
    first: Value,
    split: Value,
}

/// What this engine says.
enum Ours<T> {
    Answer(T),
    /// Java fails here, too.
    Failure,
    Undecided(String),
}

impl Case {
    pub(crate) fn new(random: &mut Random) -> Self {
        let piece = generator::piece(random);
        let texts = (0..TEXTS).map(|_| generator::text(random, &piece));
        Self {
            texts: texts.collect(),
            replacement: generator::replacement(random),
            pattern: generator::pattern(random, piece),
        }
    }

    pub(crate) fn line(&self) -> Vec<u8> {
        line(&json!({
            "kind": "search",
            "pattern": self.pattern,
            "replacement": self.replacement,
            "texts": self.texts,
        }))
    }

    pub(crate) fn compare(&self, answer: &str, tally: &mut Tally) {
        let answer: Value = serde_json::from_str(answer).expect("the answer is JSON");
        let valid = answer.get("error").is_none();
        let whole = self.read(Pattern::new(&self.pattern), valid, tally);
        let search = whole
            .as_ref()
            .and_then(|_| self.read(Search::new(&self.pattern), valid, tally));
        if !valid {
            tally.invalid += 1;
            return;
        }
        tally.accepted += usize::from(whole.is_some());
        let answer: Answer = serde_json::from_value(answer).expect("an answer to a search");
        for (text, java) in self.texts.iter().zip(&answer.texts) {
            if let Some(whole) = &whole {
                tally.matching += usize::from(java.matches == true);
                let ours = decided(whole.matches(text));
                self.check("matches", text, &java.matches, ours, tally);
            }
            if let Some(search) = &search {
                self.search(search, text, java, answer.groups, tally);
            }
        }
    }

    fn read<T>(&self, read: Result<T, PatternError>, valid: bool, tally: &mut Tally) -> Option<T> {
        match read {
            Ok(_) if !valid => {
                let difference = format!("{:?} is taken, and Java refuses it", self.pattern);
                tally.differences.push(difference);
                None
            }
            Ok(read) => Some(read),
            Err(error) if valid && error.invalid => {
                let difference = format!("{:?} is valid for Java: {error}", self.pattern);
                tally.differences.push(difference);
                None
            }
            Err(error) => {
                if valid {
                    *tally.refused.entry(error.reason).or_default() += 1;
                }
                None
            }
        }
    }

    fn search(&self, search: &Search, text: &str, java: &OfText, groups: usize, tally: &mut Tally) {
        let budget = &mut StepBudget::default();
        let found: Result<Vec<_>, _> = search.find_all(text, budget).collect();
        let found = found.map(|found| -> Vec<_> {
            let places = |found| places(text, found, groups, search);
            found.iter().map(places).collect()
        });
        self.check(
            "find",
            text,
            &reliable(&java.found, search),
            decided(found),
            tally,
        );
        let mut replace = |most| replaced(search.replace(text, self.replacement, most, budget));
        let (all, first) = (replace(None), replace(Some(1)));
        self.check("replaceAll", text, &java.all, all, tally);
        self.check("replaceFirst", text, &java.first, first, tally);
        let split: Result<Vec<_>, _> = [0, -1, 2]
            .into_iter()
            .map(|limit| search.split(text, limit, budget))
            .collect();
        self.check("split", text, &java.split, decided(split), tally);
    }

    fn check<T: Debug + Into<Value>>(
        &self,
        what: &'static str,
        text: &str,
        java: &Value,
        ours: Ours<T>,
        tally: &mut Tally,
    ) {
        let failed = java.get("error").is_some();
        if !failed && java.is_object() {
            tally.endless += 1;
            return;
        }
        let ours = match ours {
            Ours::Undecided(reason) => {
                *tally.undecided.entry(reason).or_default() += 1;
                return;
            }
            Ours::Failure if failed => None,
            Ours::Failure => Some("a failure".to_owned()),
            Ours::Answer(answer) => {
                let shown = format!("{answer:?}");
                (failed || answer.into() != *java).then_some(shown)
            }
        };
        match ours {
            None => *tally.pairs.entry(what).or_default() += 1,
            Some(ours) => tally.differences.push(format!(
                "{what}: {:?} on {text:?} with {:?}: {ours}, and Java {java}",
                self.pattern, self.replacement
            )),
        }
    }
}

fn decided<T>(answer: Result<T, MatchError>) -> Ours<T> {
    match answer {
        Ok(answer) => Ours::Answer(answer),
        Err(error) => undecided(error),
    }
}

fn undecided<T>(error: impl Display) -> Ours<T> {
    Ours::Undecided(error.to_string())
}

fn replaced(answer: Result<String, ReplaceError>) -> Ours<String> {
    match answer {
        Ok(answer) => Ours::Answer(answer),
        Err(ReplaceError::Replacement(_)) => Ours::Failure,
        Err(ReplaceError::UnreliableGroup(_)) => {
            undecided("the content of a group is not reliable")
        }
        Err(error) => undecided(error),
    }
}

/// The start and end of each group in UTF-16, as Java gives them; -1 for a group that took nothing or is not reliable.
fn places(text: &str, found: &Found<'_>, groups: usize, search: &Search) -> Vec<i64> {
    let unit = |byte: usize| i64::try_from(text[..byte].encode_utf16().count()).expect("a place");
    let ends = |group| match found.group_range(group) {
        Some(range) if search.group_is_reliable(group) => [unit(range.start), unit(range.end)],
        _ => [-1, -1],
    };
    (0..=groups).flat_map(ends).collect()
}

/// Java's places, without those of the groups that are not reliable.
fn reliable(places: &Value, search: &Search) -> Value {
    let mut places = places.clone();
    for found in places.as_array_mut().into_iter().flatten() {
        for (at, place) in found.as_array_mut().into_iter().flatten().enumerate() {
            if !search.group_is_reliable(at / 2) {
                *place = json!(-1);
            }
        }
    }
    places
}
