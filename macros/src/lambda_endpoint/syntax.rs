//! Reads the item up to the function's body.
//!
//! In: the item's tokens. Out: attributes, visibility and signature. Must not look into the body, which may be half typed,
//! nor check the values that it reads.

use super::messages;
use crate::diagnostic::Errors;
use crate::options::ungrouped;
use proc_macro2::{TokenStream, TokenTree};
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
    let (attributes, visibility, rest) =
        errors.ok(before_signature.parse2(ungrouped(item.clone())))?;
    let Some(name) = function_name(&rest) else {
        errors.push(not_a_function(rest));
        return None;
    };
    let signature = signature.parse2(rest).map_err(|error| {
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

fn before_signature(input: ParseStream) -> syn::Result<(Vec<Attribute>, Visibility, TokenStream)> {
    Ok((
        input.call(Attribute::parse_outer)?,
        input.parse()?,
        input.parse()?,
    ))
}

fn signature(input: ParseStream) -> syn::Result<Signature> {
    let signature = input.parse()?;
    input.parse::<TokenStream>()?;
    Ok(signature)
}

fn function_name(tokens: &TokenStream) -> Option<Ident> {
    let mut tokens = tokens.clone().into_iter();
    tokens.find(|token| matches!(token, TokenTree::Ident(keyword) if keyword == "fn"))?;
    syn::parse2(tokens.next()?.into()).ok()
}

fn not_a_function(item: TokenStream) -> syn::Error {
    let first = item.into_iter().next();
    let found = match &first {
        None => "nothing".to_owned(),
        Some(TokenTree::Group(_)) => "a group of tokens".to_owned(),
        Some(token) => format!("`{token}`"),
    };
    syn::Error::new_spanned(first, messages::not_a_function(&found))
}
