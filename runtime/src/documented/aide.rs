//! Response Objects → aide's responses.

use super::{read, response_objects};
use crate::{ApiError, body::Renderer};
use ::aide::openapi::Response;
pub use ::aide::{OperationOutput, generate::GenContext, openapi::Operation};

/// aide's responses, each with its status.
pub type Responses = Vec<(Option<u16>, Response)>;

/// The responses of the error type `E`.
#[must_use]
pub fn error<E: ApiError>() -> Responses {
    response_objects(Renderer::of::<E>(), E::CONTRACT.responses())
        .map(|(status, object)| (Some(status), read(object)))
        .collect()
}
