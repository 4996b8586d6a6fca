//! The `prefixed` style: no prefix of one status starts with that of another.
//!
//! In: contracts, each of which is a tree of sorted lists. Out: the first two prefixes that a selection pattern could not
//! tell apart. Must stay linear in the lists: rustc stops a constant that takes too long.

use super::{ConstText, Flaw};
use crate::{Claim, Contract, Style, builtin, platform};

/// Fails the build when messages of the platform can be taken for those that start with `prefix`, or the other way round.
#[track_caller]
pub const fn check_prefix(prefix: &str) {
    if let Some(message) = platform::message_like(prefix) {
        ConstText::new()
            .push("the prefix ")
            .quoted(prefix)
            .push(" and a message of the platform start alike, so ")
            .push(message.event)
            .push(" could get the prefix's status: ")
            .quoted(message.example)
            .push(
                "\nhelp: start the prefix with other words, for example `prefix = \"Not Found: \"`",
            )
            .fail();
    }
}

/// Two prefixes of `contract` that overlap, where its type has not proved itself that there are none.
pub(super) const fn of_contract(contract: &Contract) -> Flaw {
    text(overlap_unproved(contract))
}

/// A prefix of the one contract that overlaps with one of the other.
pub(super) const fn of_pair(one: &Contract, other: &Contract) -> Flaw {
    text(overlap_between(one, other))
}

/// Two prefixes of `contract` that overlap.
pub(super) const fn of_type(contract: &Contract) -> Flaw {
    text(overlap_within(contract))
}

const fn text(overlap: Option<(Claim, Claim)>) -> Flaw {
    match overlap {
        None => None,
        Some((one, other)) => Some(
            ConstText::new()
                .push("two statuses, one prefix: `")
                .push(one.prefix())
                .push("` (")
                .number(one.status() as usize)
                .push(") and `")
                .push(other.prefix())
                .push("` (")
                .number(other.status() as usize)
                .push("): a selection pattern could not tell them apart\nhelp: give one of them another `prefix`"),
        ),
    }
}

const fn overlap_unproved(contract: &Contract) -> Option<(Claim, Claim)> {
    if contract.is_proved_in(Style::Prefixed) {
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
