//! In: an [`ErrorType`]. Out: its impls, which are data and one small `match`.
//!
//! Must not find mistakes: this phase cannot report any.

mod contract;
mod decode;
mod generics;
mod member_types;
mod visit;

use super::model::{Answer, Case, ErrorType, Field, Head, Settings, Spanned, Style};
use crate::diagnostic::located_at;
use generics::Bounds;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{GenericParam, Path};

pub(super) fn expand(error_type: ErrorType) -> TokenStream {
    let ErrorType {
        head,
        doc,
        settings,
        cases,
        claims,
    } = error_type;
    let Settings {
        krate,
        body,
        format: _,
        style,
        type_base: _,
        rename_all: _,
        decode,
    } = settings;
    let target = Target::new(&head, &krate);
    let site = target.site;
    let body = body_or_default(body, &target);
    let check = check(&target);
    let prefix_checks = match style {
        Style::Prefixed => prefix_checks(&cases, &target),
        Style::Json => Vec::new(),
    };
    let style = match style {
        Style::Prefixed => quote_spanned!(site=> #krate::Style::Prefixed),
        Style::Json => quote_spanned!(site=> #krate::Style::Json),
    };
    let proved = check
        .is_some()
        .then(|| quote_spanned!(site=> .proved(#style)));
    let contract = contract::contract(&cases, &claims, doc.as_deref(), &target);
    let member_types = member_types::member_types(&cases, &target);
    let visit = visit::visit(&cases, check.is_some(), &target);
    let rejections = rejections(&cases, &target);
    let members = quote_spanned! {site=>
        type Body = #body;
        const STYLE: #krate::Style = #style;
        const CONTRACT: &'static #krate::Contract = &#contract #proved;
        #member_types
        #visit
        #rejections
    };
    let impls = impls(&target, &Bounds::of(&cases, &target), &members);
    let decode = decode.then(|| decode::decode(&cases, &target));
    quote_spanned!(site=> #impls #decode #check #(#prefix_checks)*)
}

/// Empty impls, so that a type with mistakes causes no further errors in code that uses it.
pub(super) fn stub(head: &Head, settings: Settings) -> TokenStream {
    let Settings {
        krate,
        body,
        decode,
        ..
    } = settings;
    let target = Target::new(head, &krate);
    let body = body_or_default(body, &target);
    let members = quote_spanned! {target.site=>
        type Body = #body;
        const STYLE: #krate::Style = #krate::Style::Prefixed;
        const CONTRACT: &'static #krate::Contract = &#krate::Contract::new(&[], &[], &[]);
        fn visit(&self, _: &mut dyn ::core::ops::FnMut(&#krate::Occurrence<'_>)) {}
    };
    let impls = impls(&target, &Bounds::of(&[], &target), &members);
    let decode = decode.then(|| decode::stub(&target));
    quote_spanned!(target.site=> #impls #decode)
}

fn body_or_default(body: Option<Path>, target: &Target<'_>) -> TokenStream {
    let krate = target.krate;
    body.map_or_else(
        || quote_spanned!(target.site=> #krate::Problem),
        ToTokens::into_token_stream,
    )
}

/// The type that gets the impls. Errors that rustc finds in them are shown at its name.
struct Target<'a> {
    head: &'a Head,
    krate: &'a Path,
    site: Span,
    allow: Option<TokenStream>,
}

impl<'a> Target<'a> {
    fn new(head: &'a Head, krate: &'a Path) -> Self {
        let site = Span::mixed_site().located_at(head.ident.span());
        let reason = "the error type itself names what is deprecated";
        let allow = head
            .touches_deprecated
            .then(|| quote_spanned!(site=> #[allow(deprecated, reason = #reason)]));
        Self {
            head,
            krate,
            site,
            allow,
        }
    }
}

fn impls(target: &Target<'_>, bounds: &Bounds, members: &TokenStream) -> TokenStream {
    let Target {
        head,
        krate,
        site,
        allow,
    } = target;
    let ident = &head.ident;
    let (impl_generics, type_generics, _) = head.generics.split_for_impl();
    let Bounds {
        of_trait,
        of_conversions,
    } = bounds;
    quote_spanned! {*site=>
        #[automatically_derived]
        #[allow(clippy::large_stack_arrays, reason = "the contract is a constant")]
        #allow
        impl #impl_generics #krate::ApiError for #ident #type_generics #of_trait {
            #members
        }
        #[automatically_derived]
        #allow
        impl #impl_generics #krate::__private::Derived for #ident #type_generics #of_conversions {}
        #krate::__private::if_lambda! {
            #[automatically_derived]
            #allow
            impl #impl_generics ::core::convert::From<#ident #type_generics> for #krate::__private::Diagnostic
            #of_conversions
            {
                fn from(__error: #ident #type_generics) -> Self {
                    #krate::__private::diagnostic(&__error)
                }
            }
        }
        #krate::__private::documented!(
            error [#allow] [#impl_generics] [#ident #type_generics] [#of_conversions]
        );
        #[automatically_derived]
        #allow
        impl #impl_generics #krate::__private::IntoResponse for #ident #type_generics #of_conversions {
            fn into_response(self) -> #krate::__private::AxumResponse {
                #krate::__private::into_response(&self)
            }
        }
    }
}

fn rejections(cases: &[Case], target: &Target<'_>) -> Option<TokenStream> {
    let Target {
        head: _,
        krate,
        site,
        allow: _,
    } = target;
    let site = *site;
    let (case, field) = cases.iter().find_map(|case| match &case.answer {
        Answer::Response(response) => Some((case, response.rejection.as_ref()?)),
        Answer::Transparent(_) => None,
    })?;
    let constructor = case.constructor(site);
    let Field { member, ty } = field;
    Some(quote_spanned! {site=>
        const TAKES_REJECTIONS: bool = true;
        fn from_rejection(__rejection: #krate::Rejection) -> ::core::result::Result<Self, #krate::Rejection> {
            ::core::result::Result::Ok(#constructor { #member: #krate::__private::rejected::<#ty>(__rejection) })
        }
    })
}

/// Proves the prefixes apart, where the type is one type only. All of it stands at the type's name, where rustc then
/// tells of a failure.
fn check(target: &Target<'_>) -> Option<TokenStream> {
    let Target {
        head,
        krate,
        site,
        allow,
    } = target;
    let Head {
        ident,
        generics,
        touches_deprecated: _,
    } = head;
    let site = *site;
    let krate = located_at(site, krate);
    let mut lifetimes = Vec::new();
    for parameter in &generics.params {
        match parameter {
            GenericParam::Lifetime(_) => lifetimes.push(quote_spanned!(site=> 'static)),
            GenericParam::Type(_) | GenericParam::Const(_) => return None,
        }
    }
    let arguments = (!lifetimes.is_empty()).then(|| quote_spanned!(site=> <#(#lifetimes),*>));
    Some(quote_spanned! {site=>
        #allow
        const _: () = #krate::__private::check_error::<#ident #arguments>();
    })
}

/// Proves that no message of the platform reads as one of a prefix, at the text that the prefix is made of. Reason phrases
/// need no proof.
fn prefix_checks(cases: &[Case], target: &Target<'_>) -> Vec<TokenStream> {
    let mut checked = Vec::new();
    let responses = cases.iter().filter_map(|case| match &case.answer {
        Answer::Response(response) => Some(response),
        Answer::Transparent(_) => None,
    });
    let others = responses.filter(|response| {
        let prefix = &response.prefix.value;
        let phrase = response.status.reason();
        phrase.is_none_or(|phrase| prefix.strip_prefix(phrase) != Some(": "))
            && is_new(&mut checked, prefix)
    });
    let checks = others.map(|response| {
        let Spanned { value, site } = &response.prefix;
        let site = site.clone().into_iter().next();
        let site = site.map_or(target.site, |token| target.site.located_at(token.span()));
        let krate = located_at(site, target.krate);
        quote_spanned!(site=> const _: () = #krate::__private::check_prefix(#value);)
    });
    checks.collect()
}

/// Whether `known`, which is sorted, lacks the text until now.
fn is_new<'a>(known: &mut Vec<&'a str>, text: &'a str) -> bool {
    let place = known.binary_search(&text);
    place.map_err(|place| known.insert(place, text)).is_err()
}

impl Case {
    fn constructor(&self, site: Span) -> TokenStream {
        let variant = self.variant.iter();
        quote_spanned!(site=> Self #(::#variant)*)
    }
}
