//! Names: the members of bodies, and in the `json` style the headers among them and the titles.
//!
//! In: contracts, and the format of their bodies. Out: the first two names that stand in each other's way.

use super::{ConstText, Flaw, stop};
use crate::{
    ApiError, BodyFormat, Contract, DeclaredResponse, Style,
    body::{REQUEST_ID, Shape},
    builtin,
};

/// A response of `contract` that does not fit the format of `E`.
pub(super) const fn of_format<E: ApiError>(contract: &Contract) -> Flaw {
    let mut i = 0;
    while i < contract.own().len() {
        stop!(of_response::<E>(&contract.own()[i]));
        i += 1;
    }
    let mut i = 0;
    while i < contract.nested().len() {
        stop!(of_format::<E>(contract.nested()[i]));
        i += 1;
    }
    None
}

const fn of_response<E: ApiError>(response: &DeclaredResponse) -> Flaw {
    if matches!(E::Body::SHAPE, Shape::Message)
        && (response.has_errors() || !response.extension_names().is_empty())
    {
        return Some(
            ConstText::new()
                .push("`")
                .push(response.code())
                .push("` has extensions or field errors, and the format `Message` is plain text\nhelp: use another `body` format"),
        );
    }
    stop!(of_names(
        response,
        response.extension_names(),
        E::Body::MEMBERS
    ));
    if matches!(E::STYLE, Style::Json) {
        if !response.has_body() {
            return Some(
                ConstText::new()
                    .push("`")
                    .push(response.code())
                    .push("` has the status ")
                    .number(response.status().as_u16() as usize)
                    .push(", which carries no body, and in `style = \"json\"` the body selects the status\nhelp: remove `style`, or use a status with a body"),
            );
        }
        stop!(of_names(
            response,
            response.header_names(),
            E::Body::MEMBERS
        ));
        stop!(of_names(response, response.header_names(), &[REQUEST_ID]));
        stop!(of_names(
            response,
            response.header_names(),
            response.extension_names(),
        ));
    }
    None
}

const fn of_names(response: &DeclaredResponse, names: &[&'static str], taken: &[&str]) -> Flaw {
    if let Some(name) = shared_name(names, taken) {
        return Some(
            ConstText::new()
                .push("`")
                .push(response.code())
                .push("` adds the member `")
                .push(name)
                .push("` to its body, which has one of that name already\nhelp: give the extension another name: `extension = \"…\"`"),
        );
    }
    None
}

/// Two responses of `E` that are not distinct in the `json` style, in any endpoint.
pub(super) const fn of_json<E: ApiError>() -> Flaw {
    stop!(of_pair::<E>(E::CONTRACT, E::CONTRACT));
    of_pair::<E>(E::CONTRACT, &builtin::EVERY_ENDPOINT)
}

/// Two responses that are not distinct in the `json` style, one of each contract.
pub(super) const fn of_pair<E: ApiError>(one: &'static Contract, other: &'static Contract) -> Flaw {
    if matches!(E::Body::SHAPE, Shape::ResultErrors)
        && let Some(Clash { name, .. }) = clash(Rule::Title, one, other)
    {
        return Some(
            ConstText::new()
                .push("two statuses, one title: `")
                .push(name)
                .push("`: in the `json` style of `ResultErrors` the title selects the status\nhelp: give one of them another `title`"),
        );
    }
    let found = match clash(Rule::Header, one, other) {
        None => clash(Rule::Header, other, one),
        found => found,
    };
    if let Some(Clash { one, other, name }) = found {
        return Some(
            ConstText::new()
                .push("`")
                .push(other.code())
                .push("` has an extension `")
                .push(name)
                .push("`, which in `style = \"json\"` a client would get as the header `")
                .push(name)
                .push("`, since `")
                .push(one.code())
                .push("` of the same status ")
                .number(one.status().as_u16() as usize)
                .push(
                    " has that header\nhelp: give the extension another name: `extension = \"…\"`",
                ),
        );
    }
    None
}

/// What two responses must not share.
#[derive(Clone, Copy)]
enum Rule {
    /// A title, when their statuses differ.
    Title,
    /// A name that is a header of the one and an extension of the other, when they have one status.
    Header,
}

struct Clash {
    one: &'static DeclaredResponse,
    other: &'static DeclaredResponse,
    name: &'static str,
}

const fn clash(rule: Rule, one: &'static Contract, other: &'static Contract) -> Option<Clash> {
    let mut i = 0;
    while i < one.own().len() {
        let response = &one.own()[i];
        if !(matches!(rule, Rule::Header) && response.header_names().is_empty())
            && let Some(found) = clash_with(rule, response, other)
        {
            return Some(found);
        }
        i += 1;
    }
    let mut i = 0;
    while i < one.nested().len() {
        if let Some(found) = clash(rule, one.nested()[i], other) {
            return Some(found);
        }
        i += 1;
    }
    None
}

const fn clash_with(
    rule: Rule,
    one: &'static DeclaredResponse,
    contract: &'static Contract,
) -> Option<Clash> {
    let mut i = 0;
    while i < contract.own().len() {
        let other = &contract.own()[i];
        let one_status = one.status().as_u16() == other.status().as_u16();
        let name = match rule {
            Rule::Title if !one_status && same(one.title(), other.title()) => Some(one.title()),
            Rule::Header if one_status => shared_name(one.header_names(), other.extension_names()),
            Rule::Title | Rule::Header => None,
        };
        if let Some(name) = name {
            return Some(Clash { one, other, name });
        }
        i += 1;
    }
    let mut i = 0;
    while i < contract.nested().len() {
        if let Some(found) = clash_with(rule, one, contract.nested()[i]) {
            return Some(found);
        }
        i += 1;
    }
    None
}

const fn shared_name(names: &[&'static str], taken: &[&str]) -> Option<&'static str> {
    let mut i = 0;
    while i < names.len() {
        let mut j = 0;
        while j < taken.len() {
            if same(names[i], taken[j]) {
                return Some(names[i]);
            }
            j += 1;
        }
        i += 1;
    }
    None
}

const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut i = 0;
    while i < one.len() {
        if one[i] != other[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Whether two contracts declare the same: the one is then checked with the other.
pub(super) const fn are_equal(one: &Contract, other: &Contract) -> bool {
    if one.own().len() != other.own().len()
        || one.claims().len() != other.claims().len()
        || one.nested().len() != other.nested().len()
    {
        return false;
    }
    let mut i = 0;
    while i < one.own().len() {
        if !is_same_response(&one.own()[i], &other.own()[i]) {
            return false;
        }
        i += 1;
    }
    let mut i = 0;
    while i < one.nested().len() {
        if !are_equal(one.nested()[i], other.nested()[i]) {
            return false;
        }
        i += 1;
    }
    true
}

const fn is_same_response(one: &DeclaredResponse, other: &DeclaredResponse) -> bool {
    one.status().as_u16() == other.status().as_u16()
        && same(one.code(), other.code())
        && same(one.title(), other.title())
        && same(one.prefix(), other.prefix())
        && one.has_errors() == other.has_errors()
        && are_same(one.header_names(), other.header_names())
        && are_same(one.extension_names(), other.extension_names())
}

const fn are_same(one: &[&str], other: &[&str]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut i = 0;
    while i < one.len() {
        if !same(one[i], other[i]) {
            return false;
        }
        i += 1;
    }
    true
}
