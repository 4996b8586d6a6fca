//! In: cases with their options, from [`syntax`](super::syntax). Out: an [`ErrorType`], or the reasons why there is no error type.
//!
//! Checks every value and reports every mistake. Must not emit code.

mod decode;
mod members;
mod response;
mod settings;
mod text;

pub(super) use response::first_paragraph;
pub(super) use settings::settings;
pub(super) use text::{is_code_character, is_token_character};

use super::messages;
use super::model::{
    Answer, Case, Claim, ErrorType, Head, Members, Named, Settings, Spanned, Style,
};
use super::syntax::{self, Shape};
use crate::diagnostic::Errors;
use crate::status::Status;
use proc_macro2::TokenStream;
use std::collections::BTreeMap;
use syn::Ident;

/// The type, if `errors` is empty at the end.
pub(super) fn check(
    settings: Settings,
    head: Head,
    docs: &[String],
    (shape, cases): (Shape, Vec<syntax::Case>),
    errors: &mut Errors,
) -> ErrorType {
    let mut across = Across::default();
    let cases = cases
        .into_iter()
        .filter_map(|case| self::case(case, shape, &settings, &mut across, errors))
        .collect();
    ErrorType {
        head,
        doc: first_paragraph(docs),
        settings,
        cases,
        claims: across.into_claims(),
    }
}

/// One case, if it can be read. Its values that must be unique are compared with those in `across`.
pub(super) fn case(
    case: syntax::Case,
    shape: Shape,
    settings: &Settings,
    across: &mut Across,
    errors: &mut Errors,
) -> Option<Case> {
    let syntax::Case {
        ident,
        mut options,
        fields,
        docs,
        display,
        conditions: _,
    } = case;
    let variant = (shape == Shape::Enum).then(|| ident.clone());
    let answer = match options.flag("transparent", errors) {
        Some(_) => Answer::Transparent(response::transparent(&ident, options, fields, errors)?),
        None => Answer::Response(response::response(
            &ident,
            options,
            fields,
            (&docs, display),
            settings,
            across,
            errors,
        )?),
    };
    Some(Case { variant, answer })
}

/// The values that must be unique among the cases of one type. They are sorted, because a type can have a thousand cases.
#[derive(Default)]
pub(super) struct Across {
    codes: BTreeMap<String, TokenStream>,
    claims: BTreeMap<String, Spanned<u16>>,
    headers: BTreeMap<(u16, String), TokenStream>,
    extensions: BTreeMap<(u16, String), TokenStream>,
    rejection: Option<Ident>,
    looks: decode::Looks,
}

impl Across {
    fn add_code(&mut self, code: &Spanned<String>, errors: &mut Errors) {
        let Spanned { value, site } = code;
        if let Some(first) = self.codes.get(value) {
            errors.at(first, messages::given_first("code", value));
            errors.at(site, messages::duplicate_code(value));
            return;
        }
        self.codes.insert(value.clone(), site.clone());
    }

    fn add_claim(&mut self, claim: Spanned<Claim>, style: Style, errors: &mut Errors) {
        let Spanned {
            value: Claim { prefix, status },
            site,
        } = claim;
        if let Some((other, first)) = self.clash(&prefix, status) {
            let message = messages::overlap((other, first.value), (&prefix, status), style);
            errors.at(&first.site, &message);
            errors.at(&site, &message);
            return;
        }
        self.claims.entry(prefix).or_insert(Spanned {
            value: status,
            site,
        });
    }

    /// A prefix of another status that starts with `prefix`, or with which it starts.
    fn clash(&self, prefix: &str, status: u16) -> Option<(&String, &Spanned<u16>)> {
        let starts = prefix.char_indices().map(|(end, _)| &prefix[..end]);
        let shorter = starts.filter_map(|start| self.claims.get_key_value(start));
        let longer = self.claims.range(prefix.to_owned()..);
        let longer = longer.take_while(|(other, _)| other.starts_with(prefix));
        shorter
            .chain(longer)
            .find(|(_, other)| other.value != status)
    }

    /// In the `json` style a template sets each header of a status from the member of its name, whichever response has it.
    fn add_members(&mut self, status: Status, members: &Members, errors: &mut Errors) {
        let status = status.number();
        let key = |named: &Named| (status, named.name.value.clone());
        let clash = |taken: &BTreeMap<_, TokenStream>, named: &Named| {
            let first = taken.get(&key(named))?.clone();
            Some((first, named.name.clone()))
        };
        let headers = members.headers.iter();
        let extensions = members.extensions.iter();
        let of_headers = headers
            .clone()
            .filter_map(|named| clash(&self.extensions, named));
        let of_extensions = extensions
            .clone()
            .filter_map(|named| clash(&self.headers, named));
        for (first, Spanned { value, site }) in of_headers.chain(of_extensions) {
            let message = messages::header_as_extension(&value, status);
            errors.at(&first, &message);
            errors.at(&site, &message);
        }
        let site = |named: &Named| named.name.site.clone();
        self.headers
            .extend(headers.map(|named| (key(named), site(named))));
        self.extensions
            .extend(extensions.map(|named| (key(named), site(named))));
    }

    fn add_rejection(&mut self, key: &Ident, errors: &mut Errors) {
        if let Some(first) = &self.rejection {
            errors.at(first, messages::given_first("option", "rejection"));
            errors.at(key, messages::REJECTION_TWICE);
            return;
        }
        self.rejection = Some(key.clone());
    }

    /// The prefixes, sorted by bytes. If one starts with another, only the shorter one is kept.
    fn into_claims(self) -> Vec<Claim> {
        let claims = self.claims.into_iter();
        let claims = claims.map(|(prefix, Spanned { value: status, .. })| Claim { prefix, status });
        let mut claims: Vec<Claim> = claims.collect();
        claims.dedup_by(|longer, shorter| longer.prefix.starts_with(&shorter.prefix));
        claims
    }
}
