//! Tokens as people write them.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;

/// `Arc<Mutex<Store>>`, not `Arc < Mutex < Store > >`.
pub(crate) fn written(tokens: &impl ToTokens) -> String {
    let mut text = String::new();
    write(&mut text, tokens.to_token_stream());
    text
}

fn write(text: &mut String, tokens: TokenStream) {
    for token in tokens {
        let separated = match &token {
            TokenTree::Group(_) => false,
            TokenTree::Ident(_) | TokenTree::Literal(_) => ends_word(text),
            TokenTree::Punct(punct) => punct.as_char() == '\'' && ends_word(text),
        };
        let is_colon = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ':');
        let after_colon = text.ends_with(':') && !text.ends_with("::") && !is_colon;
        if separated || text.ends_with([',', ';']) || after_colon {
            text.push(' ');
        }
        match token {
            TokenTree::Group(group) => {
                let (open, close) = delimiters(&group);
                text.push_str(open);
                write(text, group.stream());
                text.push_str(close);
            }
            token => text.push_str(&token.to_string()),
        }
    }
}

fn ends_word(text: &str) -> bool {
    text.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '_' | '"' | '>'))
}

fn delimiters(group: &Group) -> (&'static str, &'static str) {
    match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

/// How many tokens there are, a group's delimiters counted as one: rustc takes time for each.
#[cfg(test)]
pub(crate) fn count(tokens: TokenStream) -> usize {
    let counts = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => 1 + count(group.stream()),
        _ => 1,
    });
    counts.sum()
}
