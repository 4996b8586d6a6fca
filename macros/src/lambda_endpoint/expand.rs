//! Emits the namesake and its `Endpoint`.
//!
//! In: validated types only. Out: tokens that name everything by absolute paths. Must not find mistakes.

use super::docs;
use super::model::{Copied, Endpoint, Namesake, Route};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
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
    let declaration = declaration(namesake, &docs::contract(endpoint));
    let rejections = rejections(krate, extractors);
    let route_value = route_value(krate, route.as_ref());
    let state = state.as_ref().map_or_else(
        || quote!(#krate::__private::NoState),
        |state| quote!(#state),
    );
    let call = call(krate, name, extractors);
    let read_path = route
        .as_ref()
        .filter(|_| !extractors.is_empty())
        .map(|route| path_check(krate, route, extractors));
    let paths = read_path
        .is_some()
        .then(|| quote!(#krate::__private::paths!(#(#extractors),*);));
    let at = Span::call_site().located_at(name.span());
    let check = relocated(
        quote!(const _: () = #krate::__private::check_endpoint::<#name>();),
        |span| span.located_at(at),
    );
    let implementation = quote! {
        #(#cfgs)*
        #[allow(deprecated, reason = "the function itself reports what it uses")]
        const _: () = {
            #[automatically_derived]
            impl #krate::Endpoint for #name {
                const OPERATION: &'static ::core::primitive::str = #operation;
                const ROUTE: ::core::option::Option<#krate::Route> = #route_value;
                const DOC: &'static ::core::primitive::str = #documentation;
                #rejections
                #paths
                type State = #state;
                type Output = #output;
                #krate::__private::schemas!(#(#extractors),*);
                #call
            }

            #krate::__private::documented!(endpoint [] [] [#name] []);
            #check
            #read_path
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
    let declaration = declaration(namesake, &[]);
    let operation = name.to_string();
    let implementation = quote! {
        #(#cfgs)*
        #[automatically_derived]
        impl #krate::Endpoint for #name {
            const OPERATION: &'static ::core::primitive::str = #operation;
            const ROUTE: ::core::option::Option<#krate::Route> = ::core::option::Option::None;
            const DOC: &'static ::core::primitive::str = "";
            const REJECTIONS: &'static [#krate::__private::RejectionSet] = &[];
            type State = #krate::__private::NoState;
            type Output = ::core::result::Result<#krate::NoContent, ::core::convert::Infallible>;
            async fn call(_: #krate::__private::Request, _: Self::State) -> #krate::__private::AxumResponse {
                #krate::__private::reply::<Self>(::core::result::Result::Ok(#krate::NoContent))
            }
        }
        #(#cfgs)*
        #krate::__private::documented!(endpoint [] [] [#name] []);
    };
    one_item(krate, &implementation, &declaration)
}

fn declaration(namesake: &Namesake, contract: &[String]) -> TokenStream {
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

fn rejections(krate: &Path, extractors: &[Type]) -> TokenStream {
    match extractors.split_last() {
        None => quote!(const REJECTIONS: &'static [#krate::__private::RejectionSet] = &[];),
        Some((last, parts)) => quote!(#krate::__private::rejections!(#(#parts,)* ; #last);),
    }
}

/// Each call stands at its extractor's type, where rustc then says how many parameters there are.
fn path_check(krate: &Path, route: &Route, extractors: &[Type]) -> TokenStream {
    let path = &route.path;
    let checks = extractors.iter().map(|extractor| {
        let (first, last) = ends(extractor);
        let function = relocated(quote!(__api::check_path), |span| span.located_at(first));
        let count = quote!(#path, __api::PathProbe::<#extractor>::COUNT);
        let mut arguments = Group::new(Delimiter::Parenthesis, count);
        arguments.set_span(Span::call_site().located_at(last));
        quote!(#function #arguments;)
    });
    quote! {
        const _: () = {
            #[allow(unused_imports, reason = "only what reads no path needs the trait")]
            use #krate::__private::{self as __api, UnknownPath as _};
            #(#checks)*
        };
    }
}

/// Located on the function's name, where rustc then says that the future is not `Send`.
fn call(krate: &Path, name: &Ident, extractors: &[Type]) -> TokenStream {
    let at = Span::call_site().located_at(name.span());
    let response = relocated(quote!(#krate::__private::AxumResponse), |span| {
        span.located_at(at)
    });
    let Some((last, parts)) = extractors.split_last() else {
        return quote_spanned! {at=>
            async fn call(_: #krate::__private::Request, _: Self::State) -> #response {
                #krate::__private::reply::<Self>(#name().await)
            }
        };
    };
    let values: Vec<_> = (0..extractors.len())
        .map(|index| format_ident!("__{index}"))
        .collect();
    let (last_value, part_values) = (&values[parts.len()], &values[..parts.len()]);
    let take_parts = (!parts.is_empty()).then(|| {
        let extractions = extractions(parts, part_values);
        quote! {
            let (mut __parts, __body) = __request.into_parts();
            #extractions
            let __request = __api::Request::from_parts(__parts, __body);
        }
    });
    let last = extraction(last, Share::Whole, |response| quote!(return #response));
    quote_spanned! {at=>
        async fn call(__request: #krate::__private::Request, __state: Self::State) -> #response {
            #[allow(unused_imports, reason = "only a refusal that is not known needs the trait")]
            use #krate::__private::{self as __api, UnknownRefusal as _};
            #take_parts
            let #last_value = #last;
            __api::reply::<Self>(#name(#(#values),*).await)
        }
    }
}

/// Takes one value after another from the head. What rustc does for a future grows with the square of the values that wait in
/// it, so many of them wait in a future of their own, some at a time.
fn extractions(parts: &[Type], values: &[Ident]) -> TokenStream {
    const TOGETHER: usize = 16;
    let taken = |parts: &[Type], values: &[Ident], refuse: fn(TokenStream) -> TokenStream| {
        let parts = parts
            .iter()
            .map(|part| extraction(part, Share::Parts, refuse));
        quote!(#(let #values = #parts;)*)
    };
    if parts.len() <= TOGETHER {
        return taken(parts, values, |response| quote!(return #response));
    }
    let groups = parts.chunks(TOGETHER).zip(values.chunks(TOGETHER));
    let groups = groups.map(|(parts, values)| {
        let taken = taken(
            parts,
            values,
            |response| quote!(return ::core::result::Result::Err(#response)),
        );
        quote! {
            let (#(#values,)*) = match async {
                #taken
                ::core::result::Result::Ok((#(#values,)*))
            }
            .await
            {
                ::core::result::Result::Ok(__values) => __values,
                ::core::result::Result::Err(__response) => return __response,
            };
        }
    });
    groups.collect()
}

/// The part of a request that an extractor reads.
#[derive(Clone, Copy)]
enum Share {
    Parts,
    Whole,
}

/// From the first to the last token of the extractor's type, so that all that rustc says of a bound which fails is said there,
/// and said once.
fn extraction(
    extractor: &Type,
    share: Share,
    refuse: impl Fn(TokenStream) -> TokenStream,
) -> TokenStream {
    let (function, generics, inputs) = match share {
        Share::Parts => (
            quote!(part),
            quote!(Self::State, _),
            quote!(&mut __parts, &__state),
        ),
        Share::Whole => (
            quote!(body),
            quote!(Self::State, _),
            quote!(__request, &__state),
        ),
    };
    let (first, last) = ends(extractor);
    let function = relocated(quote!(__api::#function::<), |_| first);
    let called = relocated(quote!(> (#inputs).await), |_| last);
    let refuse = refuse(quote!(__api::RejectionProbe(__rejection).answer::<Self>()));
    quote! {
        match #function #extractor, #generics #called {
            ::core::result::Result::Ok(__value) => __value,
            ::core::result::Result::Err(__rejection) => #refuse,
        }
    }
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
