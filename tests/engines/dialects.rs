//! Java, Python, JavaScript and Rust agree on which pattern takes a message, however they are asked.

use crate::{
    compare::{on_all, respond},
    responses::encoded,
};
use apigw_java_regex::Pattern;
use fancy_regex::Regex;
use lambda_api_errors_tests::{
    failures::FAILED,
    formats,
    gateway::{Integration, Outcome, integrations},
    hostile::{HOSTILE, random},
    jvm::{self, Jvm},
};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    io::{Read, Write},
    path::Path,
    process::{Command, Stdio},
    thread,
};

/// How many random texts there are beside the listed ones.
const RANDOM: usize = 100;

/// The patterns of each integration, and the outcomes that they are tried on.
fn cases() -> (Vec<Integration>, BTreeMap<String, Vec<Outcome>>) {
    let services = [
        carts::service(),
        styles::service(),
        formats::api().service(),
    ];
    let mut all = Vec::new();
    let mut outcomes: BTreeMap<String, Vec<Outcome>> = BTreeMap::new();
    for service in services.map(|service| service.expect("an API")) {
        all.extend(integrations(service.title(), &service.openapi()));
    }
    let texts = HOSTILE.iter().map(|hostile| hostile.text.to_owned());
    for text in texts.chain(random(7).take(RANDOM)) {
        for (outcome, _) in encoded(&text) {
            let of_operation = outcomes.entry(outcome.integration.clone()).or_default();
            of_operation.push(outcome);
        }
    }
    for integration in &all {
        let of_operation = outcomes.entry(integration.name.clone()).or_default();
        of_operation.extend(
            FAILED
                .iter()
                .map(|(_, payload)| Outcome::failure(&integration.name, *payload)),
        );
        let mut messages = random(8).take(RANDOM);
        of_operation.extend(messages.by_ref().map(|text| {
            let payload = serde_json::json!({ "errorMessage": text });
            Outcome::failure(&integration.name, payload.to_string())
        }));
    }
    (all, outcomes)
}

fn patterns(integration: &Integration) -> Vec<String> {
    let responses = integration.integration["responses"].as_object();
    let keys = responses.expect("an object").keys();
    keys.filter(|key| *key != "default").cloned().collect()
}

/// Runs a program of `tests/dialects`, which answers each message with the indices of the patterns that take it.
fn dialect(command: &str, program: &str, patterns: &[String], messages: &[String]) -> Vec<Value> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("dialects")
        .join(program);
    let mut child = Command::new(command)
        .arg(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("`{command}` on the PATH: {error}"));
    let mut input = child.stdin.take().expect("a pipe");
    let mut output = String::new();
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut lines = vec![jvm::line(&patterns)];
            lines.extend(messages.iter().map(jvm::line));
            input
                .write_all(&lines.join(&b'\n'))
                .expect("a program that reads");
        });
        let mut stdout = child.stdout.take().expect("a pipe");
        stdout.read_to_string(&mut output).expect("UTF-8");
    });
    assert!(child.wait().expect("an end").success(), "{command} failed");
    output
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn in_rust(patterns: &[String], messages: &[String]) -> Vec<Value> {
    let compiled: Vec<_> = patterns
        .iter()
        .map(|pattern| {
            let whole = Regex::new(&format!(r"\A(?:{pattern})\z")).expect("a pattern");
            let any = Regex::new(pattern).expect("a pattern");
            (whole, any, Pattern::new(pattern).expect("a pattern"))
        })
        .collect();
    let takers = |message: &String| -> Value {
        let taken = compiled.iter().enumerate().filter(|(_, pattern)| {
            let (whole, any, java) = pattern;
            let taken = whole.is_match(message).expect("few steps");
            assert_eq!(any.is_match(message).expect("few steps"), taken, "{any}");
            assert_eq!(java.matches(message), Ok(taken), "{any}");
            taken
        });
        taken.map(|(index, _)| index).collect()
    };
    messages.iter().map(takers).collect()
}

fn in_java(integration: &Integration, outcomes: &[Outcome], patterns: &[String]) -> Vec<Value> {
    let mut chunks = on_all(
        std::slice::from_ref(integration),
        outcomes.chunks(1000).enumerate(),
        |jvm: &mut Jvm, (number, chunk)| (number, respond(jvm, &chunk.iter().collect::<Vec<_>>())),
    );
    chunks.sort_by_key(|(number, _)| *number);
    let rendered = chunks.into_iter().flat_map(|(_, rendered)| rendered);
    rendered
        .map(|rendered| {
            assert!(rendered.agreed, "{rendered:?}");
            let taken = patterns
                .iter()
                .enumerate()
                .filter(|(_, pattern)| rendered.selected.contains(pattern));
            taken.map(|(index, _)| index).collect()
        })
        .collect()
}

#[test]
fn the_same_pattern_takes_a_message_in_each_language() {
    let (all, outcomes) = cases();
    let mut pairs = 0;
    for integration in &all {
        let outcomes = &outcomes[&integration.name];
        let patterns = patterns(integration);
        let messages: Vec<_> = outcomes.iter().map(Outcome::seen_by_patterns).collect();
        let in_rust = in_rust(&patterns, &messages);
        assert_eq!(
            in_java(integration, outcomes, &patterns),
            in_rust,
            "{}",
            integration.name
        );
        for (command, program) in [("python3", "python.py"), ("node", "javascript.js")] {
            let answers = dialect(command, program, &patterns, &messages);
            assert_eq!(answers.len(), messages.len(), "{command}");
            for ((message, ours), theirs) in messages.iter().zip(&in_rust).zip(&answers) {
                assert_eq!(ours, theirs, "{command}, {}: {message:?}", integration.name);
            }
        }
        pairs += patterns.len() * messages.len();
    }
    println!("dialects: {pairs} pairs of pattern and message in Java, Python, JavaScript and Rust");
    assert!(pairs > 100_000, "{pairs} pairs are too few");
}
