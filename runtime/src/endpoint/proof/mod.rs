//! What must hold of a contract as a whole, proved by `const` assertions at the user's types.
//!
//! The macro has checked each enum by itself. Here are the checks that need the types behind it: nested
//! enums, the answers built into an endpoint, and body formats that the macro cannot know.
//!
//! `#[track_caller]` on each function keeps its frame out of rustc's report. What a type's own assertion reports,
//! those of the types around it and of endpoints do not report again.

mod members;
mod prefixes;
mod success;

pub use prefixes::check_prefix;

use super::{
    Endpoint, RejectionSet,
    answer::{ErrorOf, SuccessOf},
};
use crate::{
    ApiError, BodyFormat, Contract, Style, body::Shape, builtin, const_text::ConstText, media_type,
};

/// Fails the build when two responses of `E` cannot be told apart, or do not fit its format.
#[track_caller]
pub const fn check_error<E: ApiError>() {
    media_type::check(<E::Body as BodyFormat>::MEDIA_TYPE);
    members::check_format::<E>(E::CONTRACT);
    match E::STYLE {
        Style::Prefixed => prefixes::check_within(E::CONTRACT),
        Style::Json => {
            check_shape::<E>();
            members::check_json::<E>();
        }
    }
}

/// Fails the build when two answers of the endpoint `P` cannot be told apart, or its success is not a success.
#[track_caller]
pub const fn check_endpoint<P: Endpoint>() {
    let kinds = Kinds::of::<ErrorOf<P>>(P::REJECTIONS);
    let refusals = kinds.contracts();
    success::check::<SuccessOf<P>>();
    success::check_status::<SuccessOf<P>>(<ErrorOf<P> as ApiError>::CONTRACT);
    let mut i = 0;
    while i < refusals.len() {
        success::check_status::<SuccessOf<P>>(refusals[i]);
        members::check_format::<ErrorOf<P>>(refusals[i]);
        i += 1;
    }
    match <ErrorOf<P> as ApiError>::STYLE {
        Style::Prefixed => {
            prefixes::check_endpoint(<ErrorOf<P> as ApiError>::CONTRACT, refusals);
        }
        Style::Json => members::check_json_endpoint::<ErrorOf<P>>(refusals),
    }
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
    const fn of<E: ApiError>(sets: &[RejectionSet]) -> Self {
        let mut kinds = Self {
            contracts: [&builtin::EVERY_ENDPOINT; Self::MOST],
            len: 0,
        };
        let mut i = 0;
        while i < sets.len() {
            kinds.add(sets[i].left_by::<E>());
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

#[track_caller]
const fn check_shape<E: ApiError>() {
    match E::Body::SHAPE {
        Shape::Message | Shape::Custom => {
            panic!(
                "`style = \"json\"` needs a built-in body format whose first bytes are fixed\nhelp: remove `style`, or use `Problem`, `JsonApi`, `StatusErrors`, `HttpStatusDetails` or `ResultErrors`"
            )
        }
        Shape::Problem
        | Shape::JsonApi
        | Shape::StatusErrors
        | Shape::HttpStatusDetails
        | Shape::ResultErrors => {}
    }
}
