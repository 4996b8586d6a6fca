//! The answers that an HTTP API gives by itself. No document changes them.

use super::completed;
use crate::{
    document::ResponseType,
    engine::{ClientRequest, Deployment, Failure},
    trace::{Step, Trace},
};
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;

/// Status and text for each kind of failure.
///
/// 404 is documented ([routes](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html)), and 401
/// ([JWT authorizers](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html)); 500 was
/// recorded; 403, 413 and 503 are what users show (503 after 30 seconds: `cortexlabs/cortex` 1225).
fn answer(kind: ResponseType, failure: &Failure) -> (StatusCode, &'static str) {
    match kind {
        ResponseType::ResourceNotFound => (StatusCode::NOT_FOUND, "Not Found"),
        ResponseType::Unauthorized => (StatusCode::UNAUTHORIZED, "Unauthorized"),
        ResponseType::AccessDenied | ResponseType::MissingAuthenticationToken => {
            (StatusCode::FORBIDDEN, "Forbidden")
        }
        ResponseType::RequestTooLarge => {
            (StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large")
        }
        ResponseType::IntegrationTimeout => {
            (StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable")
        }
        // A server that gives no response.
        ResponseType::IntegrationFailure if failure.status.is_none() => {
            (StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable")
        }
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"),
    }
}

/// The answer to a request that fails in this way.
pub(in crate::engine) fn refusal(
    deployment: &Deployment,
    kind: ResponseType,
    request: &ClientRequest,
    failure: &Failure,
    trace: &mut Trace,
) -> Response<Bytes> {
    let (status, message) = answer(kind, failure);
    trace.keep(Step::GatewayResponse {
        kind: message,
        reason: failure.reason.clone(),
    });
    if matches!(
        status,
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::SERVICE_UNAVAILABLE | StatusCode::FORBIDDEN
    ) {
        trace.unverified(format!("an HTTP API answers this with {status}"));
    }
    let http_api = deployment.document.http_api.as_ref();
    let has_cors = http_api.is_some_and(|http_api| http_api.cors.is_some());
    if has_cors && request.headers.contains_key(header::ORIGIN) {
        trace.unverified("an answer of the gateway's own has no CORS headers");
    }
    let mut response = Response::new(Bytes::from(json!({"message": message}).to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    completed(response, request)
}
