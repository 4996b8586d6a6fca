//! The template engine against the real one: generated and documented templates, byte for byte.
//!
//! It needs a JDK and the jars that `tests/jvm/Render.java` names; `JAVA_JARS` says where they are, and
//! `DIFFERENTIAL_CASES` and `DIFFERENTIAL_SEED` choose another number of cases and other ones.

mod case;
mod documented;
mod fragments;
mod generator;
mod jvm;
mod random;
mod references;
mod values;

use case::{Answer, Case};
use random::Random;
use std::env;

const CASES: usize = 30_000;
const SEED: u64 = 17;

/// Where the two may differ: what the answer of one of them contains, and why.
const EXPECTED: [(&str, &str); 10] = [
    (
        "PatternSyntaxException",
        "the dialect of patterns is the engine's, until it is translated",
    ),
    (
        "StackOverflowError",
        "Java's stack is finite; here a value that contains itself is only an error when it is printed",
    ),
    (
        "too many digits to compute with",
        "numbers of more than 38 digits, and long fractions, are not computed with",
    ),
    (
        "a range has more than",
        "a range of millions of elements is refused",
    ),
    (
        "expected `#foreach($item in $list)`",
        "a loop without `in` renders nothing in Velocity; here it is an error",
    ),
    (
        "is no pattern",
        "the dialect of patterns is the engine's, until it is translated",
    ),
    (
        "IllegalAccessError",
        "json-smart cannot write the entry of a map; here it is only an error when it is printed",
    ),
    (
        "put(java.util.LinkedHashMap",
        "a map that is its own key overflows Java's stack",
    ),
    (
        "[Ljava.lang.String;@",
        "an array prints its address in Java's memory",
    ),
    (
        "Java has it, but it is not supported here",
        "a method that no template needs",
    ),
];

/// What both engines must agree on is the text, or that there is none; the messages differ.
fn compare(cases: &[Case]) {
    let expected = jvm::answers(cases);
    let mut differences = Vec::new();
    let mut rendered = 0;
    let mut known = [0; EXPECTED.len()];
    for (case, expected) in cases.iter().zip(&expected) {
        let found = case.render();
        rendered += usize::from(matches!(expected, Answer::Text(_)));
        let telling = match (expected, &found) {
            (Answer::Text(expected), Answer::Text(found)) if expected == found => continue,
            (Answer::Error(_), Answer::Error(_)) => continue,
            (Answer::Error(error), Answer::Text(_)) | (Answer::Text(_), Answer::Error(error)) => {
                error
            }
            (Answer::Text(expected), Answer::Text(_)) => expected,
        };
        match EXPECTED.iter().position(|(text, _)| telling.contains(text)) {
            Some(reason) => known[reason] += 1,
            None => differences.push(format!(
                "{case}\n  expected {expected:?}\n  found    {found:?}"
            )),
        }
    }
    let count = differences.len();
    println!(
        "{} cases, of which {rendered} render; {count} differ",
        cases.len()
    );
    for ((_, reason), count) in EXPECTED.iter().zip(known).filter(|(_, count)| *count > 0) {
        println!("  {count} more differ as expected: {reason}");
    }
    differences.truncate(20);
    assert!(
        count == 0,
        "{count} of {} differ:\n{}",
        cases.len(),
        differences.join("\n")
    );
}

fn setting<N: std::str::FromStr>(name: &str, default: N) -> N {
    env::var(name)
        .ok()
        .and_then(|value| value.parse().ok())
        .unwrap_or(default)
}

fn generated(seed: u64, generate: impl Fn(&mut Random) -> String) -> Vec<Case> {
    let mut random = Random::new(setting("DIFFERENTIAL_SEED", SEED) ^ seed);
    (0..setting("DIFFERENTIAL_CASES", CASES))
        .map(|_| Case::new(generate(&mut random), &mut random))
        .collect()
}

#[test]
fn templates_by_the_grammar_render_alike() {
    compare(&generated(1, generator::template));
}

#[test]
fn damaged_templates_render_alike() {
    compare(&generated(2, |random| {
        let template = generator::template(random);
        fragments::damage(&template, random)
    }));
}

#[test]
fn fragments_of_templates_render_alike() {
    compare(&generated(3, fragments::template));
}

#[test]
fn documented_templates_render_alike() {
    compare(&documented::cases());
}
