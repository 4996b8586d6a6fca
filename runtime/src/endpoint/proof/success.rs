//! Successes: a status that is one, a body that goes with it, and no error of the same status.

use super::{ConstText, Flaw, stop};
use crate::{Contract, DeclaredResponse, Success, media_type};

/// Why no endpoint can return `S`.
pub(super) const fn of_success<S: Success>() -> Flaw {
    match S::FLAW {
        Some(flaw) => Some(ConstText::new().push(flaw)),
        None => of_declared::<S>(),
    }
}

/// Apart from what reads `FLAW`: rustc evaluates all constants of a function before its first statement, and a status may be
/// none because of the flaw.
const fn of_declared<S: Success>() -> Flaw {
    if S::OUTCOMES.is_empty() {
        return of_outcome(S::STATUS.as_u16(), S::MEDIA_TYPE);
    }
    let mut i = 0;
    while i < S::OUTCOMES.len() {
        let status = S::OUTCOMES[i].status().as_u16();
        stop!(of_outcome(status, S::OUTCOMES[i].media_type()));
        let mut j = 0;
        while j < i {
            if S::OUTCOMES[j].status().as_u16() == status {
                return Some(
                    ConstText::new()
                        .push("two variants of `#[api_success]` have the status ")
                        .number(status as usize)
                        .push("\nhelp: give one of them another success type, or put both bodies into one enum behind one success type"),
                );
            }
            j += 1;
        }
        i += 1;
    }
    None
}

const fn of_outcome(status: u16, media_type: Option<&str>) -> Flaw {
    if status < 200 || status > 399 {
        return Some(
            ConstText::new()
                .push("a success has a status from 200 to 399, found `STATUS` ")
                .number(status as usize)
                .push("\nhelp: return an error as the `Err` of an enum with `#[api_errors]`"),
        );
    }
    if let Some(media_type) = media_type {
        stop!(media_type::flaw(media_type));
        if matches!(status, 204 | 205 | 304) {
            return Some(
                ConstText::new()
                    .push("a success of status ")
                    .number(status as usize)
                    .push(" has no body, and `MEDIA_TYPE` says that it has one\nhelp: write `const MEDIA_TYPE: Option<&'static str> = None;`"),
            );
        }
    }
    None
}

/// A response of `contract` that has a success's status, of which an integration has one response.
pub(super) const fn of_status<S: Success>(contract: &'static Contract) -> Flaw {
    if S::OUTCOMES.is_empty() {
        return of_shared(S::STATUS.as_u16(), contract);
    }
    let mut i = 0;
    while i < S::OUTCOMES.len() {
        stop!(of_shared(S::OUTCOMES[i].status().as_u16(), contract));
        i += 1;
    }
    None
}

const fn of_shared(success: u16, contract: &'static Contract) -> Flaw {
    match with_status(success, contract) {
        None => None,
        Some(response) => Some(
            ConstText::new()
                .push("the endpoint's success and `")
                .push(response.code())
                .push("` both have the status ")
                .number(success as usize)
                .push(", and API Gateway keeps one integration response for a status\nhelp: give one of them another status"),
        ),
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
