//! Java's patterns against `java.util.regex`: generated patterns on generated texts, matched whole, looked for,
//! replaced and split at. A pattern may be refused with a reason, and a text may have no answer; an answer that is given
//! is Java's.
//!
//! It needs a JDK and the jars of `.ci/run`; `PATTERNS` and `PATTERNS_SEED` choose another number of patterns and other
//! ones.

mod case;
mod generator;

use case::Case;
use lambda_api_errors_tests::{jvm::Jvm, random::Random};
use std::{collections::BTreeMap, env};

const PATTERNS: usize = 18_000;
const SEED: u64 = 5;
/// The patterns that one question to the JVM asks about.
const AT_ONCE: usize = 5_000;

/// What became of the patterns and of their pairs with a text.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) accepted: usize,
    pub(crate) invalid: usize,
    /// What Java takes and this does not, by the reason.
    pub(crate) refused: BTreeMap<String, usize>,
    /// Pairs with one answer from both sides, by what was asked.
    pub(crate) pairs: BTreeMap<&'static str, usize>,
    /// Pairs whose answer is that there is a match.
    pub(crate) matching: usize,
    /// Pairs to which this gives no answer, by the reason.
    pub(crate) undecided: BTreeMap<String, usize>,
    /// Pairs to which Java gives no answer: its stack or its time ends.
    pub(crate) endless: usize,
    pub(crate) differences: Vec<String>,
}

fn setting<N: std::str::FromStr>(name: &str, default: N) -> N {
    let set = env::var(name).ok().and_then(|value| value.parse().ok());
    set.unwrap_or(default)
}

#[test]
fn every_answer_is_javas() {
    let mut random = Random::new(setting("PATTERNS_SEED", SEED));
    let mut left: usize = setting("PATTERNS", PATTERNS);
    let all = left;
    let mut jvm = Jvm::start(&[]);
    let mut tally = Tally::default();
    while left > 0 {
        let cases: Vec<Case> = (0..left.min(AT_ONCE))
            .map(|_| Case::new(&mut random))
            .collect();
        left -= cases.len();
        let lines: Vec<_> = cases.iter().map(Case::line).collect();
        for (case, answer) in cases.iter().zip(jvm.ask(&lines)) {
            case.compare(&answer, &mut tally);
        }
    }
    print(all, &tally);
    let shown = tally.differences.len().min(20);
    assert!(
        tally.differences.is_empty(),
        "{}",
        tally.differences[..shown].join("\n")
    );
    assert!(tally.pairs["matches"] >= all * 5, "too few answers");
    assert!(tally.matching >= all, "too few of them are matches");
}

fn print(all: usize, tally: &Tally) {
    let refused: usize = tally.refused.values().sum();
    println!(
        "{all} patterns: {} accepted, {} refused by both, {refused} only here; {} disagreements",
        tally.accepted,
        tally.invalid,
        tally.differences.len()
    );
    for (what, count) in &tally.pairs {
        println!("  {count} pairs answered alike: {what}");
    }
    println!("  {} pairs match as a whole", tally.matching);
    println!("  {} pairs to which Java gives no answer", tally.endless);
    for (reason, count) in &tally.undecided {
        println!("  {count} without an answer here: {reason}");
    }
    for (reason, count) in &tally.refused {
        println!("  {count} patterns refused only here: {reason}");
    }
}
