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
mod values;

use case::{Answer, Case};
use random::Random;
use std::env;

const CASES: usize = 30_000;
const SEED: u64 = 17;

/// What both engines must agree on is the text, or that there is none; the messages differ.
fn compare(cases: &[Case]) {
    let expected = jvm::answers(cases);
    let mut differences = Vec::new();
    let mut rendered = 0;
    for (case, expected) in cases.iter().zip(&expected) {
        let found = case.render();
        rendered += usize::from(matches!(expected, Answer::Text(_)));
        match (expected, &found) {
            (Answer::Text(expected), Answer::Text(found)) if expected == found => {}
            (Answer::Error(_), Answer::Error(_)) => {}
            _ => differences.push(format!("{case}\n  expected {expected:?}\n  found    {found:?}")),
        }
    }
    let count = differences.len();
    println!("{} cases, of which {rendered} render; {count} differ", cases.len());
    differences.truncate(20);
    assert!(count == 0, "{count} of {} differ:\n{}", cases.len(), differences.join("\n"));
}

fn setting<N: std::str::FromStr>(name: &str, default: N) -> N {
    env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
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
