//! What `#[api_errors]` expands to, and what it says about mistakes.

#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

mod decode;
mod diagnostics;
mod documentation;
mod expansion;
mod never_panics;
mod size;

use super::{attribute, derive};
use crate::rendered;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Item;

/// The item as the attribute leaves it, then what the derive makes of that, then the messages of both.
struct Output {
    item: Option<Item>,
    impls: Vec<Item>,
    messages: Vec<String>,
}

fn run(arguments: &str, item: &str) -> Output {
    let output = attribute(tokens(arguments), tokens(item));
    let mut messages = rendered::messages(output.clone());
    let mut left = None;
    let mut impls = Vec::new();
    for item in items(output) {
        if matches!(item, Item::Enum(_) | Item::Struct(_)) {
            let output = derive(item.to_token_stream());
            messages.extend(rendered::messages(output.clone()));
            impls.extend(items(output).into_iter().filter(is_no_message));
        }
        left = Some(item).filter(is_no_message).or(left);
    }
    Output {
        item: left,
        impls,
        messages,
    }
}

fn is_no_message(item: &Item) -> bool {
    !matches!(item, Item::Macro(item) if item.mac.path.segments.last().is_some_and(|last| last.ident == "compile_error"))
}

fn items(output: TokenStream) -> Vec<Item> {
    syn::parse2::<syn::File>(output)
        .expect("the output is made of items")
        .items
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("balanced tokens")
}
