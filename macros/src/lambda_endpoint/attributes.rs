//! The attributes that the function's namesake gets too, and the text of the function's documentation.
//!
//! In: the function's attributes. Out: those to copy, and the text. Must not evaluate a `cfg`.

use super::model::Copied;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprGroup, ExprLit, Lit, Meta, Token};

pub(super) fn copied(attributes: &[Attribute]) -> Copied {
    let of = |name| {
        attributes
            .iter()
            .filter_map(|attribute| attribute_of(name, attribute))
            .collect()
    };
    Copied {
        docs: of("doc"),
        cfgs: of("cfg"),
    }
}

fn attribute_of(name: &str, attribute: &Attribute) -> Option<TokenStream> {
    let meta = meta_of(name, &attribute.meta)?;
    Some(quote!(#[#meta]))
}

fn meta_of(name: &str, meta: &Meta) -> Option<TokenStream> {
    if meta.path().is_ident(name) {
        return Some(meta.to_token_stream());
    }
    let Meta::List(list) = meta else { return None };
    if !list.path.is_ident("cfg_attr") {
        return None;
    }
    let nested = Punctuated::<Meta, Token![,]>::parse_terminated;
    let mut nested = list.parse_args_with(nested).ok()?.into_iter();
    let condition = nested.next()?;
    let kept: Vec<_> = nested.filter_map(|meta| meta_of(name, &meta)).collect();
    (!kept.is_empty()).then(|| quote!(cfg_attr(#condition, #(#kept),*)))
}

/// The doc comments as one text, each line without the space after `///`.
pub(super) fn documentation(attributes: &[Attribute]) -> String {
    let texts: Vec<_> = attributes.iter().filter_map(text).collect();
    let lines = texts.iter().flat_map(|text| text.split('\n'));
    let lines: Vec<_> = lines
        .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end())
        .collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

fn text(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(doc) if doc.path.is_ident("doc") => string(&doc.value),
        _ => None,
    }
}

fn string(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.value()),
        Expr::Group(ExprGroup { expr, .. }) => string(expr),
        _ => None,
    }
}
