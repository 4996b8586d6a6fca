//! Response Objects → utoipa's responses.

use super::{read, response_objects};
use crate::{ApiError, Endpoint, Operation, body::Renderer};
pub use ::utoipa::IntoResponses;
use ::utoipa::openapi::{RefOr, Response};
use std::collections::BTreeMap;

/// utoipa's responses by status.
pub type Responses = BTreeMap<String, RefOr<Response>>;

/// The responses of the error type `E`.
#[must_use]
pub fn error<E: ApiError>() -> Responses {
    by_status(response_objects(
        Renderer::of::<E>(),
        E::CONTRACT.responses(),
    ))
}

/// All failures of the endpoint `P`: those of its error type, of its extractors, and the opaque 500.
#[must_use]
pub fn endpoint<P: Endpoint>() -> Responses {
    let operation = Operation::of::<P>();
    let responses = operation.responses().iter().copied();
    by_status(response_objects(operation.renderer(), responses))
}

fn by_status(objects: impl Iterator<Item = (u16, serde_json::Value)>) -> Responses {
    objects
        .map(|(status, object)| (status.to_string(), RefOr::T(read(object))))
        .collect()
}
