//! Patterns with bounded repetitions, which the automata's own engines run through without counting: `(a{0,300}){0,300}`
//! has 90,000 states that can all be active at each character.
//!
//! A lazy automaton tells beforehand whether it gets by with the states that it keeps. Where it does not, the match costs
//! what it may take.

use super::{MatchError, budget::StepBudget};
use regex_automata::{
    Input,
    hybrid::{dfa, regex},
    nfa::thompson,
    util::syntax,
};
use std::sync::Arc;

/// The copies of constructs that cost nothing more than the text.
const FEW_COPIES: u64 = 64;
/// How often the automaton may drop the states that it keeps before it gives up.
const MOST_DROPS: usize = 3;
/// The steps until it gives up, about.
const GIVING_UP: u64 = 1_000_000;
/// The steps that one state takes at one byte, at most.
const STATE: u64 = 4;

/// A pattern that repeats much.
#[derive(Debug, Clone)]
pub(super) struct Repetition {
    copies: u64,
    /// Nothing, if the pattern needs backtracking, or a larger automaton than there may be.
    automaton: Option<Arc<regex::Regex>>,
}

impl Repetition {
    /// Nothing, if the pattern repeats little. `pattern` is as `regex-automata` reads it.
    pub(super) fn of(
        pattern: &str,
        copies: u64,
        backtracks: bool,
        size_limit: usize,
    ) -> Option<Self> {
        if copies <= FEW_COPIES {
            return None;
        }
        let dfa = dfa::Config::new()
            .minimum_cache_clear_count(Some(MOST_DROPS))
            .skip_cache_capacity_check(true);
        let automaton = (!backtracks).then(|| {
            regex::Builder::new()
                .syntax(syntax::Config::new())
                .thompson(thompson::Config::new().nfa_size_limit(Some(size_limit)))
                .dfa(dfa)
                .build(pattern)
                .ok()
        });
        Some(Self {
            copies,
            automaton: automaton.flatten().map(Arc::new),
        })
    }

    /// Charges what a match from `from` on costs in addition to the text, if the repetitions end `within` this number of bytes.
    pub(super) fn charge(
        &self,
        text: &str,
        from: usize,
        within: usize,
        budget: &mut StepBudget,
    ) -> Result<(), MatchError> {
        let bytes = u64::try_from((text.len() - from).min(within)).unwrap_or(u64::MAX);
        let most = bytes.saturating_mul(self.copies).saturating_mul(STATE);
        if let Some(automaton) = &self.automaton {
            // The automaton counts no steps, so that it is asked only where those that it may take are left.
            if budget.left() < most.min(GIVING_UP) {
                return budget.charge(most);
            }
            let input = Input::new(text).range(from..);
            let cache = &mut automaton.create_cache();
            if automaton.try_search(cache, &input).is_ok() {
                return Ok(());
            }
            budget.charge(GIVING_UP)?;
        }
        budget.charge(most)
    }
}
