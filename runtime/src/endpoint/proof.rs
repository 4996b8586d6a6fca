//! What must hold of a contract as a whole, proved by `const` assertions at the user's types.
//!
//! The macro has checked each enum by itself. Here are the checks that need the types behind it: nested
//! enums, the answers built into an endpoint, and body formats that the macro cannot know.
//!
//! `#[track_caller]` on each function keeps its frame out of rustc's report. What a type's own assertion reports,
//! those of the types around it and of endpoints do not report again.

use super::Success;
use crate::{ApiError, BodyFormat, Claim, Contract, DeclaredResponse, Style, body::Shape, builtin};

/// Fails the build when `E` cannot be told apart from its nested types, or has a member that its format has itself.
#[track_caller]
pub const fn check_error<E: ApiError>() {
    check_members::<E>(E::CONTRACT);
    match E::STYLE {
        Style::Prefixed => check_prefixes(overlap_within(E::CONTRACT)),
        Style::Json => check_first_bytes::<E>(&[]),
    }
}

/// The same for all that an endpoint with errors `E` can answer.
#[track_caller]
pub(super) const fn check_answers<E: ApiError>(refusals: &[&Contract]) {
    let mut i = 0;
    while i < refusals.len() {
        check_members::<E>(refusals[i]);
        i += 1;
    }
    match E::STYLE {
        Style::Prefixed => check_prefixes(overlap_of(E::CONTRACT, refusals)),
        Style::Json => check_first_bytes::<E>(refusals),
    }
}

/// Fails the build when no endpoint can return `S`.
#[track_caller]
pub(super) const fn check_success<S: Success>() {
    if let Some(flaw) = S::FLAW {
        panic!("{}", flaw);
    }
}

#[track_caller]
const fn check_prefixes(overlap: Option<(Claim, Claim)>) {
    if let Some((one, other)) = overlap {
        Text::new()
            .push("two statuses, one prefix: `")
            .push(one.prefix())
            .push("` (")
            .number(one.status())
            .push(") and `")
            .push(other.prefix())
            .push("` (")
            .number(other.status())
            .push("): a selection pattern could not tell them apart\nhelp: give one of them another `prefix`")
            .fail();
    }
}

#[track_caller]
const fn check_first_bytes<E: ApiError>(refusals: &[&Contract]) {
    match E::Body::SHAPE {
        Shape::ResultErrors => {
            if let Some(title) = shared_title_of(E::CONTRACT, refusals) {
                Text::new()
                    .push("two statuses, one title: `")
                    .push(title)
                    .push("`: in the `json` style of `ResultErrors` the title selects the status\nhelp: give one of them another `title`")
                    .fail();
            }
        }
        Shape::Message | Shape::Custom => {
            panic!(
                "`style = \"json\"` needs a built-in body format whose first bytes are fixed\nhelp: remove `style`, or use `Problem`, `JsonApi`, `StatusErrors`, `HttpStatusDetails` or `ResultErrors`"
            )
        }
        Shape::Problem | Shape::JsonApi | Shape::StatusErrors | Shape::HttpStatusDetails => {}
    }
}

const fn overlap_of(contract: &Contract, refusals: &[&Contract]) -> Option<(Claim, Claim)> {
    if let Some(found) = overlap_unproved(contract) {
        return Some(found);
    }
    let mut i = 0;
    while i < refusals.len() {
        if let Some(found) = overlap_unproved(refusals[i]) {
            return Some(found);
        }
        if let Some(found) = overlap_between(contract, refusals[i]) {
            return Some(found);
        }
        let mut j = 0;
        while j < i {
            if let Some(found) = overlap_between(refusals[i], refusals[j]) {
                return Some(found);
            }
            j += 1;
        }
        i += 1;
    }
    None
}

const fn overlap_unproved(contract: &Contract) -> Option<(Claim, Claim)> {
    if contract.is_proved() {
        None
    } else {
        overlap_within(contract)
    }
}

/// Among what one type can answer, in any endpoint.
const fn overlap_within(contract: &Contract) -> Option<(Claim, Claim)> {
    if let Some(found) = overlap_with(contract.claims(), &builtin::EVERY_ENDPOINT) {
        return Some(found);
    }
    let nested = contract.nested();
    let mut i = 0;
    while i < nested.len() {
        if let Some(found) = overlap_unproved(nested[i]) {
            return Some(found);
        }
        if let Some(found) = overlap_with(contract.claims(), nested[i]) {
            return Some(found);
        }
        let mut j = 0;
        while j < i {
            if let Some(found) = overlap_between(nested[i], nested[j]) {
                return Some(found);
            }
            j += 1;
        }
        i += 1;
    }
    None
}

const fn overlap_between(one: &Contract, other: &Contract) -> Option<(Claim, Claim)> {
    if let Some(found) = overlap_with(one.claims(), other) {
        return Some(found);
    }
    let nested = one.nested();
    let mut i = 0;
    while i < nested.len() {
        if let Some(found) = overlap_between(nested[i], other) {
            return Some(found);
        }
        i += 1;
    }
    None
}

const fn overlap_with(claims: &[Claim], contract: &Contract) -> Option<(Claim, Claim)> {
    if let Some(found) = overlap(claims, contract.claims()) {
        return Some(found);
    }
    let nested = contract.nested();
    let mut i = 0;
    while i < nested.len() {
        if let Some(found) = overlap_with(claims, nested[i]) {
            return Some(found);
        }
        i += 1;
    }
    None
}

