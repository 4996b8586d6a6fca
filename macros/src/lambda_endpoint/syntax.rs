//! Reads the item up to the function's body.
//!
//! In: the item's tokens. Out: attributes, visibility and signature. Must not look into the body, which may be half typed,
//! nor check the values that it reads.

use super::messages;
use crate::diagnostic::Errors;
use crate::options::ungrouped;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::buffer::Cursor;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Ident, Signature, Visibility};

/// A function of which at least the name is known.
pub(super) struct Function {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) name: Ident,
    /// `None` when it could not be read, which is reported.
    pub(super) signature: Option<Signature>,
}

/// The function, unless the item is something else, which is reported.
pub(super) fn function(item: &TokenStream, errors: &mut Errors) -> Option<Function> {
    let mut start = None;
    let read = |input: ParseStream| {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let name = function_name(input.cursor()).ok_or_else(|| not_a_function(input.cursor()))?;
        start = Some((attributes, visibility, name));
        let signature = input.parse()?;
        input.step(|rest| Ok(((), end(*rest))))?;
        Ok(signature)
    };
    let signature = read.parse2(without_body(ungrouped(item.clone())));
    let Some((attributes, visibility, name)) = start else {
        errors.ok(signature);
        return None;
    };
    let signature = signature.map_err(|error| {
        syn::Error::new(
            error.span(),
            messages::unreadable_signature(&name.to_string(), &error),
        )
    });
    Some(Function {
        attributes,
        visibility,
        signature: errors.ok(signature),
        name,
    })
}

/// The same with nothing in the body, which may be long: `syn` makes a copy of every token that it gets.
fn without_body(item: TokenStream) -> TokenStream {
    let mut tokens: Vec<_> = item.into_iter().collect();
    if let Some(TokenTree::Group(body)) = tokens.last_mut() {
        if body.delimiter() == Delimiter::Brace {
            let place = body.span();
            *body = Group::new(Delimiter::Brace, TokenStream::new());
            body.set_span(place);
        }
    }
    tokens.into_iter().collect()
}

fn end(mut rest: Cursor<'_>) -> Cursor<'_> {
    while let Some((_, after)) = rest.token_tree() {
        rest = after;
    }
    rest
}

fn function_name(mut rest: Cursor<'_>) -> Option<Ident> {
    loop {
        let (token, after) = rest.token_tree()?;
        rest = after;
        if matches!(token, TokenTree::Ident(keyword) if keyword == "fn") {
            return syn::parse2(rest.token_tree()?.0.into()).ok();
        }
    }
}

fn not_a_function(rest: Cursor<'_>) -> syn::Error {
    let first = rest.token_tree().map(|(token, _)| token);
    let found = match &first {
        None => "nothing".to_owned(),
        Some(TokenTree::Group(_)) => "a group of tokens".to_owned(),
        Some(token) => format!("`{token}`"),
    };
    syn::Error::new_spanned(first, messages::not_a_function(&found))
}
