//! What `#[api_errors]` expands to, and what it says about mistakes.

#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

mod diagnostics;
mod documentation;
mod expansion;
mod never_panics;

use super::{attribute, derive};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Item, ItemMacro};

/// The item as the attribute leaves it, then what the derive makes of that, then the messages of both.
struct Output {
    item: Option<Item>,
    impls: Vec<Item>,
    messages: Vec<String>,
}

fn run(arguments: &str, item: &str) -> Output {
    let mut output = Output {
        item: None,
        impls: Vec::new(),
        messages: Vec::new(),
    };
    for item in items(attribute(tokens(arguments), tokens(item))) {
        match item {
            Item::Macro(refusal) => output.messages.push(message(&refusal)),
            Item::Enum(_) | Item::Struct(_) => {
                for item in items(derive(item.to_token_stream())) {
                    match item {
                        Item::Macro(refusal) => output.messages.push(message(&refusal)),
                        item => output.impls.push(item),
                    }
                }
                output.item = Some(item);
            }
            item => output.item = Some(item),
        }
    }
    output
}

fn items(output: TokenStream) -> Vec<Item> {
    syn::parse2::<syn::File>(output)
        .expect("the output is made of items")
        .items
}

fn message(refusal: &ItemMacro) -> String {
    assert!(
        refusal
            .mac
            .path
            .segments
            .last()
            .is_some_and(|segment| segment.ident == "compile_error")
    );
    refusal
        .mac
        .parse_body::<syn::LitStr>()
        .expect("a message")
        .value()
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("balanced tokens")
}
