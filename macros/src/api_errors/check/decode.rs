//! In: the fields and the response of a case of a type with `decode`. Out: whether a client can make the value again.

use super::super::messages;
use super::super::model::{Format, Response, Settings};
use super::super::syntax;
use super::sorted::Sorted;
use crate::diagnostic::Errors;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Ident, Member};

/// A field that a client cannot read, and why.
pub(super) struct Unreadable {
    site: TokenStream,
    message: String,
}

/// The fields of a case that no option puts into the answer, and those that borrow.
pub(super) fn unreadable(
    case: &Ident,
    fields: &[syntax::Field],
    settings: &Settings,
) -> Vec<Unreadable> {
    if !settings.decode {
        return Vec::new();
    }
    let case = case.to_string();
    let unreadable = fields.iter().filter_map(|field| {
        let syntax::Field { member, ty, .. } = field;
        let lacks = |name| field.options.lacks(name);
        let is_unsent = lacks("header") && lacks("extension") && lacks("errors");
        let (name, is_named) = match member {
            Member::Named(ident) => (ident.to_string(), true),
            Member::Unnamed(index) => (index.index.to_string(), false),
        };
        if is_unsent {
            let is_plain_text = settings.format == Format::Message;
            let message = messages::unsent_field(&name, &case, is_named, is_plain_text);
            let site = match member {
                Member::Named(ident) => ident.to_token_stream(),
                Member::Unnamed(_) => ty.to_token_stream(),
            };
            return Some(Unreadable { site, message });
        }
        let site = ty.to_token_stream();
        let message = messages::borrowed_field(&name, &case);
        // A type has this character in references only.
        let borrows = site.to_string().contains('&');
        borrows.then_some(Unreadable { site, message })
    });
    unreadable.collect()
}

/// Whether a client can read all fields of a case. Those of an opaque case need not be readable.
pub(super) fn reads_all(unreadable: &[Unreadable], is_opaque: bool, errors: &mut Errors) -> bool {
    if !is_opaque {
        for Unreadable { site, message } in unreadable {
            errors.at(site, message);
        }
    }
    unreadable.is_empty()
}

/// The cases of a type, by what a client can tell them by.
#[derive(Default)]
pub(super) struct Looks(Sorted<Ident>);

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
        let key = format!("{number} {look}");
        if let Some(other) = self.0.get(&key) {
            let [first, second] = [other, ident].map(Ident::to_string);
            let message = messages::look_alike(&first, &second, number, what, &look);
            errors.at(other, &message);
            errors.at(ident, &message);
        }
        self.0.add(&key, ident.clone());
    }
}
