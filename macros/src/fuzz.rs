//! Token streams for property tests: random ones, and valid ones with a few tokens changed.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use std::fmt;

/// Tokens that have a meaning for a macro, or break the tokens around them.
const FRAGMENTS: &[&str] = &[
    "status",
    "=",
    ",",
    "404",
    "\"\"",
    "\"{\"",
    "#",
    "enum",
    "struct",
    "union",
    "fn",
    "async",
    "self",
    "crate",
    "r#type",
    "'a",
    "<",
    ">",
    ":",
    "::",
    "->",
    "&",
    "..",
    "|",
    "!",
    "()",
    "{}",
    "[]",
    "-1",
    "1.5",
    "b'x'",
    "c\"c\"",
    "where",
    "impl",
    "dyn",
    "const",
    "T",
    "_",
    "$",
    "NOT_FOUND",
    "99999999999999999999",
    "#[api(transparent)]",
    "#[cfg(x)]",
    "=>",
];

/// Tokens that are shown as the text to write again when a property fails. Brackets `⟦⟧` stand for a group without delimiters.
#[derive(Clone)]
pub(crate) struct Tokens(pub(crate) TokenStream);

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for token in self.0.clone() {
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::None => ("⟦", "⟧"),
                    };
                    write!(f, "{open}{:?}{close} ", Self(group.stream()))?;
                }
                token => write!(f, "{token} ")?,
            }
        }
        Ok(())
    }
}

/// The number of cases, unless the variable `PROPTEST_CASES` has another. They are the same in each run, unless `PROPTEST_RNG_SEED` has another number.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let config = ProptestConfig::default();
    ProptestConfig {
        cases: asked.map_or(cases, |asked| asked.parse().expect("a number of cases")),
        failure_persistence: None,
        rng_seed: match config.rng_seed {
            RngSeed::Random => RngSeed::Fixed(0),
            given @ RngSeed::Fixed(_) => given,
        },
        ..config
    }
}

#[derive(Clone, Debug)]
enum Change {
    Delete,
    Duplicate,
    SwapWithNext,
    Truncate,
    WrapInvisibly,
    Replace(&'static str),
    Insert(&'static str),
}

/// One of `sources` with up to six tokens changed, at any depth.
pub(crate) fn mutated(sources: &'static [&'static str]) -> impl Strategy<Value = Tokens> {
    let changes = prop::collection::vec((any::<Index>(), change()), 0..6);
    (select(sources), changes).prop_map(|(source, changes)| {
        let mutated = changes
            .into_iter()
            .fold(tokens(source), |tokens, (index, change)| {
                let mut countdown = index.index(count(&tokens).max(1));
                changed(tokens, &mut countdown, &change)
            });
        Tokens(mutated)
    })
}

/// Any sequence of the fragments.
pub(crate) fn random() -> impl Strategy<Value = Tokens> {
    prop::collection::vec(select(FRAGMENTS), 0..24)
        .prop_map(|fragments| Tokens(tokens(&fragments.join(" "))))
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("a source is made of tokens")
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Delete),
        Just(Change::Duplicate),
        Just(Change::SwapWithNext),
        Just(Change::Truncate),
        Just(Change::WrapInvisibly),
        select(FRAGMENTS).prop_map(Change::Replace),
        select(FRAGMENTS).prop_map(Change::Insert),
    ]
}

fn count(tokens: &TokenStream) -> usize {
    let nested = |token| match token {
        TokenTree::Group(group) => 1 + count(&group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => 1,
    };
    tokens.clone().into_iter().map(nested).sum()
}

/// The tokens with a change at the one which is reached after `countdown` others.
fn changed(tokens: TokenStream, countdown: &mut usize, change: &Change) -> TokenStream {
    let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
    for index in 0..trees.len() {
        if *countdown == 0 {
            *countdown = usize::MAX;
            apply(&mut trees, index, change);
            break;
        }
        *countdown -= 1;
        if let TokenTree::Group(group) = &trees[index] {
            let inside = changed(group.stream(), countdown, change);
            trees[index] = Group::new(group.delimiter(), inside).into();
        }
    }
    trees.into_iter().collect()
}

fn apply(trees: &mut Vec<TokenTree>, index: usize, change: &Change) {
    match change {
        Change::Delete => {
            trees.remove(index);
        }
        Change::Duplicate => trees.insert(index, trees[index].clone()),
        Change::SwapWithNext if index + 1 < trees.len() => trees.swap(index, index + 1),
        Change::SwapWithNext => {}
        Change::Truncate => trees.truncate(index),
        // `macro_rules!` wraps what a fragment matched, and no fragment is a punctuation mark.
        Change::WrapInvisibly if matches!(trees[index], TokenTree::Punct(_)) => {}
        Change::WrapInvisibly => {
            trees[index] = Group::new(Delimiter::None, trees[index].clone().into()).into();
        }
        Change::Replace(fragment) => {
            trees.splice(index..=index, tokens(fragment));
        }
        Change::Insert(fragment) => {
            trees.splice(index..index, tokens(fragment));
        }
    }
}
