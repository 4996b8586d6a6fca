//! What must hold of a contract as a whole, proved by `const` assertions at the user's types.
//!
//! The macro has checked each enum by itself. Here are the checks that need the types behind it: nested
//! enums, the answers built into an endpoint, and body formats that the macro cannot know.
//!
//! A check gives the text of a flaw, which the assertion fails with: `#[track_caller]` on it keeps its frame out of rustc's report.
//! What depends on some of an endpoint's types only is a constant of those, which rustc evaluates once for all endpoints.
//! What a type's own assertion reports, those of the types around it and of endpoints do not report again.

mod members;
mod prefixes;
mod success;

pub use prefixes::check_prefix;

use super::{
    Argument, Endpoint, EndpointOutput, Success,
    answer::{ErrorOf, SuccessOf},
    extractor_rejections::Refusal,
};
use crate::{
    ApiError, BodyFormat, Contract, Style, body::Shape, builtin, const_text::ConstText, media_type,
};
use std::marker::PhantomData;

/// What is wrong, with the remedy.
type Flaw = Option<ConstText>;

/// Returns the flaw of a `const fn`, if there is one.
macro_rules! stop {
    ($flaw:expr) => {
        if let Some(flaw) = $flaw {
            return Some(flaw);
        }
    };
}

use stop;

/// Fails the build when two responses of `E` are not distinct, or do not fit its format.
#[track_caller]
pub const fn check_error<E: ApiError>() {
    fail(&of_error::<E>());
}

#[track_caller]
const fn fail(flaw: &Flaw) {
    if let Some(text) = flaw {
        text.fail();
    }
}

const fn of_error<E: ApiError>() -> Flaw {
    stop!(media_type::flaw(<E::Body as BodyFormat>::MEDIA_TYPE));
    stop!(members::of_format::<E>(E::CONTRACT));
    match E::STYLE {
        Style::Prefixed => prefixes::of_type(E::CONTRACT),
        Style::Json => {
            stop!(of_shape::<E>());
            members::of_json::<E>()
        }
    }
}

/// Fails the build when two answers of the endpoint `P` are not distinct, or its success is not a success.
#[track_caller]
pub const fn check_endpoint<P: Endpoint>() {
    fail(Answers::<P::Output>::FLAW);
    let arguments = P::DECLARATION.arguments;
    let (mut i, mut own) = (0, false);
    while i < arguments.len() {
        let proof = arguments[i].proof;
        fail(&proof.flaw);
        if !proof.built_in {
            own = true;
            fail(&success::of_status::<SuccessOf<P>>(proof.contract));
        }
        i += 1;
    }
    if own && arguments.len() > 1 {
        fail(&of_arguments::<ErrorOf<P>>(arguments));
    }
}

/// What a handler returns.
struct Answers<O>(PhantomData<O>);

impl<O: EndpointOutput> Answers<O> {
    const FLAW: &Flaw = &of_answers::<O::Success, O::Error>();
}

const fn of_answers<S: Success, E: ApiError>() -> Flaw {
    stop!(success::of_success::<S>());
    of_answered::<S, E>()
}

/// Apart from what reads `FLAW`, as [`success`] says.
const fn of_answered<S: Success, E: ApiError>() -> Flaw {
    stop!(success::of_status::<S>(E::CONTRACT));
    match E::STYLE {
        Style::Prefixed => prefixes::of_contract(E::CONTRACT),
        Style::Json if E::CONTRACT.is_proved_in(Style::Json) => None,
        Style::Json => members::of_json::<E>(),
    }
}

/// What holds of the rejections of one extractor in each endpoint with the same errors.
#[derive(Debug)]
pub(super) struct Proof {
    flaw: Flaw,
    /// What other arguments must not stand in the way of.
    contract: &'static Contract,
    built_in: bool,
}

/// Rejections `R`, answered by `K`, beside errors `E`.
pub(super) struct Refused<E, R, K>(PhantomData<(E, R, K)>);

