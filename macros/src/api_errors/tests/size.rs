//! How much the macro expands to, since rustc takes time for each token.

use super::expansion::pretty;
use super::run;
use crate::written::count;
use quote::ToTokens;
use std::fmt::Write as _;

#[test]
fn a_plain_variant_costs_twelve_lines_at_most() {
    let lines = |variants: usize| {
        let mut item = String::from("enum E {");
        for number in 0..variants {
            let status = 400 + number;
            write!(
                item,
                "#[api(status = {status}, title = \"Title {status}\")] Variant{number},"
            )
            .expect("a string");
        }
        let output = run("", &(item + "}"));
        assert_eq!(output.messages, [""; 0]);
        pretty(output.impls).lines().count()
    };
    let (few, many) = (lines(10), lines(60));
    assert!(
        (many - few) / 50 <= 12,
        "{} lines for a variant",
        (many - few) / 50
    );
}

#[test]
fn each_variant_expands_to_as_many_tokens_as_the_last() {
    let cost = |variants: usize| {
        let mut item = String::from("enum E {");
        for number in 0..variants {
            let status = [400, 404, 409, 422, 429][number % 5];
            write!(item, "#[api(status = {status})] Variant{number},").expect("a string");
        }
        let output = run("", &(item + "}"));
        assert_eq!(output.messages, [""; 0]);
        let attributes = match &output.item {
            Some(syn::Item::Enum(item)) => item.attrs.len(),
            _ => panic!("the enum is gone"),
        };
        let impls = output.impls.iter().map(ToTokens::to_token_stream);
        (attributes, impls.map(count).sum::<usize>())
    };
    let [(few_attributes, few), (_, more), (many_attributes, many)] = [10, 60, 110].map(cost);
    assert_eq!(few_attributes, many_attributes);
    assert_eq!(many - more, more - few);
    let each = (more - few) / 50;
    assert!(each <= PLAIN_VARIANT, "{each} tokens for a variant");
}

/// How many tokens a variant without members may expand to: its declaration, and its arm with an index.
const PLAIN_VARIANT: usize = 29;
