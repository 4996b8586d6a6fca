//! The bounds that an impl needs for the type's parameters.

use super::super::model::{Answer, Case, Field, Members};
use super::Target;
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{GenericArgument, Generics, PathArguments, Type};

/// The where clauses of the impl of `ApiError`, and of those that rest on it.
pub(super) struct Bounds {
    pub(super) of_trait: Option<TokenStream>,
    pub(super) of_conversions: Option<TokenStream>,
}

impl Bounds {
    pub(super) fn of(cases: &[Case], target: &Target<'_>) -> Self {
        let (krate, site) = (target.krate, target.site);
        let generics = &target.head.generics;
        if generics.type_params().next().is_none() {
            let written = clause(generics, &[]);
            return Self {
                of_trait: written.clone(),
                of_conversions: written,
            };
        }
        let ident = &target.head.ident;
        let (_, type_generics, _) = generics.split_for_impl();
        let mut predicates =
            vec![quote_spanned!(site=> #ident #type_generics: ::core::error::Error)];
        predicates.extend(of_fields(cases, target));
        let conversion = quote_spanned!(site=> #ident #type_generics: #krate::ApiError);
        Self {
            of_trait: clause(generics, &predicates),
            of_conversions: clause(generics, &[conversion]),
        }
    }
}

/// The where clause of an impl that rests on `ApiError` and needs `needs` of the types that name a parameter.
pub(super) fn of_conversion(
    generics: &Generics,
    needs: Vec<(&Type, TokenStream)>,
    target: &Target<'_>,
) -> Option<TokenStream> {
    let (krate, site) = (target.krate, target.site);
    if generics.type_params().next().is_none() {
        return clause(generics, &[]);
    }
    let ident = &target.head.ident;
    let (_, type_generics, _) = generics.split_for_impl();
    let mut predicates = vec![quote_spanned!(site=> #ident #type_generics: #krate::ApiError)];
    predicates.extend(generic(needs, target));
    clause(generics, &predicates)
}

fn clause(generics: &Generics, added: &[TokenStream]) -> Option<TokenStream> {
    let written = generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    let predicates: Vec<TokenStream> = written
        .map(ToTokens::to_token_stream)
        .chain(added.iter().cloned())
        .collect();
    (!predicates.is_empty()).then(|| quote!(where #(#predicates,)*))
}

fn of_fields(cases: &[Case], target: &Target<'_>) -> Vec<TokenStream> {
    let (krate, site) = (target.krate, target.site);
    let needs = FieldBounds {
        transparent: quote_spanned!(site=> #krate::ApiError),
        header: quote_spanned!(site=> ::core::fmt::Display),
        extension: quote_spanned!(site=> #krate::__private::Serialize),
        errors: quote_spanned!(site=> ::core::convert::AsRef<[#krate::FieldError]>),
    };
    generic(needs.of(cases), target).collect()
}

/// What an impl needs of a field's type, by what the field is.
pub(super) struct FieldBounds {
    pub(super) transparent: TokenStream,
    pub(super) header: TokenStream,
    pub(super) extension: TokenStream,
    pub(super) errors: TokenStream,
}

impl FieldBounds {
    /// The types of the fields, each with the bound that it needs.
    pub(super) fn of<'a>(&self, cases: &'a [Case]) -> Vec<(&'a Type, TokenStream)> {
        let mut needs = Vec::new();
        for case in cases {
            match &case.answer {
                Answer::Transparent(Field { member: _, ty }) => {
                    needs.push((ty, self.transparent.clone()));
                }
                Answer::Response(response) => {
                    let Members {
                        headers,
                        extensions,
                        errors,
                    } = &response.members;
                    let headers = headers.iter().map(|named| option_or(&named.field.ty));
                    needs.extend(headers.map(|ty| (ty, self.header.clone())));
                    let extensions = extensions.iter().map(|named| option_or(&named.field.ty));
                    needs.extend(extensions.map(|ty| (ty, self.extension.clone())));
                    let errors = errors.iter().map(|field| &field.ty);
                    needs.extend(errors.map(|ty| (ty, self.errors.clone())));
                }
            }
        }
        needs
    }
}

/// The predicates of the types that name a parameter.
fn generic(
    needs: Vec<(&Type, TokenStream)>,
    target: &Target<'_>,
) -> impl Iterator<Item = TokenStream> {
    let (site, generics) = (target.site, &target.head.generics);
    let needs = needs
        .into_iter()
        .filter(|(ty, _)| names_parameter(ty.to_token_stream(), generics));
    needs.map(move |(ty, bound)| quote_spanned!(site=> #ty: #bound))
}

fn names_parameter(tokens: TokenStream, generics: &Generics) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => generics
            .type_params()
            .any(|parameter| parameter.ident == ident),
        TokenTree::Group(group) => names_parameter(group.stream(), generics),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The `T` of `Option<T>`, or else the type itself.
pub(super) fn option_or(ty: &Type) -> &Type {
    inner_of_option(ty).unwrap_or(ty)
}

pub(super) fn inner_of_option(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Group(group) => inner_of_option(&group.elem),
        Type::Paren(paren) => inner_of_option(&paren.elem),
        Type::Path(path) => {
            let last = path
                .path
                .segments
                .last()
                .filter(|segment| segment.ident == "Option")?;
            let PathArguments::AngleBracketed(arguments) = &last.arguments else {
                return None;
            };
            match arguments.args.first() {
                Some(GenericArgument::Type(inner)) if arguments.args.len() == 1 => Some(inner),
                _ => None,
            }
        }
        _ => None,
    }
}