/// Merges two sorted lists, in each of which no prefix starts another, in linear time.
const fn overlap(one: &[Claim], other: &[Claim]) -> Option<(Claim, Claim)> {
    let (mut i, mut j) = (0, 0);
    while i < one.len() && j < other.len() {
        let relation = relation(one[i].prefix().as_bytes(), other[j].prefix().as_bytes());
        let related = matches!(relation, Relation::StartsOther | Relation::StartsWithOther);
        if related && one[i].status() != other[j].status() {
            return Some((one[i], other[j]));
        }
        match relation {
            Relation::Less | Relation::StartsWithOther => i += 1,
            Relation::Greater | Relation::StartsOther => j += 1,
        }
    }
    None
}

enum Relation {
    Less,
    Greater,
    StartsOther,
    StartsWithOther,
}

const fn relation(one: &[u8], other: &[u8]) -> Relation {
    let mut i = 0;
    while i < one.len() && i < other.len() {
        if one[i] < other[i] {
            return Relation::Less;
        }
        if one[i] > other[i] {
            return Relation::Greater;
        }
        i += 1;
    }
    if i == one.len() {
        Relation::StartsOther
    } else {
        Relation::StartsWithOther
    }
}

const fn same(one: &str, other: &str) -> bool {
    one.len() == other.len()
        && matches!(
            relation(one.as_bytes(), other.as_bytes()),
            Relation::StartsOther
        )
}

const fn shared_title_of(contract: &Contract, refusals: &[&Contract]) -> Option<&'static str> {
    if let Some(title) = shared_title(contract, contract) {
        return Some(title);
    }
    if let Some(title) = shared_title(contract, &builtin::EVERY_ENDPOINT) {
        return Some(title);
    }
    let mut i = 0;
    while i < refusals.len() {
        if let Some(title) = shared_title(contract, refusals[i]) {
            return Some(title);
        }
        if let Some(title) = shared_title(refusals[i], &builtin::EVERY_ENDPOINT) {
            return Some(title);
        }
        let mut j = 0;
        while j <= i {
            if let Some(title) = shared_title(refusals[i], refusals[j]) {
                return Some(title);
            }
            j += 1;
        }
        i += 1;
    }
    None
}

const fn shared_title(one: &Contract, other: &Contract) -> Option<&'static str> {
    let mut i = 0;
    while i < one.own().len() {
        if let Some(title) = title_with_other_status(&one.own()[i], other) {
            return Some(title);
        }
        i += 1;
    }
    let mut i = 0;
    while i < one.nested().len() {
        if let Some(title) = shared_title(one.nested()[i], other) {
            return Some(title);
        }
        i += 1;
    }
    None
}

const fn title_with_other_status(
    response: &DeclaredResponse,
    contract: &Contract,
) -> Option<&'static str> {
    let mut i = 0;
    while i < contract.own().len() {
        let other = &contract.own()[i];
        if response.status().as_u16() != other.status().as_u16()
            && same(response.title(), other.title())
        {
            return Some(response.title());
        }
        i += 1;
    }
    let mut i = 0;
    while i < contract.nested().len() {
        if let Some(title) = title_with_other_status(response, contract.nested()[i]) {
            return Some(title);
        }
        i += 1;
    }
    None
}

#[track_caller]
const fn check_members<E: ApiError>(contract: &Contract) {
    let mut i = 0;
    while i < contract.own().len() {
        check_members_of::<E>(&contract.own()[i]);
        i += 1;
    }
    let mut i = 0;
    while i < contract.nested().len() {
        check_members::<E>(contract.nested()[i]);
        i += 1;
    }
}

#[track_caller]
const fn check_members_of<E: ApiError>(response: &DeclaredResponse) {
    if matches!(E::Body::SHAPE, Shape::Message)
        && (response.has_errors() || !response.extension_names().is_empty())
    {
        Text::new()
            .push("`")
            .push(response.code())
            .push("` has extensions or field errors, and the format `Message` is plain text\nhelp: use another `body` format")
            .fail();
    }
    check_names(response, response.extension_names(), E::Body::MEMBERS);
    if matches!(E::STYLE, Style::Json) {
        check_names(response, response.header_names(), E::Body::MEMBERS);
        check_names(
            response,
            response.header_names(),
            response.extension_names(),
        );
    }
}

#[track_caller]
const fn check_names(response: &DeclaredResponse, names: &[&str], taken: &[&str]) {
    let mut i = 0;
    while i < names.len() {
        let mut j = 0;
        while j < taken.len() {
            if same(names[i], taken[j]) {
                Text::new()
                    .push("`")
                    .push(response.code())
                    .push("` adds the member `")
                    .push(names[i])
                    .push("` to its body, which has one of that name already\nhelp: give the extension another name: `extension = \"…\"`")
                    .fail();
            }
            j += 1;
        }
        i += 1;
    }
}

/// The text of a failed assertion; a `const` panic can show one string only.
struct Text {
    bytes: [u8; 1024],
    len: usize,
}

impl Text {
    const fn new() -> Self {
        Self {
            bytes: [0; 1024],
            len: 0,
        }
    }

    const fn push(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut i = 0;
        while i < text.len() && self.len < self.bytes.len() {
            self.bytes[self.len] = text[i];
            self.len += 1;
            i += 1;
        }
        self
    }

    const fn number(self, number: u16) -> Self {
        let digits = [
            b'0' + (number / 100 % 10) as u8,
            b'0' + (number / 10 % 10) as u8,
            b'0' + (number % 10) as u8,
        ];
        match str::from_utf8(&digits) {
            Ok(digits) => self.push(digits),
            Err(_) => self,
        }
    }

    #[track_caller]
    const fn fail(&self) -> ! {
        match str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => panic!("{}", text),
            Err(_) => panic!("two responses of this contract cannot be told apart"),
        }
    }
}
