//! The static side's types: what each case adds to a body, and the text of its `Display`, for documents and examples.
//!
//! All of it stands in a macro of the runtime, which drops it where no feature makes documents.

use super::super::model::{Answer, Case, Field, Members, Named, Response, Spanned};
use super::Target;
use super::generics::{inner_of_option, option_or};
use proc_macro2::TokenStream;
use quote::quote_spanned;

pub(super) fn member_types(cases: &[Case], target: &Target<'_>) -> Option<TokenStream> {
    let (krate, site) = (target.krate, target.site);
    let mut own = 0_usize;
    let mut nested = Vec::new();
    let mut types = Vec::new();
    for case in cases {
        match &case.answer {
            Answer::Transparent(Field { member: _, ty }) => nested.push(ty),
            Answer::Response(response) => {
                types.extend(of_response(own, response, target));
                own += 1;
            }
        }
    }
    let is_empty = nested.is_empty() && types.is_empty();
    (!is_empty).then(
        || quote_spanned!(site=> #krate::__private::member_types! { [#(#nested),*] #(#types;)* }),
    )
}

/// Nothing for a case that has neither a text nor members.
fn of_response(index: usize, response: &Response, target: &Target<'_>) -> Option<TokenStream> {
    let site = target.site;
    let Members {
        headers,
        extensions,
        errors: _,
    } = &response.members;
    let text = response.display.as_deref().filter(|_| !response.opaque);
    if text.is_none() && headers.is_empty() && extensions.is_empty() {
        return None;
    }
    let text = text.unwrap_or_default();
    let [extensions, headers] = [extensions, headers].map(|members| {
        let members = members.iter().map(
            |Named {
                 name: Spanned { value: name, .. },
                 doc,
                 deprecated,
                 field: Field { member: _, ty },
             }| {
                let is_optional = inner_of_option(ty).is_some();
                let ty = option_or(ty);
                let doc = doc.as_deref().unwrap_or_default();
                quote_spanned!(site=> #name #is_optional #doc #deprecated #ty)
            },
        );
        let members: Vec<_> = members.collect();
        quote_spanned!(site=> [#(#members),*])
    });
    Some(quote_spanned!(site=> #index #text #extensions #headers))
}
