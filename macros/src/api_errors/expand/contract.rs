//! The static side: one declared response for each case, the prefixes in order, and the nested contracts.

use super::super::model::{Answer, Case, Claim, Field, LogLevel, Members, Response};
use super::Target;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

pub(super) fn contract(
    cases: &[Case],
    claims: &[Claim],
    doc: Option<&str>,
    target: &Target<'_>,
) -> TokenStream {
    let (krate, site) = (target.krate, target.site);
    let mut own = Vec::new();
    let mut nested = Vec::new();
    for case in cases {
        match &case.answer {
            Answer::Response(response) => own.push(declared(response, target)),
            Answer::Transparent(Field { member: _, ty }) => {
                nested.push(quote_spanned!(site=> <#ty as #krate::ApiError>::CONTRACT));
            }
        }
    }
    let claims = claims.iter().map(
        |Claim { prefix, status }| quote_spanned!(site=> #krate::Claim::new(#prefix, #status)),
    );
    let doc = doc.map(|doc| quote_spanned!(site=> .doc(#doc)));
    quote_spanned!(site=> #krate::Contract::new(&[#(#own),*], &[#(#claims),*], &[#(#nested),*]) #doc)
}

fn declared(response: &Response, target: &Target<'_>) -> TokenStream {
    let (krate, site) = (target.krate, target.site);
    let Response {
        status,
        code,
        title,
        prefix,
        doc,
        display: _,
        type_uri,
        detail,
        pointer,
        opaque,
        log,
        members,
        rejection: _,
        is_readable: _,
    } = response;
    let Members {
        headers,
        extensions,
        errors,
    } = members;
    let status = status.number();
    let prefix = &prefix.value;
    let doc = doc.iter().map(|doc| quote!(.doc(#doc)));
    let type_uri = type_uri.iter().map(|uri| quote!(.type_uri(#uri)));
    let detail = detail.iter().map(|detail| quote!(.detail(#detail)));
    let pointer = pointer.iter().map(|pointer| quote!(.pointer(#pointer)));
    let header_names = headers.iter().map(|header| &header.name.value);
    let headers = (!headers.is_empty()).then(|| quote!(.headers(&[#(#header_names),*])));
    let extension_names = extensions.iter().map(|extension| &extension.name.value);
    let extensions =
        (!extensions.is_empty()).then(|| quote!(.extensions(&[#(#extension_names),*])));
    let errors = errors.is_some().then(|| quote!(.errors()));
    let opaque = opaque.then(|| quote!(.opaque()));
    let log = log.map(|level| match level {
        LogLevel::Off => quote!(.log(#krate::LogLevel::Off)),
        LogLevel::Info => quote!(.log(#krate::LogLevel::Info)),
        LogLevel::Warn => quote!(.log(#krate::LogLevel::Warn)),
        LogLevel::Error => quote!(.log(#krate::LogLevel::Error)),
    });
    quote_spanned! {site=>
        #krate::DeclaredResponse::new(#status, #code, #title, #prefix)
            #(#doc)* #(#type_uri)* #(#detail)* #(#pointer)* #headers #extensions #errors #opaque #log
    }
}
