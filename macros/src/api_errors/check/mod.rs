//! In: cases with their options, from [`syntax`](super::syntax). Out: an [`ErrorType`], or the reasons why there is no error type.
//!
//! Checks every value and reports every mistake. Must not emit code.

mod decode;
mod members;
mod response;
mod settings;
mod sorted;
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
use sorted::Sorted;
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

/// The values that must be unique among the cases of one type.
#[derive(Default)]
pub(super) struct Across {
    codes: Sorted<TokenStream>,
    claims: Sorted<Spanned<u16>>,
    /// Each behind its status.
    headers: Sorted<TokenStream>,
    extensions: Sorted<TokenStream>,
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
        self.codes.add(value, site.clone());
    }

    fn add_claim(&mut self, claim: Spanned<Claim>, style: Style, errors: &mut Errors) {
        let Spanned {
            value: Claim { prefix, status },
            site,
        } = claim;
        if let Some((other, first)) = self.clash(&prefix, status) {
            let message = messages::overlap((&other, first.value), (&prefix, status), style);
            errors.at(&first.site, &message);
            errors.at(&site, &message);
            return;
        }
        let value = status;
        self.claims.add(&prefix, Spanned { value, site });
    }

    /// A prefix of another status that starts with `prefix`, or with which it starts.
    fn clash(&self, prefix: &str, status: u16) -> Option<(String, &Spanned<u16>)> {
        let is_other = |claim: &&Spanned<u16>| claim.value != status;
        for (end, _) in prefix.char_indices() {
            let start = &prefix[..end];
            if let Some(claim) = self.claims.get(start).filter(is_other) {
                return Some((start.to_owned(), claim));
            }
        }
        let mut longer = self.claims.starting_with(prefix);
        let (other, claim) = longer.find(|(_, claim)| is_other(&claim))?;
        Some((other.clone(), claim))
    }

    /// In the `json` style a template sets each header of a status from the member of its name, whichever response has it.
    fn add_members(&mut self, status: Status, members: &Members, errors: &mut Errors) {
        let status = status.number();
        let key = |named: &Named| format!("{status} {}", named.name.value);
        let Members {
            headers,
            extensions,
            errors: _,
        } = members;
        for (named, taken) in [(headers, &self.extensions), (extensions, &self.headers)] {
            for named in named {
                let Spanned { value, site } = &named.name;
                if let Some(first) = taken.get(&key(named)) {
                    let message = messages::header_as_extension(value, status);
                    errors.at(first, &message);
                    errors.at(site, &message);
                }
            }
        }
        for (named, taken) in [
            (headers, &mut self.headers),
            (extensions, &mut self.extensions),
        ] {
            for named in named {
                taken.add(&key(named), named.name.site.clone());
            }
        }
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
        let mut claims = Vec::new();
        for (prefix, Spanned { value: status, .. }) in self.claims.into_entries() {
            claims.push(Claim { prefix, status });
        }
        claims.dedup_by(|longer, shorter| longer.prefix.starts_with(&shorter.prefix));
        claims
    }
}
