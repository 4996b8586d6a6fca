//! `#[api_success]`: an enum of success types, as one success.
//!
//! In: the arguments and the enum. Out: the enum itself, and its `Success`, which hands over to the variant's.

#[cfg(test)]
mod tests;

use crate::diagnostic::{Errors, located_at};
use crate::options::{Key, Options, Vocabulary, entries};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Attribute, Data, DataEnum, DeriveInput, Fields, Ident, Path, Type, Variant};

static ITEM: Vocabulary = Vocabulary {
    place: "`#[api_success]`",
    keys: &[Key {
        name: "crate",
        example: "crate = ::lambda_api_errors",
    }],
    elsewhere: &[],
};

const NOT_AN_ENUM: &str = "`#[api_success]` goes on an enum whose variants hold success types\n\
     help: return `Json<T>`, `Created<T>` or another success type itself, or write for example `enum Put { Created(Created<Cart>), Changed(Json<Cart>) }`";
const NO_VARIANT: &str =
    "an enum without variants is not a success\nhelp: add for example `Created(Created<Cart>)`";
const NOT_ONE_TYPE: &str = "a variant of `#[api_success]` holds one success type and nothing else\n\
     help: write for example `Created(Created<Cart>)`, or `Unchanged(NoContent)` for a success without a body";

/// A variant, and the success type in it.
struct Case {
    ident: Ident,
    ty: Type,
    conditions: Vec<Attribute>,
}

pub(crate) fn attribute(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let krate = Options::read(entries(arguments), &ITEM, &mut errors).crate_path(&mut errors);
    let Ok(input) = syn::parse2::<DeriveInput>(item.clone()) else {
        errors.at(item, NOT_AN_ENUM);
        let errors = errors.into_compile_errors();
        return quote!(#errors #item);
    };
    let cases = cases(&input, &mut errors);
    let expanded = expand(&input, &cases, &krate);
    let errors = errors.into_compile_errors();
    quote!(#errors #item #expanded)
}

fn cases(input: &DeriveInput, errors: &mut Errors) -> Vec<Case> {
    let Data::Enum(DataEnum { variants, .. }) = &input.data else {
        errors.at(&input.ident, NOT_AN_ENUM);
        return Vec::new();
    };
    if variants.is_empty() {
        errors.at(&input.ident, NO_VARIANT);
    }
    let cases = variants.iter().filter_map(|variant| case(variant, errors));
    cases.collect()
}

fn case(variant: &Variant, errors: &mut Errors) -> Option<Case> {
    let fields = match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => &fields.unnamed,
        Fields::Unnamed(_) | Fields::Named(_) | Fields::Unit => {
            errors.at(variant, NOT_ONE_TYPE);
            return None;
        }
    };
    let conditions = variant
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"));
    Some(Case {
        ident: variant.ident.clone(),
        ty: fields.first()?.ty.clone(),
        conditions: conditions.cloned().collect(),
    })
}

/// The impl. Without a case it cannot be called, and spares further errors about the enum.
fn expand(input: &DeriveInput, cases: &[Case], krate: &Path) -> TokenStream {
    let (ident, site) = (&input.ident, input.ident.span());
    let (impl_generics, type_generics, bounds) = input.generics.split_for_impl();
    let each = |tokens: fn(&Case, &Path) -> TokenStream| -> Vec<TokenStream> {
        let cases = cases.iter().map(|case| {
            let (conditions, tokens) = (&case.conditions, tokens(case, krate));
            quote!(#(#conditions)* #tokens)
        });
        cases.collect()
    };
    let outcomes = each(|case, krate| {
        let ty = &case.ty;
        let krate = located_at(ty.span(), krate);
        quote_spanned!(ty.span()=> #krate::__private::success_outcome::<#ty>())
    });
    let streams = each(|case, krate| {
        let ty = &case.ty;
        quote_spanned!(ty.span()=> <#ty as #krate::Success>::STREAMS)
    });
    let schemas = each(|case, _| case.ty.to_token_stream());
    let arms = each(|case, krate| {
        let Case {
            ident,
            ty,
            conditions: _,
        } = case;
        quote_spanned!(ty.span()=> Self::#ident(__success) => <#ty as #krate::Success>::into_response(__success))
    });
    let first = if cases.is_empty() {
        quote!(#krate::__private::success_outcome::<#krate::NoContent>())
    } else {
        quote!(Self::OUTCOMES[0])
    };
    let other = (cases.len() != count(input)).then(|| quote!(_ => ::core::unreachable!(),));
    quote_spanned! {site=>
        #[automatically_derived]
        impl #impl_generics #krate::Success for #ident #type_generics #bounds {
            const STATUS: #krate::StatusCode = #first.status();
            const HEADERS: &'static [&'static str] = #first.headers();
            const MEDIA_TYPE: ::core::option::Option<&'static str> = #first.media_type();
            const OUTCOMES: &'static [#krate::SuccessOutcome] = &[#(#outcomes),*];
            const STREAMS: bool = #krate::__private::any(&[#(#streams),*]);
            #krate::__private::success_schemas!(#(#schemas),*);
            type Body = Self;

            fn into_response(self) -> ::core::result::Result<#krate::Response, #krate::Error> {
                match self {
                    #(#arms,)*
                    #other
                }
            }
        }
    }
}

fn count(input: &DeriveInput) -> usize {
    match &input.data {
        Data::Enum(item) => item.variants.len(),
        Data::Struct(_) | Data::Union(_) => 1,
    }
}
