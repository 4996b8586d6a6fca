//! A compiled pattern: `fancy-regex`, used so that its answer is Java's and its work is bounded.

use super::{
    MatchError, PatternError,
    budget::StepBudget,
    emit::{self, WordCharacters},
    parse::Parsed,
    property,
    repetition::Repetition,
    shape::{Looks, Shape},
    syntax::Node,
};
use fancy_regex::{Regex, RegexBuilder};
use std::{ops::Range, sync::OnceLock};

/// The most backtracking steps of a match.
const BACKTRACK_LIMIT: u32 = 1_000_000;
/// The backtracking steps that are enough for nearly every match.
const SHORT_BACKTRACK_LIMIT: u32 = 2_000;
/// The same in a long text, of which each step may read much.
const LONG_TEXT_BACKTRACK_LIMIT: u32 = 100;
/// From how many bytes on a text is long to a pattern that looks far ahead.
const LONG_TEXT: usize = 64 << 10;
/// How many steps of reading a text, each of four bytes, a look-around takes in the time of one step: what it searches for is mostly
/// found or missed by a fast scan.
const LOOKED_AT_A_STEP: u64 = 8;
/// The most bytes of memory of a compiled pattern.
const SIZE_LIMIT: usize = 8 << 20;
/// The largest size of a pattern that needs backtracking.
const LARGEST: u64 = 100_000;

#[derive(Debug, Clone)]
pub(super) struct Engine {
    current: Compiled,
    /// The same with `\b` as Java 8 to 18 understand it, if there is a `\b`.
    older: Option<Compiled>,
    pub(super) shape: Shape,
}

impl Engine {
    /// For matches of a whole text.
    pub(super) fn of_whole(parsed: &Parsed) -> Result<Self, PatternError> {
        let mut shape = Shape::of(&parsed.node);
        shape.copies = shape.copies_from_start;
        Self::new(parsed, shape, emit::whole)
    }

    /// For searches.
    pub(super) fn of_anywhere(parsed: &Parsed) -> Result<Self, PatternError> {
        Self::new(parsed, Shape::of(&parsed.node), emit::anywhere)
    }

    fn new(
        parsed: &Parsed,
        shape: Shape,
        emit: fn(&Node, WordCharacters) -> String,
    ) -> Result<Self, PatternError> {
        if shape.backtracks && shape.size > LARGEST {
            return Err(PatternError::unsupported(
                0,
                "a pattern this large with look-arounds, references or anchors in it",
            ));
        }
        let compile = |words| Compiled::new(&emit(&parsed.node, words), &shape);
        Ok(Self {
            current: compile(WordCharacters::Ascii)?,
            older: parsed
                .has_word_boundary
                .then(|| compile(WordCharacters::Unicode))
                .transpose()?,
            shape,
        })
    }

    /// Whether the pattern matches the whole text, for which it must be compiled.
    pub(super) fn matches(&self, text: &str, budget: &mut StepBudget) -> Result<bool, MatchError> {
        if !self.shape.matches_alike(text) {
            return Err(MatchError::HalfCharacter);
        }
        budget.charge(steps(text.len()))?;
        self.charge_looks(text.len(), budget)?;
        let answer = self.current.is_match(text, budget)?;
        if let Some(older) = self.older_for(text) {
            let combines = text.chars().any(property::is_combining);
            if combines || older.is_match(text, budget)? != answer {
                return Err(MatchError::WordBoundary);
            }
        }
        Ok(answer)
    }

    /// Whether Java finds the same in the text.
    pub(super) fn check_search(&self, text: &str) -> Result<(), MatchError> {
        if !self.shape.finds_alike(text) {
            return Err(MatchError::HalfCharacter);
        }
        if self.older_for(text).is_some() && text.chars().any(property::is_combining) {
            return Err(MatchError::WordBoundary);
        }
        Ok(())
    }

    /// The groups of the first place from `from` on.
    pub(super) fn find(
        &self,
        text: &str,
        from: usize,
        budget: &mut StepBudget,
    ) -> Result<Option<Groups>, MatchError> {
        let find = |regex: &Compiled, budget: &mut StepBudget| {
            let ahead = steps(text.len() - from);
            if self.shape.looks != Looks::Near {
                budget.charge(ahead)?;
            }
            self.charge_looks(text.len() - from, budget)?;
            let found = regex.find(text, from, budget)?;
            let range = found.as_ref().and_then(|groups| groups.first()?.as_ref());
            budget.charge(range.map_or(ahead, |range| steps(range.end.saturating_sub(from))))?;
            if let Some(range) = range {
                budget.charge(self.shape.steps_of_groups(range.len()))?;
                if self.shape.looks != Looks::Near && self.shape.backtracks {
                    // At each place in front of it, the rest of the text may have been looked at.
                    budget.charge(looks(range.start.saturating_sub(from), ahead))?;
                }
            }
            Ok(found)
        };
        let found = find(&self.current, budget)?;
        if let Some(older) = self.older_for(text) {
            if find(older, budget)? != found {
                return Err(MatchError::WordBoundary);
            }
        }
        Ok(found)
    }

