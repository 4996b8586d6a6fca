//! `#[api_errors]`: an attribute which adds a table to the docs and a hidden derive, which does the work.
//!
//! The phases: [`syntax`] → [`check`] → [`model`] → [`expand`]; the attribute's table comes from [`docs`].

mod check;
mod docs;
mod expand;
mod messages;
mod model;
mod syntax;
#[cfg(test)]
mod tests;
mod vocabulary;

use crate::diagnostic::Errors;
use crate::options::{Options, entries};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Data, DeriveInput};

pub(crate) fn attribute(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let input = match syn::parse2::<DeriveInput>(item.clone()) {
        Ok(input) if !matches!(input.data, Data::Union(_)) => input,
        _ => {
            refuse(&item, &mut errors);
            let refusal = errors.into_compile_errors();
            return quote!(#refusal #item);
        }
    };
    if input
        .attrs
        .iter()
        .any(|attribute| attribute.path().is_ident("__api_errors"))
    {
        return item;
    }
    for again in input
        .attrs
        .iter()
        .filter(|attribute| is_api_errors(attribute))
    {
        errors.at(again, messages::API_ERRORS_TWICE);
    }
    let refusals = errors.into_compile_errors();
    let options = Options::read(
        entries(arguments.clone()),
        &vocabulary::ITEM,
        &mut Errors::default(),
    );
    let krate = check::settings(options, &mut Errors::default()).krate;
    let (attributes, rest) = without_attributes(item);
    let table = docs::table(arguments.clone(), input);
    quote! {
        #refusals
        #[derive(#krate::__private::ApiErrors)]
        #[__api_errors(#arguments)]
        #(#attributes)*
        #table
        #rest
    }
}

pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(item) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let arguments = syntax::arguments(&input.attrs);
    let syntax::Item {
        head,
        options,
        shape,
        cases,
    } = syntax::read(arguments, input, &mut errors);
    let settings = check::settings(options, &mut errors);
    let checked = check::check(settings, head, shape, cases, &mut errors);
    if errors.is_empty() {
        return expand::expand(checked);
    }
    let stub = expand::stub(&checked.head, &checked.settings.krate);
    let errors = errors.into_compile_errors();
    quote!(#errors #stub)
}

fn is_api_errors(attribute: &Attribute) -> bool {
    attribute
        .path()
        .segments
        .last()
        .is_some_and(|segment| segment.ident == "api_errors")
}

fn without_attributes(item: TokenStream) -> (Vec<Attribute>, TokenStream) {
    let split = |input: ParseStream| Ok((input.call(Attribute::parse_outer)?, input.parse()?));
    split.parse2(item.clone()).unwrap_or((Vec::new(), item))
}

/// Says what stands where an enum or a struct is expected.
fn refuse(item: &TokenStream, errors: &mut Errors) {
    let (_, rest) = without_attributes(item.clone());
    let keywords = [
        "fn",
        "impl",
        "mod",
        "trait",
        "type",
        "union",
        "const",
        "static",
        "use",
        "extern",
        "macro_rules",
    ];
    let keyword = rest.into_iter().find(|token| match token {
        TokenTree::Ident(ident) => keywords.iter().any(|keyword| ident == keyword),
        _ => false,
    });
    match keyword {
        Some(keyword) => errors.at(&keyword, messages::wrong_item(&keyword.to_string())),
        None => errors.at(item, messages::wrong_item("something else")),
    }
}
