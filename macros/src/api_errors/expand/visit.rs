//! The value side: one `match` arm for each case.
//!
//! An arm with members gives their values to the visitor and returns. All others give an index to one call behind the `match`, since
//! rustc takes most of its time for calls.

use super::super::model::{Answer, Case, Field, Members, Named, Spanned};
use super::Target;
use super::generics::{inner_of_option, option_or};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Ident, Member, Type};

/// A type that is `proved` has an assertion of its own; of a type with parameters, each type that it becomes is checked here.
pub(super) fn visit(cases: &[Case], proved: bool, target: &Target<'_>) -> TokenStream {
    let (krate, site) = (target.krate, target.site);
    let mut own = 0_usize;
    let mut arms = Vec::new();
    let gives_index = cases.iter().any(|case| match &case.answer {
        Answer::Response(response) => response.members.is_empty(),
        Answer::Transparent(_) => false,
    });
    let leaves = gives_index.then(|| quote_spanned!(site=> return));
    for case in cases {
        let constructor = case.constructor(site);
        arms.push(match &case.answer {
            Answer::Response(response) => {
                let index = own;
                own += 1;
                if response.members.is_empty() {
                    quote_spanned!(site=> #constructor { .. } => #index)
                } else {
                    let (pattern, values) = members(&response.members, target);
                    quote_spanned! {site=>
                        #constructor { #pattern .. } => #leaves __visitor(&__occurrence(self, #index) #values)
                    }
                }
            }
            Answer::Transparent(Field { member, ty }) => quote_spanned! {site=>
                #constructor { #member: __0, .. } => #leaves <#ty as #krate::ApiError>::visit(__0, __visitor)
            },
        });
    }
    let occurrence = (own > 0).then(|| occurrence(target));
    let matched = if cases.is_empty() {
        quote_spanned!(site=> *self)
    } else {
        quote_spanned!(site=> self)
    };
    let matched = quote_spanned!(site=> match #matched { #(#arms,)* });
    let body = if gives_index {
        quote_spanned! {site=>
            let __index = #matched;
            __visitor(&__occurrence(self, __index))
        }
    } else {
        matched
    };
    let check = (!proved)
        .then(|| quote_spanned!(site=> const { #krate::__private::check_error::<Self>() };));
    quote_spanned! {site=>
        fn visit(&self, __visitor: &mut dyn ::core::ops::FnMut(&#krate::Occurrence<'_>)) {
            #check
            #occurrence
            #body
        }
    }
}

/// Generic, so that the error about a type without `Error` comes from the impl alone and not by the `match` again.
fn occurrence(target: &Target<'_>) -> TokenStream {
    let (krate, site) = (target.krate, target.site);
    quote_spanned! {site=>
        fn __occurrence<__Error: #krate::ApiError>(__error: &__Error, __index: usize) -> #krate::Occurrence<'_> {
            #krate::Occurrence::new(__Error::CONTRACT.response(__index), __error)
        }
    }
}

/// The bindings of a pattern, and the calls that hand over what they bind.
fn members(members: &Members, target: &Target<'_>) -> (TokenStream, TokenStream) {
    let (krate, site) = (target.krate, target.site);
    let Members {
        headers,
        extensions,
        errors,
    } = members;
    let mut bound = Bindings {
        members: Vec::new(),
    };
    let headers = list(
        "headers",
        ["shown", "shown_option"],
        headers,
        &mut bound,
        target,
    );
    let extensions = list(
        "extensions",
        ["member", "member_option"],
        extensions,
        &mut bound,
        target,
    );
    let errors = errors.as_ref().map(|Field { member, ty }| {
        let binding = bound.read(member, ty);
        quote_spanned!(site=> .errors(&#krate::__private::field_errors::<#ty, _>(#binding)))
    });
    let patterns = bound.members.iter().enumerate().map(|(index, member)| {
        let binding = binding(index, site);
        quote_spanned!(site=> #member: #binding,)
    });
    (quote!(#(#patterns)*), quote!(#headers #extensions #errors))
}

fn list(
    method: &str,
    [plain, optional]: [&str; 2],
    members: &[Named],
    bound: &mut Bindings,
    target: &Target<'_>,
) -> Option<TokenStream> {
    let (krate, site) = (target.krate, target.site);
    let method = Ident::new(method, site);
    let pairs = members.iter().map(
        |Named {
             name: Spanned { value: name, .. },
             doc: _,
             deprecated: _,
             field: Field { member, ty },
         }| {
            let function = Ident::new(
                if inner_of_option(ty).is_some() {
                    optional
                } else {
                    plain
                },
                site,
            );
            let (binding, shown) = (bound.read(member, ty), option_or(ty));
            quote_spanned!(site=> (#name, #krate::__private::#function::<#shown>(#binding)))
        },
    );
    let pairs: Vec<TokenStream> = pairs.collect();
    (!pairs.is_empty()).then(|| quote_spanned!(site=> .#method(&[#(#pairs),*])))
}

/// The fields that an arm binds, each once.
struct Bindings {
    members: Vec<Member>,
}

impl Bindings {
    /// The variable of a field; what is wrong with its value is underlined at its type.
    fn read(&mut self, member: &Member, ty: &Type) -> Ident {
        let index = self
            .members
            .iter()
            .position(|known| known == member)
            .unwrap_or_else(|| {
                self.members.push(member.clone());
                self.members.len() - 1
            });
        binding(index, Span::mixed_site().located_at(ty.span()))
    }
}

fn binding(index: usize, site: Span) -> Ident {
    format_ident!("__{index}", span = site)
}
