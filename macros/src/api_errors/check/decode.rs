//! In: the fields and the response of a case of a type with `decode`. Out: whether a client can make the value again.

use super::super::messages;
use super::super::model::{Format, Response, Settings};
use super::super::syntax;
use crate::diagnostic::Errors;
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use std::collections::BTreeMap;
use syn::{Ident, Member};

/// A field that is not in the answer.
pub(super) struct Unsent {
    name: String,
    site: TokenStream,
    is_named: bool,
}

/// The fields of a case that no option puts into the answer.
pub(super) fn unsent(fields: &[syntax::Field], settings: &Settings) -> Vec<Unsent> {
    if !settings.decode {
        return Vec::new();
    }
    let unsent = fields.iter().filter(|field| {
        let lacks = |name| field.options.lacks(name);
        lacks("header") && lacks("extension") && lacks("errors")
    });
    let unsent = unsent.map(|syntax::Field { member, ty, .. }| match member {
        Member::Named(ident) => Unsent {
            name: ident.to_string(),
            site: ident.to_token_stream(),
            is_named: true,
        },
        Member::Unnamed(index) => Unsent {
            name: index.index.to_string(),
            site: ty.to_token_stream(),
            is_named: false,
        },
    });
    unsent.collect()
}

/// Whether all fields of a case are in its answer. Those of an opaque case need not be.
pub(super) fn sends_all(
    ident: &Ident,
    unsent: &[Unsent],
    is_opaque: bool,
    settings: &Settings,
    errors: &mut Errors,
) -> bool {
    if !is_opaque {
        for Unsent {
            name,
            site,
            is_named,
        } in unsent
        {
            let message = messages::unsent_field(
                name,
                &ident.to_string(),
                *is_named,
                settings.format == Format::Message,
            );
            errors.at(site, message);
        }
    }
    unsent.is_empty()
}

/// The cases of a type, by what a client can tell them by.
#[derive(Default)]
pub(super) struct Looks(BTreeMap<String, (String, Span)>);

impl Looks {
    /// Refuses a case that looks like an earlier one, and field errors that the format does not write as a whole.
    pub(super) fn add(
        &mut self,
        ident: &Ident,
        response: &Response,
        settings: &Settings,
        errors: &mut Errors,
    ) {
        if !settings.decode {
            return;
        }
        let lists_errors = response.members.errors.is_some();
        if lists_errors && settings.format == Format::ResultErrors && response.rejection.is_none() {
            errors.at(ident, messages::FIELD_ERRORS_IN_PART);
        }
        let number = response.status.number();
        let (look, what) = match settings.format {
            _ if response.status.is_bodiless() => (String::new(), "has no body"),
            Format::ResultErrors => (response.title.clone(), "says the title"),
            Format::Message => (response.prefix.value.clone(), "starts with the prefix"),
            Format::JsonApi | Format::StatusErrors | Format::HttpStatusDetails if lists_errors => {
                (String::new(), "lists field errors")
            }
            _ => return,
        };
        let this = (ident.to_string(), ident.span());
        if let Some((other, span)) = self.0.insert(format!("{number} {look}"), this) {
            let message = messages::look_alike(&other, &ident.to_string(), number, what, &look);
            errors.at(Ident::new(&other, span), &message);
            errors.at(ident, &message);
        }
    }
}
