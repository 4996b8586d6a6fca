//! `#[api_errors]`: an attribute which adds a table to the docs and a hidden derive, which does the work.
//!
//! The phases: [`syntax`] → [`check`] → [`model`] → [`expand`]; the attribute's table comes from [`docs`].

mod attributes;
mod check;
mod docs;
mod expand;
mod messages;
mod model;
mod syntax;
#[cfg(test)]
mod tests;
mod vocabulary;

pub(crate) use docs::SECTION;

use crate::diagnostic::Errors;
use crate::options::{Options, entries};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Ident};

pub(crate) fn attribute(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let renamed = attributes::renamed(item.clone());
    let Some(input) = enum_or_struct(&renamed, &mut errors) else {
        let refusal = errors.into_compile_errors();
        return quote!(#refusal #item);
    };
    if input
        .attrs
        .iter()
        .any(|attribute| attribute.path().is_ident(attributes::SETTINGS))
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
    let rejections = errors.into_compile_errors();
    let krate = settings_of(&arguments).krate;
    let (attributes, rest) = without_attributes(renamed);
    let derive = quote!(#[::core::prelude::v1::derive(#krate::__private::ApiErrors)] #[__api_errors(#arguments)]);
    let table = docs::table(arguments, input);
    quote!(#rejections #derive #attributes #table #rest)
}

pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(docs::without_table(item)) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let arguments = syntax::arguments(&input.attrs);
    let syntax::Item {
        head,
        options,
        docs,
        shape,
        cases,
    } = syntax::read(arguments, input, &mut errors);
    let settings = check::settings(options, &mut errors);
    let checked = check::check(settings, head, &docs, (shape, cases), &mut errors);
    if errors.is_empty() {
        return expand::expand(checked);
    }
    let stub = expand::stub(&checked.head, checked.settings);
    let errors = errors.into_compile_errors();
    quote!(#errors #stub)
}

fn enum_or_struct(item: &TokenStream, errors: &mut Errors) -> Option<DeriveInput> {
    match syn::parse2::<DeriveInput>(item.clone()) {
        Ok(input) => match &input.data {
            Data::Enum(_) | Data::Struct(_) => return Some(input),
            Data::Union(union) => errors.at(union.union_token, messages::wrong_item("union")),
        },
        Err(error) => match other_keyword(item.clone()) {
            Some(keyword) => errors.at(&keyword, messages::wrong_item(&keyword.to_string())),
            None => errors.push(error),
        },
    }
    None
}

/// The keyword of an item that is neither an enum nor a struct.
fn other_keyword(item: TokenStream) -> Option<Ident> {
    let others = [
        "fn",
        "impl",
        "mod",
        "trait",
        "type",
        "const",
        "static",
        "use",
        "extern",
        "macro_rules",
    ];
    let (_, rest) = without_attributes(item);
    let mut words = rest.into_iter().filter_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident),
        _ => None,
    });
    let keyword = words.find(|word| {
        others
            .iter()
            .chain(&["enum", "struct"])
            .any(|keyword| word == keyword)
    });
    keyword.filter(|keyword| others.iter().any(|other| keyword == other))
}

/// The cases that can be read. The derive reports the mistakes of the others.
fn settings_of(arguments: &TokenStream) -> model::Settings {
    let errors = &mut Errors::default();
    let options = Options::read(entries(arguments.clone()), &vocabulary::ITEM, errors);
    check::settings(options, errors)
}

fn is_api_errors(attribute: &Attribute) -> bool {
    attribute
        .path()
        .segments
        .last()
        .is_some_and(|segment| segment.ident == "api_errors")
}

/// The attributes in front of an item, and the rest of it. The tokens are not parsed, of which a large enum has many.
fn without_attributes(item: TokenStream) -> (TokenStream, TokenStream) {
    let mut tokens = item.into_iter().peekable();
    let mut attributes = TokenStream::new();
    while let Some(hash) = tokens.next_if(attributes::is_hash) {
        attributes.extend([hash].into_iter().chain(tokens.next()));
    }
    match tokens.next() {
        // An item that a macro by example took as a whole.
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => {
            let (inner, rest) = without_attributes(group.stream());
            attributes.extend(inner);
            (attributes, rest.into_iter().chain(tokens).collect())
        }
        first => (attributes, first.into_iter().chain(tokens).collect()),
    }
}
