//! The attributes that the derive reads.
//!
//! In: the item as written. Out: the item, each `#[api(…)]` of it renamed. rustc proposes a derive for every helper attribute
//! that stands alone, and a user should not write the hidden derive.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

/// The attribute that has the attribute macro's own arguments.
pub(super) const SETTINGS: &str = "__api_errors";

/// What `#[api(…)]` is called behind the attribute macro.
pub(super) const OPTIONS: &str = "__api";

/// The tokens with each `#[api(…)]` under the name that the derive knows, at any depth, and inside of `cfg_attr` too.
pub(super) fn renamed(tokens: TokenStream) -> TokenStream {
    let mut after_hash = false;
    let renamed = tokens.into_iter().map(|token| {
        let is_attribute = std::mem::replace(&mut after_hash, is_hash(&token));
        match token {
            TokenTree::Group(group) if is_attribute && group.delimiter() == Delimiter::Bracket => {
                regrouped(&group, attribute(group.stream()))
            }
            TokenTree::Group(group) => regrouped(&group, self::renamed(group.stream())),
            token => token,
        }
    });
    renamed.collect()
}

/// What stands between an attribute's brackets.
fn attribute(tokens: TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    match tokens.next() {
        Some(TokenTree::Ident(name))
            if name == "api" && !tokens.peek().is_some_and(|next| is_punct(next, ':')) =>
        {
            let name = TokenTree::Ident(Ident::new(OPTIONS, name.span()));
            std::iter::once(name).chain(tokens).collect()
        }
        Some(TokenTree::Ident(name)) if name == "cfg_attr" => {
            let rest = tokens.map(|token| match token {
                TokenTree::Group(group) => regrouped(&group, conditional(group.stream())),
                token => token,
            });
            std::iter::once(name.into()).chain(rest).collect()
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => {
            let first = regrouped(&group, attribute(group.stream()));
            std::iter::once(first).chain(tokens).collect()
        }
        first => first.into_iter().chain(tokens).collect(),
    }
}

/// A condition and attributes, separated by commas.
fn conditional(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut parts = Vec::new();
    for part in tokens.split_inclusive(|token| is_punct(token, ',')) {
        parts.push(attribute(part.iter().cloned().collect()));
    }
    parts.into_iter().collect()
}

/// Whether an attribute starts with this token.
pub(super) fn is_hash(token: &TokenTree) -> bool {
    is_punct(token, '#')
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

fn regrouped(group: &Group, tokens: TokenStream) -> TokenTree {
    let mut regrouped = Group::new(group.delimiter(), tokens);
    regrouped.set_span(group.span());
    regrouped.into()
}

#[cfg(test)]
mod tests {
    use super::renamed;
    use quote::quote;

    #[test]
    fn options_are_renamed_wherever_they_stand() {
        let item = quote! {
            #[api(status = 404)]
            struct A { #[doc(hidden)] #[api(header = "api")] api: [api; 2], #[cfg_attr(x, api(errors), cfg_attr(y, api))] b: B<{ #[api] 1 }> }
        };
        let expected = quote! {
            #[__api(status = 404)]
            struct A { #[doc(hidden)] #[__api(header = "api")] api: [api; 2], #[cfg_attr(x, __api(errors), cfg_attr(y, __api))] b: B<{ #[__api] 1 }> }
        };
        assert_eq!(renamed(item).to_string(), expected.to_string());
        let others = quote!(#[api::other] #[serde(api)] #![cfg(api)] enum A { B = { #[x] 1 } });
        assert_eq!(renamed(others.clone()).to_string(), others.to_string());
    }
}