impl<E: ApiError, R, K: Refusal<R>> Refused<E, R, K> {
    pub(super) const PROOF: &Proof = &{
        let contract = K::REJECTIONS.left_by::<E>();
        let built_in = K::REJECTIONS.is_built_in();
        Proof {
            flaw: of_refused::<E>(contract),
            contract: match E::STYLE {
                // Short, since rustc looks at all of it for each endpoint.
                Style::Prefixed if built_in && !contract.claims().is_empty() => BUILT_IN,
                Style::Prefixed | Style::Json => contract,
            },
            built_in,
        }
    };
}

/// The prefixes of all of axum's rejections.
const BUILT_IN: &Contract = &Contract::new(&[], builtin::REFUSED_CLAIMS, &[]);

const fn of_refused<E: ApiError>(refused: &'static Contract) -> Flaw {
    stop!(members::of_format::<E>(refused));
    match E::STYLE {
        Style::Prefixed => {
            stop!(prefixes::of_contract(refused));
            prefixes::of_pair(E::CONTRACT, refused)
        }
        Style::Json => {
            stop!(members::of_pair::<E>(E::CONTRACT, refused));
            stop!(members::of_pair::<E>(refused, &builtin::EVERY_ENDPOINT));
            members::of_pair::<E>(refused, refused)
        }
    }
}

/// Two arguments that stand in each other's way. Those of axum do not: their prefixes and titles are the phrases of their statuses.
#[track_caller]
const fn of_arguments<E: ApiError>(arguments: &[Argument]) -> Flaw {
    let kinds = Kinds::of(arguments);
    let refusals = kinds.contracts();
    let mut i = 0;
    while i < refusals.len() {
        let mut j = 0;
        while j < i {
            stop!(match E::STYLE {
                Style::Prefixed => prefixes::of_pair(refusals[i], refusals[j]),
                Style::Json => members::of_pair::<E>(refusals[i], refusals[j]),
            });
            j += 1;
        }
        i += 1;
    }
    None
}

/// The different contracts among what extractors refuse with.
struct Kinds {
    contracts: [&'static Contract; Self::MOST],
    len: usize,
}

impl Kinds {
    /// Axum has eleven, and each type of the user's own that has `#[api_errors]` is one more.
    const MOST: usize = 64;

    #[track_caller]
    const fn of(arguments: &[Argument]) -> Self {
        let mut kinds = Self {
            contracts: [&builtin::EVERY_ENDPOINT; Self::MOST],
            len: 0,
        };
        let mut i = 0;
        while i < arguments.len() {
            kinds.add(arguments[i].proof.contract);
            i += 1;
        }
        kinds
    }

    #[track_caller]
    const fn add(&mut self, contract: &'static Contract) {
        let mut i = 0;
        while i < self.len {
            if members::are_equal(self.contracts[i], contract) {
                return;
            }
            i += 1;
        }
        assert!(
            self.len < Self::MOST,
            "the extractors of an endpoint refuse with at most 64 different types, found more\nhelp: read several things by one extractor of your own, or split the endpoint"
        );
        self.contracts[self.len] = contract;
        self.len += 1;
    }

    const fn contracts(&self) -> &[&'static Contract] {
        self.contracts.split_at(self.len).0
    }
}

const fn of_shape<E: ApiError>() -> Flaw {
    match E::Body::SHAPE {
        Shape::Message | Shape::Custom => {
            Some(ConstText::new().push(
                "`style = \"json\"` needs a built-in body format whose first bytes are fixed\nhelp: remove `style`, or use `Problem`, `JsonApi`, `StatusErrors`, `HttpStatusDetails` or `ResultErrors`",
            ))
        }
        Shape::Problem
        | Shape::JsonApi
        | Shape::StatusErrors
        | Shape::HttpStatusDetails
        | Shape::ResultErrors => None,
    }
}
