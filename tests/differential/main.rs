//! The template engine against the real one: generated and documented templates, byte for byte.
//!
//! It needs a JDK and the jars that `tests/jvm/Render.java` names; `JAVA_JARS` says where they are, and
//! `DIFFERENTIAL_CASES` and `DIFFERENTIAL_SEED` choose another number of cases and other ones.

mod case;
mod documented;
mod fragments;
mod generator;
mod listed;
mod minus;
mod paths;
mod references;
mod values;

use case::{Answer, Case};
use lambda_api_errors_tests::{jvm::Jvm, random::Random};
use listed::LISTED;
use std::env;

const CASES: usize = 20_000;
const SEED: u64 = 17;

/// What the engine of API Gateway makes of the cases.
fn answers(cases: &[Case]) -> Vec<Answer> {
    let lines: Vec<_> = cases.iter().map(Case::line).collect();
    let answers = Jvm::start(&[]).ask(&lines);
    answers.iter().map(|line| Answer::parse(line)).collect()
}

/// What both engines must agree on is the text, or the fact that there is no text; the messages differ.
fn agree(expected: &Answer, found: &Answer) -> bool {
    match (expected, found) {
        (Answer::Text(expected), Answer::Text(found)) => expected == found,
        (Answer::Error(_), Answer::Error(_)) => true,
        _ => false,
    }
}

fn compare(cases: &[Case]) {
    let expected = answers(cases);
    let mut differences = Vec::new();
    let mut rendered = 0;
    let mut known = [0; LISTED.len()];
    for (case, expected) in cases.iter().zip(&expected) {
        let found = case.render();
        rendered += usize::from(matches!(expected, Answer::Text(_)));
        if agree(expected, &found) {
            continue;
        }
        match listed::position(expected, &found) {
            Some(listed) => known[listed] += 1,
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
    for (listed, count) in LISTED.iter().zip(known).filter(|(_, count)| *count > 0) {
        println!("  {count} more differ as listed: {}", listed.reason);
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

fn cases(seed: u64, case: impl Fn(&mut Random) -> Case) -> Vec<Case> {
    let mut random = Random::new(setting("DIFFERENTIAL_SEED", SEED) ^ seed);
    (0..setting("DIFFERENTIAL_CASES", CASES))
        .map(|_| case(&mut random))
        .collect()
}

fn generated(seed: u64, generate: impl Fn(&mut Random) -> String) -> Vec<Case> {
    cases(seed, |random| Case::new(generate(random), random))
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
fn paths_find_alike() {
    compare(&cases(4, paths::case));
}

#[test]
fn documented_templates_render_alike() {
    compare(&documented::cases());
}

#[test]
fn signs_in_front_of_numbers_are_read_alike() {
    compare(&minus::cases(&mut Random::new(SEED)));
}

#[test]
fn what_is_listed_as_different_still_differs() {
    let cases: Vec<_> = LISTED.iter().map(listed::Listed::case).collect();
    for ((listed, case), expected) in LISTED.iter().zip(&cases).zip(answers(&cases)) {
        let found = case.render();
        assert!(!agree(&expected, &found), "no longer different: {case}");
        let position = listed::position(&expected, &found);
        assert_eq!(
            position.map(|at| LISTED[at].reason),
            Some(listed.reason),
            "{case}\n  expected {expected:?}\n  found    {found:?}"
        );
    }
}
