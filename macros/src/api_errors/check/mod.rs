//! In: cases with their options, from [`syntax`](super::syntax). Out: an [`ErrorType`], or the reasons why there is none.
//!
//! Judges every value and reports all that is wrong. Must not emit code.

mod members;
mod response;
mod settings;
mod text;

pub(super) use settings::settings;
pub(super) use text::{is_code_character, is_token_character};

use super::messages;
use super::model::{Answer, Case, Claim, ErrorType, Head, Settings, Sited, Style};
use super::syntax::{self, Shape};
use crate::diagnostic::Errors;
use syn::Ident;

/// The type, when `errors` is still empty afterwards.
pub(super) fn check(
    settings: Settings,
    head: Head,
    shape: Shape,
    cases: Vec<syntax::Case>,
    errors: &mut Errors,
) -> ErrorType {
    let mut across = Across::default();
    let cases = cases
        .into_iter()
        .filter_map(|case| self::case(case, shape, &settings, &mut across, errors))
        .collect();
    ErrorType {
        head,
        settings,
        cases,
        claims: across.into_claims(),
    }
}

/// One case, if it could be made out; what it shares with others is compared with what stands in `across`.
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
        conditions: _,
    } = case;
    let variant = (shape == Shape::Enum).then(|| ident.clone());
    let answer = match options.flag("transparent", errors) {
        Some(_) => Answer::Transparent(response::transparent(&ident, options, fields, errors)?),
        None => Answer::Response(response::response(
            &ident, options, fields, &docs, settings, across, errors,
        )?),
    };
    Some(Case { variant, answer })
}

/// What must differ between the cases of one type.
#[derive(Default)]
pub(super) struct Across {
    codes: Vec<Sited<String>>,
    claims: Vec<Sited<Claim>>,
    rejection: Option<Ident>,
}

impl Across {
    fn add_code(&mut self, code: &Sited<String>, errors: &mut Errors) {
        let Sited { value, site } = code;
        if let Some(first) = self.codes.iter().find(|first| first.value == *value) {
            errors.at(&first.site, messages::given_first("code", value));
            errors.at(site, messages::duplicate_code(value));
            return;
        }
        self.codes.push(code.clone());
    }

    fn add_claim(&mut self, claim: Sited<Claim>, style: Style, errors: &mut Errors) {
        let Sited { value: claim, site } = claim;
        let clash = self.claims.iter().find(|Sited { value: other, .. }| {
            let alike =
                claim.prefix.starts_with(&other.prefix) || other.prefix.starts_with(&claim.prefix);
            alike && claim.status != other.status
        });
        if let Some(Sited {
            value: other,
            site: other_site,
        }) = clash
        {
            let message = messages::overlap(
                (&other.prefix, other.status),
                (&claim.prefix, claim.status),
                style,
            );
            errors.at(other_site, &message);
            errors.at(&site, &message);
            return;
        }
        self.claims.push(Sited { value: claim, site });
    }

    fn add_rejection(&mut self, key: &Ident, errors: &mut Errors) {
        if let Some(first) = &self.rejection {
            errors.at(first, messages::given_first("option", "rejection"));
            errors.at(key, messages::REJECTION_TWICE);
            return;
        }
        self.rejection = Some(key.clone());
    }

    /// Sorted by bytes; of two of which one starts with the other, only the shorter.
    fn into_claims(self) -> Vec<Claim> {
        let mut claims: Vec<Claim> = self.claims.into_iter().map(|claim| claim.value).collect();
        claims.sort();
        claims.dedup_by(|longer, shorter| longer.prefix.starts_with(&shorter.prefix));
        claims
    }
}
