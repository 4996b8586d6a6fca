//! Successes: a status that is one, a body that goes with it, and no error of the same status.

use super::{super::success::check_flaw, ConstText};
use crate::{Contract, DeclaredResponse, Success, media_type};

/// Fails the build when no endpoint can return `S`.
#[track_caller]
pub(super) const fn check<S: Success>() {
    check_flaw::<S>();
    check_declared::<S>();
}

#[track_caller]
const fn check_declared<S: Success>() {
    if S::OUTCOMES.is_empty() {
        check_outcome(S::STATUS.as_u16(), S::MEDIA_TYPE);
    }
    let mut i = 0;
    while i < S::OUTCOMES.len() {
        let status = S::OUTCOMES[i].status().as_u16();
        check_outcome(status, S::OUTCOMES[i].media_type());
        let mut j = 0;
        while j < i {
            if S::OUTCOMES[j].status().as_u16() == status {
                ConstText::new()
                    .push("two variants of `#[api_success]` have the status ")
                    .number(status as usize)
                    .push("\nhelp: give one of them another success type, or put both bodies into one enum behind one success type")
                    .fail();
            }
            j += 1;
        }
        i += 1;
    }
}

#[track_caller]
const fn check_outcome(status: u16, media_type: Option<&str>) {
    if status < 200 || status > 399 {
        ConstText::new()
            .push("a success has a status from 200 to 399, found `STATUS` ")
            .number(status as usize)
            .push("\nhelp: return an error as the `Err` of an enum with `#[api_errors]`")
            .fail();
    }
    if let Some(media_type) = media_type {
        media_type::check(media_type);
        if matches!(status, 204 | 205 | 304) {
            ConstText::new()
                .push("a success of status ")
                .number(status as usize)
                .push(" has no body, and `MEDIA_TYPE` says that it has one\nhelp: write `const MEDIA_TYPE: Option<&'static str> = None;`")
                .fail();
        }
    }
}

/// Fails the build when a response of `contract` has a success's status, of which an integration has one response.
#[track_caller]
pub(super) const fn check_status<S: Success>(contract: &'static Contract) {
    if S::OUTCOMES.is_empty() {
        check_success(S::STATUS.as_u16(), contract);
    }
    let mut i = 0;
    while i < S::OUTCOMES.len() {
        check_success(S::OUTCOMES[i].status().as_u16(), contract);
        i += 1;
    }
}

#[track_caller]
const fn check_success(success: u16, contract: &'static Contract) {
    if let Some(response) = with_status(success, contract) {
        ConstText::new()
            .push("the endpoint's success and `")
            .push(response.code())
            .push("` both have the status ")
            .number(success as usize)
            .push(", and API Gateway keeps one integration response for a status\nhelp: give one of them another status")
            .fail();
    }
}

const fn with_status(
    status: u16,
    contract: &'static Contract,
) -> Option<&'static DeclaredResponse> {
    let mut i = 0;
    while i < contract.own().len() {
        if contract.own()[i].status().as_u16() == status {
            return Some(&contract.own()[i]);
        }
        i += 1;
    }
    let mut i = 0;
    while i < contract.nested().len() {
        if let Some(found) = with_status(status, contract.nested()[i]) {
            return Some(found);
        }
        i += 1;
    }
    None
}
