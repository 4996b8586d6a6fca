//! HTTP APIs: their events, answers, parameter mappings, CORS and refusals. The stages that they lack have nothing to do, since their documents have no
//! models, templates and patterns.
//!
//! Where a comment says that something was recorded, it is in the snapshots that the integration tests of AWS's own test tool made
//! of deployed APIs (`aws/aws-lambda-dotnet`, `Tools/LambdaTestTool-v2`, April 2025).

mod answer;
#[cfg(feature = "server")]
mod cors;
mod event;
mod parameters;
mod refusal;

pub(super) use answer::response;
#[cfg(feature = "server")]
pub(super) use cors::{preflight, with_cors};
pub(super) use event::event;
pub(super) use parameters::{mapped_request, mapped_response};
pub(super) use refusal::refusal;

use super::ClientRequest;
use bytes::Bytes;
use http::{HeaderValue, Response};

/// The response, with the header that every response has, as recorded.
pub(super) fn completed(mut response: Response<Bytes>, request: &ClientRequest) -> Response<Bytes> {
    if let Ok(id) = HeaderValue::from_str(&request.stamp.id) {
        response.headers_mut().insert("apigw-requestid", id);
    }
    response
}
