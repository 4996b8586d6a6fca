//! Emits the namesake and its `Endpoint`.
//!
//! In: validated types only. Out: tokens that name everything by absolute paths. Must not find mistakes.

use super::docs;
use super::model::{Copied, Endpoint, Namesake, Route};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, quote, quote_spanned};
use syn::{Path, Type};

// Not in `quote!`, which asks rustc to read a literal each time.
const USE_OF_DEPRECATED: &str = "the function itself reports what it uses";
const UNUSED_IMPORTS: &str = "only what is not known needs the traits";
const NAMESAKE: &str = "it is only a name, that of the function";

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
    let route_value = route_value(krate, route.as_ref());
    let parameters = route
        .as_ref()
        .map_or(0, |route| route.path.matches('{').count());
    let state = Tokens::of(
        &state
            .as_ref()
            .map_or_else(|| quote!(__api::NoState), ToTokens::to_token_stream),
    );
    let at = Span::call_site().located_at(name.span());
    let arguments: Vec<_> = extractors.iter().enumerate().map(Argument::new).collect();
    let locals: Vec<_> = arguments.iter().map(|argument| &argument.local).collect();
    let (mut takes, mut path_checks) = (TokenStream::new(), TokenStream::new());
    for argument in &arguments {
        let has_path = route.is_some() && argument.may_read_path;
        let is_last = argument.index + 1 == extractors.len();
        takes.extend([argument.taken(has_path, is_last, &state)]);
        path_checks.extend(has_path.then(|| argument.path_check(name)));
    }
    let handler = handler(name, &locals, at);
    let check = quote_spanned!(at=> __api::check_endpoint::<#name>(););
    let implementation = quote! {
        #(#cfgs)*
        #[allow(deprecated, reason = #USE_OF_DEPRECATED)]
        const _: () = {
            #[allow(unused_imports, reason = #UNUSED_IMPORTS)]
            use #krate::__private::{self as __api, UnknownPath as _, UnknownProbe as _};

            #[automatically_derived]
            impl #krate::Endpoint for #name {
                const DECLARATION: __api::Declaration<#state> = {
                    #takes
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
                __api::schemas!(#(#arguments),*);
            }

            __api::documented_by_utoipa!(endpoint [] [] [#name] []);
            #path_checks
            #check
        };
    };
    let contract = docs::contract(endpoint).join("\n");
    one_item(namesake, Some(&contract), &implementation)
}

/// An extractor, and the name of the variable for what is known of it.
struct Argument {
    index: usize,
    local: Ident,
    may_read_path: bool,
    ty: Tokens,
    /// From the first to the last token, so that all that rustc says of a bound which fails is said there, and said once.
    first: Span,
    last: Span,
}

impl Argument {
    fn new((index, extractor): (usize, &Type)) -> Self {
        let ty = Tokens::of(extractor);
        let span = |token: Option<&TokenTree>| token.map_or_else(Span::call_site, TokenTree::span);
        Self {
            index,
            local: Ident::new(&format!("__{index}"), Span::call_site()),
            may_read_path: docs::may_read_path(extractor),
            first: span(ty.0.first()),
            last: span(ty.0.last()),
            ty,
        }
    }

    /// The state's type is written out, since rustc would look up what `Self::State` is each time.
    fn taken(&self, has_path: bool, is_last: bool, state: &Tokens) -> TokenStream {
        let Self {
            local, ty, last, ..
        } = self;
        let api = Ident::new("__api", self.first);
        let text = ty.to_token_stream().to_string();
        let path = if has_path {
            quote!((__api::PathProbe::<#ty>::FIND_FAULT, __api::PathProbe::<#ty>::COUNT))
        } else {
            quote!(__api::NO_PATH)
        };
        if is_last {
            quote_spanned! {*last=>
                let #local = #api::last::<#ty, #state, _, _, Self, _>(
                    #text,
                    #path,
                    (__api::Probe::<#ty, #state>::BODY, __api::Probe::<#ty, #state>::PARTS)
                );
            }
        } else {
            quote_spanned! {*last=>
                let #local = #api::part::<#ty, #state, _, Self, _>(
                    #text,
                    #path,
                    __api::Probe::<#ty, #state>::PARTS
                );
            }
        }
    }

    /// It stands at the extractor's type, where rustc then says how many parameters there are.
    fn path_check(&self, name: &Ident) -> TokenStream {
        let Self { index, .. } = self;
        let [first, last] = [self.first, self.last].map(|span| Span::call_site().located_at(span));
        let api = Ident::new("__api", first);
        quote_spanned!(last=> #api::check_path::<#name>(#index);)
    }
}

impl ToTokens for Argument {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.ty.to_tokens(tokens);
    }
}

/// What is written several times. A list costs less each time than a stream.
struct Tokens(Vec<TokenTree>);

impl Tokens {
    fn of(tokens: &impl ToTokens) -> Self {
        Self(tokens.to_token_stream().into_iter().collect())
    }
}

impl ToTokens for Tokens {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.0);
    }
}

/// A stub, so that rustc does not report every use of an endpoint that has mistakes.
pub(super) fn stub(namesake: &Namesake) -> TokenStream {
    let Namesake {
        krate,
        name,
        visibility: _,
        copied: Copied { docs: _, cfgs },
    } = namesake;
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
    one_item(namesake, None, &implementation)
}

/// The namesake with its `implementation`, as one item: in an `impl`, where rustc takes neither, it then says so once.
fn one_item(
    namesake: &Namesake,
    contract: Option<&str>,
    implementation: &TokenStream,
) -> TokenStream {
    let Namesake {
        krate,
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
        #[#krate::__private::followed_by { #implementation }]
        #(#cfgs)*
        #(#docs)*
        #(#[doc = #undocumented])*
        #(#[doc = #contract])*
        #[allow(
            missing_copy_implementations,
            missing_debug_implementations,
            non_camel_case_types,
            reason = #NAMESAKE
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
fn handler(name: &Ident, arguments: &[&Ident], at: Span) -> TokenStream {
    const TOGETHER: usize = 8;
    let Some((last, parts)) = arguments.split_last() else {
        return quote_spanned! {at=>
            &__api::Handler(__api::NoArguments::<Self>(::core::marker::PhantomData), #name)
        };
    };
    if parts.len() < TOGETHER {
        return quote_spanned!(at=> &__api::Handler((#(#arguments,)*), #name));
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
    quote_spanned! {at=>
        &__api::Handler(
            __api::Grouped(#grouped, #last),
            |#values, #last| #name(#(#parts,)* #last),
        )
    }
}
