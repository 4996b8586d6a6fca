//! In: the fields of one case. Out: those which the client sees, as [`Members`].

use super::super::messages;
use super::super::model::{Field, Format, Members, Named, Settings, Spanned, Style};
use super::super::syntax;
use super::first_paragraph;
use super::text::{control_character, is_token_character};
use crate::diagnostic::Errors;
use crate::options::Given;
use crate::status::Status;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Ident, LitStr, Member};

/// The member in which an API with request ids shows them, in every format.
const REQUEST_ID: &str = "requestId";
const SET_BY_BODY: [&str; 3] = ["content-type", "content-length", "transfer-encoding"];

/// `hidden_by` is the status of an opaque case.
pub(super) fn members(
    fields: Vec<syntax::Field>,
    hidden_by: Option<Status>,
    settings: &Settings,
    errors: &mut Errors,
) -> Members {
    let mut reader = Reader::new(hidden_by, settings, errors);
    let mut members = Members::default();
    for field in fields {
        reader.read(field, &mut members);
    }
    members
}

/// Takes the option `errors` from `fields`, and leaves the others.
pub(super) fn error_list(
    fields: &mut [syntax::Field],
    hidden_by: Option<Status>,
    settings: &Settings,
    errors: &mut Errors,
) -> Members {
    let mut reader = Reader::new(hidden_by, settings, errors);
    let mut members = Members::default();
    for syntax::Field {
        member,
        ty,
        options,
        docs: _,
        deprecated: _,
    } in fields
    {
        if let Some(key) = options.flag("errors", reader.errors) {
            reader.error_list(key);
            members.errors = Some(Field {
                member: member.clone(),
                ty: ty.clone(),
            });
        }
    }
    members
}

struct Reader<'a> {
    settings: &'a Settings,
    hidden_by: Option<Status>,
    names: Vec<(Place, Spanned<String>)>,
    error_list: Option<Ident>,
    errors: &'a mut Errors,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Header,
    Body,
}

impl<'a> Reader<'a> {
    fn new(hidden_by: Option<Status>, settings: &'a Settings, errors: &'a mut Errors) -> Self {
        Self {
            settings,
            hidden_by,
            names: Vec::new(),
            error_list: None,
            errors,
        }
    }

    fn read(&mut self, field: syntax::Field, members: &mut Members) {
        let syntax::Field {
            member,
            ty,
            mut options,
            docs,
            deprecated,
        } = field;
        let doc = first_paragraph(&docs);
        let header = options.string("header", self.errors);
        let extension = options.flag_or_string("extension", self.errors);
        let error_list = options.flag("errors", self.errors);
        if let (Some(key), true) = (&error_list, header.is_some() || extension.is_some()) {
            self.errors.at(key, messages::ERRORS_WITH_OTHERS);
        }
        let field = Field { member, ty };
        if let Some(name) = header.and_then(|given| self.header(&given.value)) {
            members.headers.push(Named {
                name,
                doc: doc.clone(),
                deprecated,
                field: field.clone(),
            });
        }
        if let Some(name) = extension.and_then(|given| self.extension(&field.member, given)) {
            members.extensions.push(Named {
                name,
                doc: doc.clone(),
                deprecated,
                field: field.clone(),
            });
        }
        if let Some(key) = error_list {
            self.error_list(key);
            members.errors = Some(field);
        }
    }

    fn header(&mut self, literal: &LitStr) -> Option<Spanned<String>> {
        let name = literal.value();
        if name.is_empty() {
            self.errors.at(literal, messages::empty("header"));
            return None;
        }
        if !name.chars().all(is_token_character) {
            self.errors.at(literal, messages::bad_header(&name));
            return None;
        }
        if SET_BY_BODY.contains(&name.to_ascii_lowercase().as_str()) {
            self.errors.at(literal, messages::reserved_header(&name));
            return None;
        }
        let site = literal.to_token_stream();
        if self.settings.style == Style::Json {
            let own = self.settings.format.own_members();
            if own.contains(&name.as_str()) || name == REQUEST_ID {
                self.errors
                    .at(literal, messages::reserved_header_member(&name));
                return None;
            }
            self.claim(Place::Body, &name, &site);
        }
        self.claim(Place::Header, &name, &site);
        Some(Spanned { value: name, site })
    }

    fn extension(
        &mut self,
        member: &Member,
        Given { key, value }: Given<Option<LitStr>>,
    ) -> Option<Spanned<String>> {
        self.refuse_hidden(&key);
        let (name, site) = match (value, member) {
            (Some(literal), _) => (literal.value(), literal.into_token_stream()),
            (None, Member::Named(ident)) => (ident.unraw().to_string(), ident.to_token_stream()),
            (None, Member::Unnamed(_)) => {
                self.errors.at(key, messages::NAMELESS_EXTENSION);
                return None;
            }
        };
        if name.is_empty() {
            self.errors.at(site, messages::empty("extension"));
            return None;
        }
        if let Some(found) = control_character(&name) {
            self.errors
                .at(site, messages::control_character("extension", found));
            return None;
        }
        if self.settings.format.own_members().contains(&name.as_str()) {
            self.errors.at(site, messages::reserved_member(&name));
            return None;
        }
        self.claim(Place::Body, &name, &site);
        Some(Spanned { value: name, site })
    }

    fn error_list(&mut self, key: Ident) {
        self.refuse_hidden(&key);
        if let Some(first) = &self.error_list {
            self.errors
                .at(first, messages::given_first("option", "errors"));
            self.errors.at(&key, messages::ERRORS_TWICE);
        }
        self.error_list = Some(key);
    }

    fn refuse_hidden(&mut self, key: &Ident) {
        if self.settings.format == Format::Message {
            self.errors
                .at(key, messages::member_of_message(&key.to_string()));
        }
        if let Some(status) = self.hidden_by {
            self.errors
                .at(key, messages::member_of_opaque(&key.to_string(), status));
        }
    }

    fn claim(&mut self, place: Place, name: &str, site: &TokenStream) {
        let clash = self.names.iter().find(|(taken, other)| match place {
            Place::Header => *taken == place && other.value.eq_ignore_ascii_case(name),
            Place::Body => *taken == place && other.value == name,
        });
        if let Some((_, first)) = clash {
            let (kind, message) = match place {
                Place::Header => ("header", messages::duplicate_header(name)),
                Place::Body => ("member", messages::duplicate_member(name)),
            };
            self.errors
                .at(&first.site, messages::given_first(kind, &first.value));
            self.errors.at(site, message);
        }
        self.names.push((
            place,
            Spanned {
                value: name.to_owned(),
                site: site.clone(),
            },
        ));
    }
}
