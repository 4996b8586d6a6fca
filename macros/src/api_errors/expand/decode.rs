//! The way back, for types with `decode`: one `match` arm for each response, which makes the value of what a client received.

use super::super::model::{Answer, Case, Field, Members, Named, Response, Spanned};
use super::Target;
use super::generics::{self, FieldBounds, inner_of_option, option_or};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote_spanned};

pub(super) fn decode(cases: &[Case], target: &Target<'_>) -> TokenStream {
    let (krate, site) = (target.krate, target.site);
    let mut own = 0_usize;
    let mut arms = Vec::new();
    let mut nested = Vec::new();
    for case in cases {
        let constructor = case.constructor(site);
        match &case.answer {
            Answer::Response(response) => {
                let value = value(&constructor, response, target);
                arms.push(quote_spanned!(site=> #own => #value,));
                own += 1;
            }
            Answer::Transparent(Field { member, ty }) => nested.push(quote_spanned! {site=>
                if let ::core::option::Option::Some(__inner) =
                    #krate::__private::read_nested::<#ty>(&mut __position, __received)
                {
                    return ::core::result::Result::map(__inner, |__inner| #constructor { #member: __inner });
                }
            }),
        }
    }
    let undeclared =
        quote_spanned!(site=> ::core::result::Result::Err(#krate::UndecodedReason::Undeclared));
    let otherwise = if nested.is_empty() {
        quote_spanned!(site=> _ => #undeclared)
    } else {
        quote_spanned! {site=>
            __position => {
                let mut __position = __position - #own;
                #(#nested)*
                #undeclared
            }
        }
    };
    let body = quote_spanned! {site=>
        match __position {
            #(#arms)*
            #otherwise
        }
    };
    implementation(bounds(cases, target).as_ref(), &body, target)
}

/// For a type with mistakes.
pub(super) fn stub(target: &Target<'_>) -> TokenStream {
    let (krate, site) = (target.krate, target.site);
    let body =
        quote_spanned!(site=> ::core::result::Result::Err(#krate::UndecodedReason::Undeclared));
    implementation(bounds(&[], target).as_ref(), &body, target)
}

fn implementation(
    bounds: Option<&TokenStream>,
    body: &TokenStream,
    target: &Target<'_>,
) -> TokenStream {
    let Target {
        head,
        krate,
        site,
        allow,
    } = target;
    let ident = &head.ident;
    let (impl_generics, type_generics, _) = head.generics.split_for_impl();
    quote_spanned! {*site=>
        #[automatically_derived]
        #allow
        impl #impl_generics #krate::Decode for #ident #type_generics #bounds {
            fn from_received(
                __position: usize,
                __received: &#krate::__private::Received<'_>,
            ) -> ::core::result::Result<Self, #krate::UndecodedReason> {
                #body
            }
        }
    }
}

fn value(constructor: &TokenStream, response: &Response, target: &Target<'_>) -> TokenStream {
    let (krate, site) = (target.krate, target.site);
    if !response.is_readable {
        return quote_spanned!(site=> ::core::result::Result::Err(#krate::UndecodedReason::Opaque));
    }
    let fields = if let Some(Field { member, ty }) = &response.rejection {
        vec![quote_spanned!(site=> #member: #krate::__private::read_rejection::<#ty>(__received))]
    } else {
        fields(&response.members, target)
    };
    quote_spanned!(site=> ::core::result::Result::Ok(#constructor { #(#fields),* }))
}

/// A field that is a header and a member is read from the body, which has its type.
fn fields(members: &Members, target: &Target<'_>) -> Vec<TokenStream> {
    let (krate, site) = (target.krate, target.site);
    let Members {
        headers,
        extensions,
        errors,
    } = members;
    let mut fields: Vec<(String, TokenStream)> = Vec::new();
    let mut add = |named: &[Named], [plain, optional]: [&str; 2]| {
        for Named {
            name: Spanned { value: name, .. },
            doc: _,
            deprecated: _,
            field: Field { member, ty },
        } in named
        {
            let function = match inner_of_option(ty) {
                Some(_) => optional,
                None => plain,
            };
            let function = syn::Ident::new(function, site);
            let ty = option_or(ty);
            let read = quote_spanned!(site=> #member: #krate::__private::#function::<#ty>(__received, #name)?);
            let name = member.to_token_stream().to_string();
            match fields.iter().position(|(known, _)| *known >= name) {
                Some(place) if fields[place].0 == name => fields[place].1 = read,
                Some(place) => fields.insert(place, (name, read)),
                None => fields.push((name, read)),
            }
        }
    };
    add(headers, ["read_header", "read_header_option"]);
    add(extensions, ["read_member", "read_member_option"]);
    let errors = errors.iter().map(|Field { member, ty }| {
        quote_spanned!(site=> #member: #krate::__private::read_field_errors::<#ty>(__received))
    });
    let fields = fields.into_iter().map(|(_, read)| read);
    fields.chain(errors).collect()
}

fn bounds(cases: &[Case], target: &Target<'_>) -> Option<TokenStream> {
    let (krate, site) = (target.krate, target.site);
    let needs = FieldBounds {
        transparent: quote_spanned!(site=> #krate::Decode),
        header: quote_spanned!(site=> #krate::__private::FieldFromHeader),
        extension: quote_spanned!(site=> #krate::__private::MemberFromBody),
        errors: quote_spanned!(site=> #krate::__private::ListFromBody),
    };
    generics::of_conversion(&target.head.generics, needs.of(cases), target)
}