    /// Charges for the look-arounds of a repetition, each of which may see the rest of the text.
    fn charge_looks(&self, bytes: usize, budget: &mut StepBudget) -> Result<(), MatchError> {
        if self.shape.looks == Looks::FarInEachRound {
            budget.charge(looks(bytes, steps(bytes)))?;
        }
        Ok(())
    }

    fn older_for(&self, text: &str) -> Option<&Compiled> {
        self.older.as_ref().filter(|_| !text.is_ascii())
    }
}

/// The bytes that an automaton reads in the time of one step.
pub(super) fn steps(bytes: usize) -> u64 {
    u64::try_from(bytes / 4).unwrap_or(u64::MAX)
}

/// What it costs to look at the text ahead, which takes so many steps to read, from a number of places.
fn looks(places: usize, ahead: u64) -> u64 {
    let places = u64::try_from(places).unwrap_or(u64::MAX);
    places.saturating_mul(ahead) / LOOKED_AT_A_STEP
}

pub(super) type Groups = Vec<Option<Range<usize>>>;

#[derive(Debug, Clone)]
struct Compiled {
    /// Stops after a few backtracking steps.
    short_limit: Regex,
    backtracks: bool,
    looks_far: bool,
    /// Stops after fewer, for long texts.
    long_text_limit: OnceLock<Regex>,
    full_limit: OnceLock<Regex>,
    repetition: Option<Repetition>,
    /// Where the repetitions of a match of the whole text end, at most.
    copies_within: Option<usize>,
}

impl Compiled {
    fn new(text: &str, shape: &Shape) -> Result<Self, PatternError> {
        let short_limit = build(text, SHORT_BACKTRACK_LIMIT).map_err(|error| {
            let reason = match error {
                fancy_regex::Error::ParseError(_, reason) => reason.to_string(),
                error => error.to_string(),
            };
            PatternError::unsupported(0, format!("the engine cannot compile this: {reason}"))
        })?;
        Ok(Self {
            short_limit,
            backtracks: shape.backtracks,
            looks_far: shape.looks != Looks::Near,
            long_text_limit: OnceLock::new(),
            full_limit: OnceLock::new(),
            repetition: Repetition::of(text, shape.copies, shape.backtracks, SIZE_LIMIT),
            copies_within: shape.copies_within,
        })
    }

    fn is_match(&self, text: &str, budget: &mut StepBudget) -> Result<bool, MatchError> {
        if let Some(repetition) = &self.repetition {
            let within = self.copies_within.unwrap_or(usize::MAX);
            repetition.charge(text, 0, within, budget)?;
        }
        self.run(text.len(), budget, |regex| regex.is_match(text))
    }

    fn find(
        &self,
        text: &str,
        from: usize,
        budget: &mut StepBudget,
    ) -> Result<Option<Groups>, MatchError> {
        if let Some(repetition) = &self.repetition {
            repetition.charge(text, from, usize::MAX, budget)?;
        }
        let ahead = text.len() - from;
        let found = self.run(ahead, budget, |regex| regex.captures_from_pos(text, from))?;
        Ok(found.map(|groups| groups.iter().map(|group| Some(group?.range())).collect()))
    }

    /// Runs the regex with a short limit, and if that stops early, the one with the full limit.
    fn run<T>(
        &self,
        bytes: usize,
        budget: &mut StepBudget,
        ask: impl Fn(&Regex) -> Result<T, fancy_regex::Error>,
    ) -> Result<T, MatchError> {
        budget.charge(if self.backtracks { 100 } else { 4 })?;
        let reads_much = self.backtracks && self.looks_far;
        let short_limit = if reads_much && bytes > LONG_TEXT {
            self.with_limit(&self.long_text_limit, LONG_TEXT_BACKTRACK_LIMIT)?
        } else {
            &self.short_limit
        };
        if let Ok(answer) = ask(short_limit) {
            return Ok(answer);
        }
        budget.charge(u64::from(BACKTRACK_LIMIT))?;
        if reads_much {
            let most = usize::try_from(BACKTRACK_LIMIT).unwrap_or(usize::MAX);
            budget.charge(looks(bytes.min(most), steps(bytes)))?;
        }
        let full_limit = self.with_limit(&self.full_limit, BACKTRACK_LIMIT)?;
        ask(full_limit).map_err(too_many)
    }

    /// The regex with another limit, built when it is first needed.
    fn with_limit<'r>(
        &self,
        regex: &'r OnceLock<Regex>,
        limit: u32,
    ) -> Result<&'r Regex, MatchError> {
        if let Some(regex) = regex.get() {
            return Ok(regex);
        }
        let built = build(self.short_limit.as_str(), limit).map_err(too_many)?;
        Ok(regex.get_or_init(|| built))
    }
}

fn build(text: &str, steps_back: u32) -> Result<Regex, fancy_regex::Error> {
    RegexBuilder::new(text)
        .backtrack_limit(steps_back.try_into().unwrap_or(usize::MAX))
        .delegate_size_limit(SIZE_LIMIT)
        .build()
}

fn too_many(_: fancy_regex::Error) -> MatchError {
    MatchError::TooManySteps
}
