//! Emits the namesake and its `Endpoint`.
//!
//! In: validated types only. Out: tokens that name everything by absolute paths. Must not find mistakes.

use super::docs;
use super::model::{Copied, Endpoint, Namesake, Route};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Path, Type};

pub(super) fn endpoint(endpoint: &Endpoint) -> TokenStream {
    let Endpoint {
        namesake,
        operation,
        route,
        documentation,
        state,
        extractors,
        output,
    } = endpoint;
    let Namesake {
        krate,
        name,
        visibility: _,
        copied: Copied { docs: _, cfgs },
    } = namesake;
    let declaration = declaration(namesake, Some(&docs::contract(endpoint).join("\n")));
    let route_value = route_value(krate, route.as_ref());
    let parameters = route
        .as_ref()
        .map_or(0, |route| route.path.matches('{').count());
    let state = state.as_ref().map_or_else(
        || quote!(#krate::__private::NoState),
        |state| quote!(#state),
    );
    let at = Span::call_site().located_at(name.span());
    let locals: Vec<_> = (0..extractors.len())
        .map(|index| format_ident!("__{index}"))
        .collect();
    let takes = extractors.iter().enumerate().map(|(index, extractor)| {
        let local = &locals[index];
        let taken = taken(extractor, route.is_some(), index + 1 == extractors.len());
        quote!(let #local = #taken;)
    });
    let handler = relocated(handler(name, &locals), |span| span.located_at(at));
    let path_checks = route.iter().flat_map(|_| path_checks(extractors));
    let check = relocated(quote!(__api::check_endpoint::<__Endpoint>();), |span| {
        span.located_at(at)
    });
    let implementation = quote! {
        #(#cfgs)*
        #[allow(deprecated, reason = "the function itself reports what it uses")]
        const _: () = {
            #[allow(unused_imports, reason = "only what is not known needs the traits")]
            use #krate::__private::{self as __api, UnknownPath as _, UnknownProbe as _};

            #[automatically_derived]
            impl #krate::Endpoint for #name {
                const DECLARATION: __api::Declaration<Self::State> = {
                    #(#takes)*
                    __api::Declaration {
                        operation: #operation,
                        route: #route_value,
                        parameters: #parameters,
                        doc: #documentation,
                        arguments: &[#(#locals.argument),*],
                        handler: #handler,
                    }
                };
                type State = #state;
                type Output = #output;
                __api::schemas!(#(#extractors),*);
            }

            __api::documented_by_utoipa!(endpoint [] [] [#name] []);
            type __Endpoint = #name;
            #(#path_checks)*
            #check
        };
    };
    one_item(krate, &implementation, &declaration)
}

/// Both as one item: in an `impl`, where rustc takes neither, it then says so once.
fn one_item(krate: &Path, implementation: &TokenStream, declaration: &TokenStream) -> TokenStream {
    quote!(#[#krate::__private::followed_by { #implementation }] #declaration)
}

/// A stub, so that rustc does not report every use of an endpoint that has mistakes.
pub(super) fn stub(namesake: &Namesake) -> TokenStream {
    let Namesake {
        krate,
        name,
        visibility: _,
        copied: Copied { docs: _, cfgs },
    } = namesake;
    let declaration = declaration(namesake, None);
    let operation = name.to_string();
    let implementation = quote! {
        #(#cfgs)*
        #[automatically_derived]
        impl #krate::Endpoint for #name {
            const DECLARATION: #krate::__private::Declaration<Self::State> =
                #krate::__private::Declaration {
                    operation: #operation,
                    route: ::core::option::Option::None,
                    parameters: 0,
                    doc: "",
                    arguments: &[],
                    handler: &#krate::__private::Handler(
                        #krate::__private::NoArguments::<Self>(::core::marker::PhantomData),
                        || ::core::future::ready(::core::result::Result::Ok(#krate::NoContent)),
                    ),
                };
            type State = #krate::__private::NoState;
            type Output = ::core::result::Result<#krate::NoContent, ::core::convert::Infallible>;
        }
        #(#cfgs)*
        #krate::__private::documented_by_utoipa!(endpoint [] [] [#name] []);
    };
    one_item(krate, &implementation, &declaration)
}

fn declaration(namesake: &Namesake, contract: Option<&str>) -> TokenStream {
    let Namesake {
        krate: _,
        name,
        visibility,
        copied: Copied { docs, cfgs },
    } = namesake;
    let undocumented = docs
        .is_empty()
        .then(|| format!("The endpoint of the function `{name}`."));
    let undocumented = undocumented.iter();
    let contract = contract.iter();
    quote! {
        #(#cfgs)*
        #(#docs)*
        #(#[doc = #undocumented])*
        #(#[doc = #contract])*
        #[allow(
            missing_copy_implementations,
            missing_debug_implementations,
            non_camel_case_types,
            reason = "it is only a name, that of the function"
        )]
        #visibility struct #name {}
    }
}

fn route_value(krate: &Path, route: Option<&Route>) -> TokenStream {
    let Some(Route { method, path }) = route else {
        return quote!(::core::option::Option::None);
    };
    quote!(::core::option::Option::Some(#krate::Route::new(#method, #path)))
}

/// The handler with the values of its arguments. Those of many are put together, some at a time, and taken apart by a closure.
fn handler(name: &Ident, arguments: &[Ident]) -> TokenStream {
    const TOGETHER: usize = 8;
    let Some((last, parts)) = arguments.split_last() else {
        return quote!(&__api::Handler(__api::NoArguments::<Self>(::core::marker::PhantomData), #name));
    };
    if parts.len() < TOGETHER {
        return quote!(&__api::Handler((#(#arguments,)*), #name));
    }
    let (mut grouped, mut values) = (TokenStream::new(), TokenStream::new());
    for parts in parts.chunks(TOGETHER) {
        let group = quote!((#(#parts,)*));
        (grouped, values) = if grouped.is_empty() {
            (group.clone(), group)
        } else {
            (
                quote!(__api::Grouped(#grouped, #group)),
                quote!((#values, #group)),
            )
        };
    }
    quote! {
        &__api::Handler(
            __api::Grouped(#grouped, #last),
            |#values, #last| #name(#(#parts,)* #last),
        )
    }
}

/// Each call stands at its extractor's type, where rustc then says how many parameters there are.
fn path_checks(extractors: &[Type]) -> impl Iterator<Item = TokenStream> {
    extractors
        .iter()
        .enumerate()
        .map(move |(index, extractor)| {
            let (first, last) = ends(extractor);
            let function = relocated(quote!(__api::check_path::<__Endpoint>), |span| {
                span.located_at(first)
            });
            let mut arguments = Group::new(Delimiter::Parenthesis, quote!(#index));
            arguments.set_span(Span::call_site().located_at(last));
            quote!(#function #arguments;)
        })
}

/// From the first to the last token of the extractor's type, so that all that rustc says of a bound which fails is said there,
/// and said once.
fn taken(extractor: &Type, has_path: bool, is_last: bool) -> TokenStream {
    let (first, last) = ends(extractor);
    let probe = quote!(__api::Probe::<#extractor, Self::State>);
    let (function, probes) = if is_last {
        (
            quote!(__api::last::<),
            quote!((#probe::BODY, #probe::PARTS)),
        )
    } else {
        (quote!(__api::part::<), quote!(#probe::PARTS))
    };
    let function = relocated(function, |_| first);
    let inferred = if is_last { quote!(_, _) } else { quote!(_) };
    let generics = relocated(quote!(, Self::State, #inferred, Self, _>), |_| last);
    let text = extractor.to_token_stream().to_string();
    let path = if has_path {
        let probe = quote!(__api::PathProbe::<#extractor>);
        quote!(#probe::FIND_FAULT, #probe::COUNT)
    } else {
        quote!(::core::option::Option::None, ::core::option::Option::None)
    };
    let mut arguments = Group::new(Delimiter::Parenthesis, quote!(#text, #path, #probes));
    arguments.set_span(last);
    quote!(#function #extractor #generics #arguments)
}

fn ends(tokens: &impl ToTokens) -> (Span, Span) {
    let mut tokens = tokens.to_token_stream().into_iter();
    let first = tokens
        .next()
        .map_or_else(Span::call_site, |token| token.span());
    (first, tokens.last().map_or(first, |token| token.span()))
}

fn relocated(tokens: TokenStream, place: impl Fn(Span) -> Span) -> TokenStream {
    let relocated = tokens.into_iter().map(|mut token| {
        token.set_span(place(token.span()));
        token
    });
    relocated.collect()
}
